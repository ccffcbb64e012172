import { useLoaderData } from "@remix-run/react";
import { anyone } from "#app/auth/policies.ts";
import { dayInChina } from "#app/domain/clock.ts";
import { weightKeys } from "#app/domain/matching/weights.ts";
import { listWeights } from "#app/domain/matching/weights-queries.server.ts";
import { guardLoader } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { ButtonLink } from "#app/ui/links.tsx";
import { pointsText } from "#app/ui/match-reasons.tsx";
import { Page, Section } from "#app/ui/page.tsx";
import { DataTable } from "#app/ui/table.tsx";

export const loader = guardLoader(anyone, async ({ services, t }) => {
  const versions = await listWeights(services.db);
  const today = dayInChina(services.clock.now());
  return {
    page: { title: t.matching.weights.title, description: t.matching.weights.lead },
    versions,
    current: versions.find(({ validFrom }) => validFrom <= today),
  };
});

/** Everything that decides about proposals, for everybody: hard rules, weights, ties, and how to check it (D1, S46). */
export default function MatchWeightsPage() {
  const t = useMessages();
  const words = t.matching.weights;
  const { versions, current } = useLoaderData<typeof loader>();
  const shown = (key: (typeof weightKeys)[number]) =>
    key === "waiting_months_most" ? String(current?.weights[key] ?? 0) : `+${pointsText(current?.weights[key] ?? 0)}`;
  return (
    <Page title={words.title} lead={words.lead} breadcrumbs={[{ to: paths.ways(), label: t.ways.title }]}>
      <Section title={words.hardTitle}>
        <ul className="max-w-measure list-disc pl-5">
          {words.hard.map((rule) => (
            <li key={rule}>{rule}</li>
          ))}
        </ul>
      </Section>
      <DataTable
        caption={current && words.current(current.version, current.validFrom)}
        columns={[
          { key: "factor", header: words.factor, cell: (key) => words.names[key], rowHeader: true },
          { key: "points", header: words.points, cell: shown, numeric: true },
        ]}
        rows={weightKeys}
        rowKey={(key) => key}
        onPhone="scroll"
      />
      <Section title={words.tieTitle}>
        <p className="max-w-measure">{words.tie}</p>
      </Section>
      <Section title={words.proofTitle}>
        <p className="max-w-measure">{words.proof}</p>
      </Section>
      <DataTable
        caption={words.history}
        columns={[
          { key: "version", header: words.version, cell: (row) => row.version, rowHeader: true },
          { key: "from", header: words.from, cell: (row) => row.validFrom },
          { key: "why", header: words.why, cell: (row) => row.reason, wide: true },
          { key: "source", header: words.source, cell: (row) => row.source, wide: true },
          { key: "by", header: words.by, cell: (row) => row.setByName ?? words.system },
        ]}
        rows={versions}
        rowKey={(row) => String(row.version)}
      />
      <p>
        <ButtonLink to={paths.intentNew()}>{t.intents.mine.new}</ButtonLink>{" "}
        <ButtonLink to={paths.fairness()} tone="secondary">
          {words.fairnessLink}
        </ButtonLink>
      </p>
    </Page>
  );
}
