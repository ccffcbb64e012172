import { ratioOf } from "#app/domain/ledger/plan.ts";
import type { PlanComparison, PlanLine } from "#app/domain/ledger/plan-queries.server.ts";
import { formatYuan } from "#app/domain/money.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Amount } from "#app/ui/amount.tsx";
import { Section } from "#app/ui/page.tsx";
import { StateBadge } from "#app/ui/status.tsx";
import { DataTable } from "#app/ui/table.tsx";

const sumOf = (lines: readonly PlanLine[], of: (line: PlanLine) => bigint) =>
  lines.reduce((sum, line) => sum + of(line), 0n);

/** The plan beside its document, with the formula in words and figures (S94, S95, D12). */
export function PlanSection({ plan }: { plan: PlanComparison }) {
  const t = useMessages();
  const words = t.ledger.plan;
  const years = plan.countyByYear.map((line) => line.year ?? 0);
  return (
    <Section
      id="plan"
      title={words.title(plan.placeName, Math.min(...years), Math.max(...years))}
      lead={words.lead(plan.source)}
      action={
        <StateBadge tone={plan.isEqual ? "success" : "danger"}>
          {plan.isEqual ? words.allEqual : words.someOff}
        </StateBadge>
      }
    >
      <Formula plan={plan} />
      <SharesTable plan={plan} />
      <YearsTable plan={plan} />
    </Section>
  );
}

function Formula({ plan }: { plan: PlanComparison }) {
  const t = useMessages();
  const words = t.ledger.plan;
  const addends = (lines: readonly PlanLine[], of: (line: PlanLine) => bigint) =>
    lines.map((line) => formatYuan(of(line))).join(" + ");
  const perPerson = (line: PlanLine) => line.perPersonFen;
  return (
    <div className="panel border-t-4 border-t-pine">
      <h3 className="text-lg">{words.formula}</h3>
      <ul className="figure grid gap-2">
        <li>
          {words.formulaTotal(
            String(plan.total.personCount),
            formatYuan(plan.total.perPersonFen),
            formatYuan(plan.total.amountFen),
          )}
        </li>
        <li>
          {words.formulaSplit(
            ratioOf(plan.payers.map((line) => line.amountFen)).join(":"),
            addends(plan.payers, (line) => line.amountFen),
            formatYuan(sumOf(plan.payers, (line) => line.amountFen)),
          )}
        </li>
        <li>
          {words.formulaYears(addends(plan.countyByYear, perPerson), formatYuan(sumOf(plan.countyByYear, perPerson)))}
        </li>
        <li>{words.formulaTown(addends(plan.townByYear, perPerson), formatYuan(sumOf(plan.townByYear, perPerson)))}</li>
      </ul>
      <p className="max-w-measure text-sm text-muted">{words.remainder}</p>
    </div>
  );
}

function Equal({ document, posted }: { document: bigint; posted: bigint }) {
  const words = useMessages().ledger.plan;
  return document === posted ? (
    <StateBadge tone="success">{words.equal}</StateBadge>
  ) : (
    <StateBadge tone="danger">{words.notEqual(formatYuan(posted - document))}</StateBadge>
  );
}

function SharesTable({ plan }: { plan: PlanComparison }) {
  const t = useMessages();
  const words = t.ledger.plan;
  return (
    <DataTable
      caption={words.shares}
      rows={plan.payers}
      rowKey={(line) => line.payer}
      columns={[
        { key: "payer", header: words.payer, cell: (line) => <span lang="zh-CN">{line.payer}</span>, rowHeader: true },
        {
          key: "perPerson",
          header: words.perPerson,
          cell: (line) => <Amount fen={line.perPersonFen} bare />,
          numeric: true,
        },
        { key: "persons", header: words.persons, cell: (line) => line.personCount, numeric: true },
        {
          key: "document",
          header: words.document,
          cell: (line) => <Amount fen={line.amountFen} bare />,
          numeric: true,
        },
        { key: "posted", header: words.posted, cell: (line) => <Amount fen={line.postedFen} bare />, numeric: true },
        {
          key: "equal",
          header: words.equal,
          cell: (line) => <Equal document={line.amountFen} posted={line.postedFen} />,
        },
      ]}
      footer={{
        payer: words.total,
        perPerson: <Amount fen={plan.total.perPersonFen} bare />,
        persons: plan.total.personCount,
        document: <Amount fen={plan.total.amountFen} bare />,
        posted: <Amount fen={plan.total.postedFen} bare />,
        equal: <Equal document={plan.total.amountFen} posted={plan.total.postedFen} />,
      }}
    />
  );
}

function YearsTable({ plan }: { plan: PlanComparison }) {
  const t = useMessages();
  const words = t.ledger.plan;
  const rows = plan.countyByYear.map((county) => ({
    county,
    town: plan.townByYear.find((line) => line.year === county.year),
  }));
  const total = (lines: readonly PlanLine[], of: (line: PlanLine) => bigint) => <Amount fen={sumOf(lines, of)} bare />;
  const amount = (line: PlanLine) => line.amountFen;
  const person = (line: PlanLine) => line.perPersonFen;
  const posted = (line: PlanLine) => line.postedFen;
  return (
    <DataTable
      caption={words.yearly}
      rows={rows}
      rowKey={({ county }) => String(county.year)}
      columns={[
        { key: "year", header: words.year, cell: ({ county }) => county.year, rowHeader: true },
        {
          key: "countyPerson",
          header: words.countyPerPerson,
          cell: ({ county }) => <Amount fen={county.perPersonFen} bare />,
          numeric: true,
        },
        {
          key: "county",
          header: words.county,
          cell: ({ county }) => <Amount fen={county.amountFen} bare />,
          numeric: true,
        },
        {
          key: "posted",
          header: words.countyPosted,
          cell: ({ county }) => <Amount fen={county.postedFen} bare />,
          numeric: true,
        },
        {
          key: "townPerson",
          header: words.townPerPerson,
          cell: ({ town }) => town && <Amount fen={town.perPersonFen} bare />,
          numeric: true,
        },
        {
          key: "town",
          header: words.town,
          cell: ({ town }) => town && <Amount fen={town.amountFen} bare />,
          numeric: true,
        },
        {
          key: "equal",
          header: words.equal,
          cell: ({ county, town }) => (
            <Equal
              document={county.amountFen + (town?.amountFen ?? 0n)}
              posted={county.postedFen + (town?.postedFen ?? 0n)}
            />
          ),
        },
      ]}
      footer={{
        year: words.threeYears,
        countyPerson: total(plan.countyByYear, person),
        county: total(plan.countyByYear, amount),
        posted: total(plan.countyByYear, posted),
        townPerson: total(plan.townByYear, person),
        town: total(plan.townByYear, amount),
      }}
    />
  );
}
