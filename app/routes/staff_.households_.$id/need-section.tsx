import { Link } from "@remix-run/react";
import type { StaffNeedListItem } from "#app/domain/needs/need-staff-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Amount } from "#app/ui/amount.tsx";
import { ButtonLink } from "#app/ui/links.tsx";
import { Section } from "#app/ui/page.tsx";
import { NeedStateBadge } from "#app/ui/state-badges.tsx";
import { type Column, DataTable } from "#app/ui/table.tsx";

type NeedSectionProps = { householdId: string; needs: readonly StaffNeedListItem[]; canDraft: boolean };

/** What the household has asked for, and the way to the next need. */
export function NeedSection({ householdId, needs, canDraft }: NeedSectionProps) {
  const t = useMessages();
  const words = t.households;
  const columns: Column<StaffNeedListItem>[] = [
    {
      key: "title",
      header: t.needsStaff.titleField,
      rowHeader: true,
      cell: (need) => <Link to={paths.staffNeed(need.id)}>{need.title}</Link>,
    },
    { key: "kind", header: t.needsStaff.kind, cell: (need) => t.needWords.types[need.type] },
    { key: "state", header: t.needsStaff.state, cell: (need) => <NeedStateBadge state={need.state} /> },
    {
      key: "goal",
      header: t.needsStaff.goal,
      numeric: true,
      cell: (need) => (need.goalFen === null ? "—" : <Amount fen={need.goalFen} />),
    },
  ];
  return (
    <Section
      title={words.needs}
      action={
        canDraft && (
          <span className="no-print">
            <ButtonLink to={paths.staffNeedNew({ household: householdId })} icon="plus">
              {words.draftNeed}
            </ButtonLink>
          </span>
        )
      }
    >
      {needs.length === 0 ? (
        <p className="text-muted">{words.noNeeds}</p>
      ) : (
        <DataTable caption={words.needs} hideCaption columns={columns} rows={needs} rowKey={(need) => need.id} />
      )}
    </Section>
  );
}
