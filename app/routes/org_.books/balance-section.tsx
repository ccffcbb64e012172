import { assetLineKeys, type BookLineKey, type Books, bookLineKeys, uncoveredFen } from "#app/domain/books/books.ts";
import { formatYuan, formatYuanWithSign } from "#app/domain/money.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { ButtonLink } from "#app/ui/links.tsx";
import { Section } from "#app/ui/page.tsx";
import { Banner } from "#app/ui/status.tsx";
import { DataTable } from "#app/ui/table.tsx";

const owedLineKeys = bookLineKeys.filter((key) => !assetLineKeys.includes(key));

/** What there is and whose it is; both sides are the same sum. */
export function BalanceSection({ books, charityId }: { books: Books; charityId: string }) {
  const words = useMessages().books;
  const sumOf = (keys: readonly BookLineKey[]) => keys.reduce((sum, key) => sum + books[key], 0n);
  const [has, owes] = [sumOf(assetLineKeys), sumOf(owedLineKeys)];
  const open = uncoveredFen(books);
  const table = (keys: readonly BookLineKey[], total: string, fen: bigint) => (
    <DataTable
      caption={total}
      hideCaption
      rows={keys}
      rowKey={(key) => key}
      columns={[
        { key: "line", header: words.balance.line, cell: (key) => words.lines[key], rowHeader: true },
        { key: "meaning", header: words.balance.meaning, cell: (key) => words.lineMeanings[key], wide: true },
        { key: "amount", header: words.balance.amount, cell: (key) => formatYuan(books[key]), numeric: true },
      ]}
      footer={{ line: total, amount: formatYuan(fen) }}
    />
  );
  return (
    <Section title={words.balance.title} lead={words.balance.lead} id="balance">
      {has === owes ? null : <Banner tone="danger" title={words.balance.uneven} />}
      {books.at_bank < 0n && <Banner tone="warning">{words.bankIsNegative}</Banner>}
      {table(assetLineKeys, words.balance.has, has)}
      {table(owedLineKeys, words.balance.owes, owes)}
      {has === owes && <p className="text-muted">{words.balance.even}</p>}
      {open > 0n ? (
        <Banner tone="info" title={`${words.uncovered.title} ${formatYuanWithSign(open)}`}>
          <p>{words.uncovered.body}</p>
          <ButtonLink to={paths.organizationOwnMoney({ charity: charityId })}>{words.uncovered.action}</ButtonLink>
        </Banner>
      ) : (
        <p>
          {words.uncovered.none}{" "}
          <ButtonLink to={paths.organizationOwnMoney({ charity: charityId })} tone="quiet">
            {words.uncovered.action}
          </ButtonLink>
        </p>
      )}
    </Section>
  );
}
