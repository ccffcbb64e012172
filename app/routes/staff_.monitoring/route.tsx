import { Link, useLoaderData } from "@remix-run/react";
import { staff } from "#app/auth/policies.ts";
import { dayInChina } from "#app/domain/clock.ts";
import { checklistItems } from "#app/domain/household-monitoring/household-monitoring.ts";
import {
  countGaps,
  listGapHouseholds,
  listOpenLookBacks,
  listOpenWarnings,
  type OpenLookBack,
  type OpenWarning,
} from "#app/domain/household-monitoring/monitoring-queries.server.ts";
import { householdReaderRoles } from "#app/domain/households/household-policy.ts";
import { guardLoader } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { StatFigure, StatFigures } from "#app/ui/card.tsx";
import { LinkList } from "#app/ui/links.tsx";
import { Page, Section } from "#app/ui/page.tsx";
import { StateBadge } from "#app/ui/status.tsx";
import { type Column, DataTable } from "#app/ui/table.tsx";

/** What waits in the reader's subtree (S15, S19): look-backs and warnings, the overdue first, and households by failed item. */
export const loader = guardLoader(staff(...householdReaderRoles), async ({ services, actor, url, t }) => {
  const { db } = services;
  const today = dayInChina(services.clock.now());
  const year = Number(today.slice(0, 4));
  const gap = checklistItems.find((item) => item === url.searchParams.get("gap")) ?? null;
  const [gaps, lookBacks, warnings] = await Promise.all([
    countGaps(db, { actor, year }),
    listOpenLookBacks(db, { actor }),
    listOpenWarnings(db, { actor }),
  ]);
  const behind = gap === null ? [] : await listGapHouseholds(db, { actor, year, item: gap });
  return { page: { title: t.monitoring.title, isPrivate: true }, today, year, gap, gaps, behind, lookBacks, warnings };
});

export default function MonitoringPage() {
  const t = useMessages();
  const words = t.monitoring;
  const { today, year, gap, gaps, behind, lookBacks, warnings } = useLoaderData<typeof loader>();
  return (
    <Page title={words.title} lead={words.lead} breadcrumbs={[{ to: paths.staffHome(), label: t.layout.workspace }]}>
      <Section title={words.lookBacks}>
        {lookBacks.length === 0 ? (
          <p className="text-muted">{words.noLookBacks}</p>
        ) : (
          <LookBackTable rows={lookBacks} today={today} />
        )}
      </Section>
      <Section title={words.warnings}>
        {warnings.length === 0 ? (
          <p className="text-muted">{words.noWarnings}</p>
        ) : (
          <WarningTable rows={warnings} today={today} />
        )}
      </Section>
      <Section title={words.gaps(year)} lead={words.gapsHint}>
        <StatFigures small>
          {checklistItems.map((item) => (
            <StatFigure
              key={item}
              value={gaps.items[item]}
              label={words.items[item]}
              to={paths.staffMonitoring({ gap: item })}
            />
          ))}
          <StatFigure value={gaps.missing} label={words.missing} />
        </StatFigures>
        {gap !== null && (
          <>
            <h3 className="text-lg">{`${words.items[gap]} · ${words.gapCount(gaps.items[gap])}`}</h3>
            <LinkList
              items={behind.map((row) => ({
                to: paths.staffHouseholdMonitoring(row.id),
                label: row.headName,
                note: row.villageName,
              }))}
            />
          </>
        )}
      </Section>
    </Page>
  );
}

type Due = { householdId: string; headName: string; villageName: string; dueOn: string };

function useDueColumns<Row extends Due>(today: string): Column<Row>[] {
  const t = useMessages();
  const words = t.monitoring;
  return [
    {
      key: "household",
      header: words.household,
      rowHeader: true,
      cell: (row) => (
        <Link to={paths.staffHouseholdMonitoring(row.householdId)} className="tap">
          {row.headName}
        </Link>
      ),
    },
    { key: "village", header: words.village, cell: (row) => row.villageName },
    {
      key: "due",
      header: words.dueOn,
      numeric: true,
      cell: (row) => (
        <>
          {row.dueOn} {row.dueOn < today && <StateBadge tone="danger">{words.overdue}</StateBadge>}
        </>
      ),
    },
  ];
}

function LookBackTable({ rows, today }: { rows: readonly OpenLookBack[]; today: string }) {
  const words = useMessages().monitoring;
  const columns = useDueColumns<OpenLookBack>(today);
  return <DataTable caption={words.lookBacks} hideCaption columns={columns} rows={rows} rowKey={(row) => row.id} />;
}

function WarningTable({ rows, today }: { rows: readonly OpenWarning[]; today: string }) {
  const words = useMessages().monitoring;
  const columns: Column<OpenWarning>[] = [
    ...useDueColumns<OpenWarning>(today),
    { key: "kind", header: words.kind, cell: (row) => `${words.kinds[row.kind]} · ${words.gradeShort[row.grade]}` },
    { key: "owner", header: words.owner, cell: (row) => row.ownerName ?? "—" },
  ];
  return <DataTable caption={words.warnings} hideCaption columns={columns} rows={rows} rowKey={(row) => row.id} />;
}
