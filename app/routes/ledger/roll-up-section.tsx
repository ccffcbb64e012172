import { Link } from "@remix-run/react";
import type { FlowTotals } from "#app/domain/ledger/ledger-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Amount } from "#app/ui/amount.tsx";
import { Section } from "#app/ui/page.tsx";
import { DataTable } from "#app/ui/table.tsx";

type YearTotals = FlowTotals & { year: number };
type VillageTotals = Pick<FlowTotals, "givenFen" | "paidOutFen"> & { regionCode: string; name: string };

/** The yearly statistics (S115): sums of movements by year and by village, each year with its file. */
export function RollUpSection({
  years,
  villages,
}: {
  years: readonly YearTotals[];
  villages: readonly VillageTotals[];
}) {
  const t = useMessages();
  const words = t.ledger.rollUp;
  if (years.length === 0) return null;
  return (
    <Section id="roll-up" title={words.title} lead={words.lead}>
      <YearTable years={years} />
      {villages.length > 0 && (
        <details>
          <summary className="py-2 font-bold text-pine underline">{words.byVillage}</summary>
          <VillageTable villages={villages} />
        </details>
      )}
    </Section>
  );
}

function YearTable({ years }: { years: readonly YearTotals[] }) {
  const t = useMessages();
  const words = t.ledger.rollUp;
  const flow = (key: keyof FlowTotals, header: string) => ({
    key,
    header,
    cell: (row: YearTotals) => <Amount fen={row[key]} bare />,
    numeric: true,
  });
  const sum = (key: keyof FlowTotals) => <Amount fen={years.reduce((total, row) => total + row[key], 0n)} bare />;
  return (
    <DataTable
      caption={words.byYear}
      rows={years}
      rowKey={(row) => String(row.year)}
      columns={[
        { key: "year", header: words.year, cell: (row) => row.year, rowHeader: true },
        flow("givenFen", words.given),
        flow("paidOutFen", words.paidOut),
        flow("feesFen", words.fees),
        flow("publicFen", words.publicMoney),
        flow("publicSpentFen", words.publicSpent),
        {
          key: "download",
          header: words.download,
          cell: (row) => (
            <a href={paths.ledgerExport({ year: row.year })} download>
              <span className="sr-only">{words.downloadYear(row.year)} </span>
              CSV
            </a>
          ),
        },
      ]}
      footer={{
        year: words.total,
        givenFen: sum("givenFen"),
        paidOutFen: sum("paidOutFen"),
        feesFen: sum("feesFen"),
        publicFen: sum("publicFen"),
        publicSpentFen: sum("publicSpentFen"),
      }}
    />
  );
}

function VillageTable({ villages }: { villages: readonly VillageTotals[] }) {
  const t = useMessages();
  const words = t.ledger.rollUp;
  const sum = (key: "givenFen" | "paidOutFen") => (
    <Amount fen={villages.reduce((total, row) => total + row[key], 0n)} bare />
  );
  return (
    <DataTable
      caption={words.byVillage}
      hideCaption
      rows={villages}
      rowKey={(row) => row.regionCode}
      columns={[
        {
          key: "village",
          header: words.village,
          cell: (row) => (
            <Link to={paths.village(row.regionCode)} lang="zh-CN">
              {row.name}
            </Link>
          ),
          rowHeader: true,
        },
        { key: "given", header: words.given, cell: (row) => <Amount fen={row.givenFen} bare />, numeric: true },
        { key: "paidOut", header: words.paidOut, cell: (row) => <Amount fen={row.paidOutFen} bare />, numeric: true },
      ]}
      footer={{ village: words.total, given: sum("givenFen"), paidOut: sum("paidOutFen") }}
    />
  );
}
