import { useLoaderData } from "@remix-run/react";
import { anyone } from "#app/auth/policies.ts";
import { ledgerCheckPerAddress } from "#app/auth/rate-limit-rules.ts";
import { formatYuan } from "#app/domain/money.ts";
import { guardLoader } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { enforceRateLimit } from "#app/http/rate-limit.server.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Page, Section } from "#app/ui/page.tsx";
import { Banner, StateBadge } from "#app/ui/status.tsx";
import { DataTable } from "#app/ui/table.tsx";
import type { CheckResult } from "#db/checks/finding.ts";
import { runChecks } from "#db/checks/run-checks.server.ts";
import { getChainFacts } from "./chain-facts.server.ts";
import { ChainSection } from "./chain-section.tsx";

/** The live re-derivation of every figure (A5, A10): what holds, and what does not, for anyone to see. */
export const loader = guardLoader(anyone, async ({ services, t, context }) => {
  await enforceRateLimit(services, ledgerCheckPerAddress, context.clientAddress);
  return {
    page: { title: t.ledger.verification.title, description: t.ledger.verification.description },
    results: await runChecks(services.db),
    checkedAt: formatMinute(services.clock.now()),
    chain: await getChainFacts(services.db),
  };
});

export default function VerifyLedgerPage() {
  const t = useMessages();
  const words = t.ledger.verification;
  const { results, checkedAt, chain } = useLoaderData<typeof loader>();
  const isAllRight = results.every((result) => result.findings.length === 0);
  return (
    <Page
      title={words.title}
      lead={words.lead}
      breadcrumbs={[{ to: paths.ledger(), label: t.ledger.title }]}
      actions={
        <a href={paths.ledgerExport()} className="button button-secondary" download>
          {t.ledger.exportCsv}
        </a>
      }
    >
      {isAllRight ? (
        <Banner tone="success" title={words.allHold}>
          {words.allHoldBody(checkedAt)}
        </Banner>
      ) : (
        <Banner tone="danger" title={words.someOff}>
          {words.someOffBody}
        </Banner>
      )}
      <ResultTable results={results} />
      <FindingsTable results={results} />
      <ChainSection {...chain} />
      <Section title={words.yourself}>
        <ol className="prose list-decimal pl-6">
          {words.steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      </Section>
      <Section title={words.notes}>
        <div className="prose">
          <p>{words.noteAppendOnly}</p>
          <p>{words.noteBalance}</p>
          <p>{words.command}</p>
        </div>
      </Section>
    </Page>
  );
}

function ResultTable({ results }: { results: readonly CheckResult[] }) {
  const words = useMessages().ledger.verification;
  return (
    <DataTable
      caption={words.check}
      hideCaption
      rows={results}
      rowKey={(result) => result.name}
      columns={[
        { key: "check", header: words.check, cell: (result) => words.checks[result.name], rowHeader: true },
        {
          key: "examined",
          header: words.examined,
          cell: (result) => words.examinedCount(result.examined.toLocaleString("en")),
          numeric: true,
        },
        {
          key: "result",
          header: words.result,
          cell: ({ findings }) =>
            findings.length === 0 ? (
              <StateBadge tone="success">{words.holds}</StateBadge>
            ) : (
              <StateBadge tone="danger">{words.off(String(findings.length))}</StateBadge>
            ),
        },
      ]}
    />
  );
}

function FindingsTable({ results }: { results: readonly CheckResult[] }) {
  const words = useMessages().ledger.verification;
  const findings = results.flatMap((result) => result.findings.map((finding) => ({ ...finding, name: result.name })));
  if (findings.length === 0) return null;
  return (
    <Section title={words.findings}>
      <DataTable
        caption={words.findings}
        hideCaption
        rows={findings}
        rowKey={(finding) => `${finding.name} ${finding.subject}`}
        columns={[
          { key: "check", header: words.check, cell: (finding) => words.checks[finding.name] },
          { key: "subject", header: words.subject, cell: (finding) => finding.subject, rowHeader: true },
          {
            key: "expected",
            header: words.expected,
            cell: (finding) => formatYuan(finding.expectedFen),
            numeric: true,
          },
          { key: "actual", header: words.actual, cell: (finding) => formatYuan(finding.actualFen), numeric: true },
        ]}
      />
    </Section>
  );
}
