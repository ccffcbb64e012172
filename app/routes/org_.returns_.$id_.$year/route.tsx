import { Link, useLoaderData } from "@remix-run/react";
import { organizationMember } from "#app/auth/policies.ts";
import { readAnnualReturn } from "#app/domain/deeds/annual-return-queries.server.ts";
import { guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Amount } from "#app/ui/amount.tsx";
import { StatFigure, StatFigures } from "#app/ui/card.tsx";
import { ButtonLink } from "#app/ui/links.tsx";
import { Page, Section } from "#app/ui/page.tsx";
import { PrintHeader } from "#app/ui/print.tsx";
import { EmptyState, StateBadge } from "#app/ui/status.tsx";

/** The annual return of an organization (S48, S50, S51), made of confirmed deeds; 404 for anyone but its members. */
export const loader = guardLoader(organizationMember, async ({ services, actor, params, t }) => {
  const year = Number(/^\d{4}$/.test(params.year ?? "") ? params.year : Number.NaN);
  const now = services.clock.now();
  const found = await readAnnualReturn(services.db, { organizationId: params.id ?? "", year, actor, now });
  if (found === null) throw notFound();
  return { page: { title: t.deeds.annual.title(found.organizationName, year), isPrivate: true }, found };
});

export default function AnnualReturnPage() {
  const t = useMessages();
  const words = t.deeds.annual;
  const { found } = useLoaderData<typeof loader>();
  return (
    <Page
      title={words.title(found.organizationName, found.year)}
      lead={words.lead}
      breadcrumbs={[{ to: paths.organizationHome(), label: t.layout.organization }]}
      actions={
        <ButtonLink
          to={paths.organizationReturnSheet(found.organizationId, found.year)}
          tone="secondary"
          icon="download"
        >
          {words.download}
        </ButtonLink>
      }
    >
      <PrintHeader asOf={String(found.year)} />
      {found.ties.length === 0 && <EmptyState title={words.none} />}
      <Section title={words.totals}>
        <StatFigures small>
          {found.totals.map(({ way, deeds, worthFen }) => (
            <StatFigure
              key={way}
              value={t.deeds.villagePage.deeds(deeds)}
              label={t.deeds.ways[way]}
              note={worthFen > 0n ? <Amount fen={worthFen} short /> : undefined}
            />
          ))}
        </StatFigures>
      </Section>
      {found.ties.map((tie) => (
        <Section key={tie.id} title={tie.placeName} lead={t.pairings.kinds[tie.kind]}>
          {tie.isMissing && <StateBadge tone="warning">{words.missing}</StateBadge>}
          <ul>
            {tie.deeds.map((deed) => (
              <li key={`${deed.doneOn} ${deed.title}`} className="border-b border-line py-2">
                <b>{deed.title}</b>
                <p className="figure text-sm text-muted">
                  {deed.doneOn} · {t.deeds.ways[deed.way]} · {t.deeds.householdsOf(deed.householdCount)}
                  {deed.confirmedByRole && ` · ${t.deeds.confirmedBy(deed.confirmedByRole)}`}
                </p>
              </li>
            ))}
          </ul>
          {tie.outcome !== null && (
            <p>
              {t.deeds.review.title}
              {t.common.colon}
              {t.deeds.review.outcomes[tie.outcome]}
            </p>
          )}
          <Link to={paths.organizationPairing(tie.id)} className="tap">
            {tie.publicCode}
          </Link>
        </Section>
      ))}
    </Page>
  );
}
