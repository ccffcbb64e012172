import { Link, useLoaderData } from "@remix-run/react";
import { anyone } from "#app/auth/policies.ts";
import { type CoveredVillage, coveringKinds, readCoverage } from "#app/domain/deeds/coverage-queries.server.ts";
import { getTownOrCounty } from "#app/domain/deeds/deed-queries.server.ts";
import { guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { StatFigure, StatFigures } from "#app/ui/card.tsx";
import { ButtonLink } from "#app/ui/links.tsx";
import { Page, Section } from "#app/ui/page.tsx";
import { EmptyState, StateBadge } from "#app/ui/status.tsx";
import { type Column, DataTable } from "#app/ui/table.tsx";

/** Who stands by which village of a town or county (S29, S49, S52): those nobody stands by come first, one click from pairing. */
export const loader = guardLoader(anyone, async ({ services, params, t }) => {
  const place = await getTownOrCounty(services.db, { code: params.code ?? "" });
  if (place === null) throw notFound();
  return {
    page: { title: t.deeds.coverage.title(place.name), description: t.deeds.coverage.lead },
    place,
    kinds: coveringKinds,
    ...(await readCoverage(services.db, { code: place.code })),
  };
});

export default function CoveragePage() {
  const t = useMessages();
  const words = t.deeds.coverage;
  const { place, kinds, villages, totals } = useLoaderData<typeof loader>();
  const columns: Column<CoveredVillage>[] = [
    {
      key: "village",
      header: words.village,
      rowHeader: true,
      cell: (village) => (
        <span className="flex flex-wrap items-center gap-2">
          <Link to={paths.village(village.regionCode)} className="tap">
            {village.name}
          </Link>
          {village.isFocus && <StateBadge tone="info">{words.focus}</StateBadge>}
        </span>
      ),
    },
    ...kinds.map((kind) => ({
      key: kind,
      header: t.pairings.kinds[kind],
      cell: (village: CoveredVillage) => {
        const cell = village.cells[kind];
        if (cell === undefined) return <span className="text-muted">{words.nobody}</span>;
        return cell.names.length > 0 ? cell.names.join("、") : words.someone(cell.count);
      },
    })),
    {
      key: "adopt",
      header: words.adopt,
      cell: (village) => (
        <ButtonLink to={paths.villagePair(village.regionCode)} tone="secondary" icon="handshake">
          {words.adopt}
        </ButtonLink>
      ),
    },
  ];
  return (
    <Page
      title={words.title(place.name)}
      lead={words.lead}
      breadcrumbs={[{ to: paths.villages({ region: place.code }), label: t.layout.villages }]}
      actions={
        <ButtonLink to={paths.intentNew({ region: place.code })} icon="hand-heart">
          {words.intent}
        </ButtonLink>
      }
    >
      {villages.length === 0 ? (
        <EmptyState title={words.none} />
      ) : (
        <>
          <Section title={words.totals}>
            <StatFigures small>
              {totals.map((total) => (
                <StatFigure
                  key={total.kind}
                  value={words.coveredOf(total.covered, total.villages)}
                  label={t.pairings.kinds[total.kind]}
                  note={total.covered * 5 >= total.villages * 4 ? words.reached : words.below}
                />
              ))}
            </StatFigures>
          </Section>
          <DataTable
            caption={words.title(place.name)}
            hideCaption
            columns={columns}
            rows={villages}
            rowKey={(village) => village.regionCode}
          />
        </>
      )}
    </Page>
  );
}
