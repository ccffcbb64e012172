import { type Fen, formatYuan } from "#app/domain/money.ts";
import type { NeedCategory } from "#app/domain/needs/need.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Section } from "#app/ui/page.tsx";
import { Photo } from "#app/ui/photo.tsx";
import { DataTable, DescriptionList } from "#app/ui/table.tsx";

type ReportTextProps = {
  report: {
    title: string;
    body: string;
    confirmedByRole: string;
    confirmedOn: string | null;
    beneficiaryHouseholds: number | null;
    beneficiaryPersons: number | null;
    lines: readonly { id: string; item: string; plannedFen: Fen; spentFen: Fen; note: string }[];
    photos: readonly { fileId: string; alternativeText: string }[];
  };
  category: NeedCategory;
};

/** The report as it was submitted, for those who review or look on. */
export function ReportText({ report, category }: ReportTextProps) {
  const t = useMessages();
  const words = t.impactReports.report;
  return (
    <Section title={report.title}>
      <p className="max-w-measure whitespace-pre-line">{report.body}</p>
      <DescriptionList
        items={[
          { term: words.confirmed, details: `${report.confirmedByRole} ${report.confirmedOn ?? ""}` },
          {
            term: words.beneficiaries,
            details: t.impactReports.beneficiaries(report.beneficiaryHouseholds ?? 0, report.beneficiaryPersons ?? 0),
          },
        ]}
      />
      <DataTable
        caption={words.money}
        rows={report.lines}
        rowKey={(line) => line.id}
        columns={[
          { key: "item", header: words.item, cell: (line) => line.item, rowHeader: true },
          { key: "planned", header: words.planned, cell: (line) => formatYuan(line.plannedFen), numeric: true },
          { key: "spent", header: words.spent, cell: (line) => formatYuan(line.spentFen), numeric: true },
          { key: "note", header: words.note, cell: (line) => line.note },
        ]}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        {report.photos.map((photo) => (
          <Photo key={photo.fileId} category={category} src={paths.file(photo.fileId)} alt={photo.alternativeText} />
        ))}
      </div>
    </Section>
  );
}
