import { useLoaderData } from "@remix-run/react";
import { anyone } from "#app/auth/policies.ts";
import { dayInChina } from "#app/domain/clock.ts";
import { reportFairness } from "#app/domain/matching/fairness-queries.server.ts";
import { guardLoader } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Page, Section } from "#app/ui/page.tsx";
import { EmptyState } from "#app/ui/status.tsx";
import { FairnessTable } from "./fairness-table.tsx";

export const loader = guardLoader(anyone, async ({ services, t }) => {
  const day = dayInChina(services.clock.now());
  return {
    page: { title: t.matching.fairness.title, description: t.matching.fairness.lead },
    day,
    kinds: await reportFairness(services.db, { by: "kind", day }),
    counties: await reportFairness(services.db, { by: "county", day }),
    villages: await reportFairness(services.db, { by: "village", day }),
  };
});

/** Who is helped and who waits, for everybody to compare (D1, S38). */
export default function FairnessPage() {
  const t = useMessages();
  const words = t.matching.fairness;
  const { day, kinds, counties, villages } = useLoaderData<typeof loader>();
  return (
    <Page
      title={words.title}
      lead={words.lead}
      eyebrow={words.asOf(day)}
      breadcrumbs={[
        { to: paths.ways(), label: t.ways.title },
        { to: paths.matchWeights(), label: t.matching.weights.title },
      ]}
    >
      {kinds.length === 0 ? (
        <EmptyState title={words.none} />
      ) : (
        <>
          <FairnessTable caption={words.byKind} rows={kinds} />
          <FairnessTable caption={words.byCounty} rows={counties} />
          <FairnessTable caption={words.byVillage} rows={villages} />
        </>
      )}
      <Section title={words.how}>
        <p className="max-w-measure">{words.howText}</p>
      </Section>
    </Page>
  );
}
