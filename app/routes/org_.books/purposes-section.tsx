import { Link } from "@remix-run/react";
import type { PurposeBalance } from "#app/domain/books/books-queries.server.ts";
import { formatYuan } from "#app/domain/money.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Section } from "#app/ui/page.tsx";
import { DataTable } from "#app/ui/table.tsx";

/** What is still held for each purpose; the sums are those of the balance above. */
export function PurposesSection({ purposes }: { purposes: readonly PurposeBalance[] }) {
  const t = useMessages();
  const words = t.books.purposes;
  const categories: Readonly<Record<string, string>> = t.needWords.categories;
  const nameOf = ({ kind, name }: PurposeBalance) => (kind === "category_pool" ? (categories[name] ?? name) : name);
  return (
    <Section title={words.title} id="purposes">
      {purposes.length === 0 ? (
        <p className="text-muted">{words.none}</p>
      ) : (
        <DataTable
          caption={words.title}
          hideCaption
          rows={purposes}
          rowKey={(purpose) => purpose.id}
          columns={[
            {
              key: "name",
              header: words.name,
              rowHeader: true,
              cell: (purpose) =>
                purpose.needCode === null ? (
                  nameOf(purpose)
                ) : (
                  <Link to={paths.need(purpose.needCode)}>{purpose.name}</Link>
                ),
            },
            { key: "kind", header: words.kind, cell: (purpose) => t.ledger.accountKinds[purpose.kind] },
            { key: "held", header: words.held, cell: (purpose) => formatYuan(purpose.heldFen), numeric: true },
          ]}
          footer={{
            name: words.total,
            held: formatYuan(purposes.reduce((sum, purpose) => sum + purpose.heldFen, 0n)),
          }}
        />
      )}
    </Section>
  );
}
