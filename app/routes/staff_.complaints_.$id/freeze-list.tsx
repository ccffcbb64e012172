import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Section } from "#app/ui/page.tsx";
import { type Column, DataTable } from "#app/ui/table.tsx";

export type FreezeItem = {
  id: string;
  subject: string;
  reason: string;
  frozenByName: string;
  frozenAt: Date;
  liftReason: string | null;
  liftedAt: Date | null;
  isMine: boolean;
};

/** Every freeze of a complaint, with why it was made and lifted. */
export function FreezeList({ freezes }: { freezes: readonly FreezeItem[] }) {
  const t = useMessages();
  const words = t.complaints.staff;
  if (freezes.length === 0) return null;
  const columns: Column<FreezeItem>[] = [
    { key: "subject", header: words.subject, rowHeader: true, cell: (row) => <span lang="zh-CN">{row.subject}</span> },
    { key: "reason", header: words.freezeReason, wide: true, cell: (row) => row.reason },
    { key: "by", header: words.frozen, cell: (row) => words.frozenBy(row.frozenByName, formatMinute(row.frozenAt)) },
    {
      key: "lifted",
      header: words.liftReason,
      wide: true,
      cell: (row) =>
        row.liftedAt === null ? "" : `${words.lifted(formatMinute(row.liftedAt))} ${row.liftReason ?? ""}`,
    },
  ];
  return (
    <Section title={words.freezes}>
      <DataTable caption={words.freezes} hideCaption columns={columns} rows={freezes} rowKey={(row) => row.id} />
    </Section>
  );
}
