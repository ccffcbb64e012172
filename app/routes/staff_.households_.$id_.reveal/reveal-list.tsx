import type { RevealKind } from "#app/domain/reveals/reveal-form.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { type Column, DataTable } from "#app/ui/table.tsx";

type Reveal = {
  id: string;
  kind: RevealKind | null;
  personName: string;
  reason: string | null;
  actorName: string | null;
  at: Date;
};

/** Who has had what shown and why, the newest first: for everybody who works on the case. */
export function RevealList({ reveals }: { reveals: readonly Reveal[] }) {
  const words = useMessages().reveals;
  if (reveals.length === 0) return <p className="text-muted">{words.nobody}</p>;
  const columns: Column<Reveal>[] = [
    { key: "when", header: words.when, cell: (one) => formatMinute(one.at), rowHeader: true },
    { key: "who", header: words.who, cell: (one) => one.actorName ?? "—" },
    {
      key: "what",
      header: words.what,
      cell: (one) => (one.kind ? words.of(words.kinds[one.kind], one.personName) : "—"),
    },
    { key: "why", header: words.why, cell: (one) => one.reason ?? "—", wide: true },
  ];
  return <DataTable caption={words.history} hideCaption columns={columns} rows={reveals} rowKey={(one) => one.id} />;
}
