import { dayInChina } from "#app/domain/clock.ts";
import type { Receipt } from "#app/domain/donations/receipt-queries.server.ts";
import { type Fen, formatYuan, formatYuanWithSign } from "#app/domain/money.ts";
import type { Messages } from "#app/i18n/catalog.ts";
import { formatDay, formatMinute } from "#app/i18n/dates.ts";
import type { Locale } from "#app/i18n/locale.ts";
import type { PrintedDocument } from "./printed-document.ts";

type StatementReceipt = Pick<
  Receipt,
  "number" | "paidAt" | "charityName" | "needTitle" | "amountFen" | "refundedFen" | "keptFen" | "officialNumber"
>;

export type StatementDocumentInput = {
  year: number;
  donorName: string;
  receipts: readonly StatementReceipt[];
  totals: { givenFen: Fen; refundedFen: Fen; keptFen: Fen };
  t: Messages;
  locale: Locale;
  inWords: (amountFen: Fen) => string;
  verifyUrl: string;
  at: Date;
};

/** All gifts of one donor in one year (S106): every receipt number, what went back, and totals to the fen. */
export function statementDocument(input: StatementDocumentInput): PrintedDocument {
  const { year, receipts, totals, t, locale, at } = input;
  const words = t.receipts.statement;
  const day = (text: string) => formatDay(locale, text);
  return {
    language: locale,
    publisher: t.common.siteFullName,
    title: words.title(year),
    subtitle: words.period(day(`${year}-01-01`), day(`${year}-12-31`)),
    blocks: [
      { kind: "notice", text: words.notOfficial },
      {
        kind: "facts",
        items: [
          { term: words.donor, details: input.donorName },
          { term: words.count, details: words.countValue(receipts.length) },
          { term: words.given, details: formatYuanWithSign(totals.givenFen) },
          { term: words.refunded, details: formatYuanWithSign(totals.refundedFen) },
          { term: words.kept, details: formatYuanWithSign(totals.keptFen), isStrong: true },
          ...(totals.keptFen === 0n ? [] : [{ term: words.keptInWords, details: input.inWords(totals.keptFen) }]),
        ],
      },
      {
        kind: "table",
        columns: [
          { header: words.date, share: 1.15 },
          { header: words.number, share: 2.1 },
          { header: words.charity, share: 1.4 },
          { header: words.need, share: 1.6 },
          { header: words.amountYuan, share: 1.3, isNumeric: true },
          { header: words.refundedYuan, share: 1.15, isNumeric: true },
          { header: words.keptYuan, share: 1.3, isNumeric: true },
          { header: words.official, share: 1.35 },
        ],
        rows: receipts.map((receipt) => rowOf(receipt, words.noOfficial)),
        totals: [
          words.total,
          "",
          "",
          "",
          formatYuan(totals.givenFen),
          formatYuan(totals.refundedFen),
          formatYuan(totals.keptFen),
          "",
        ],
      },
      { kind: "paragraph", text: `${words.lead} ${words.verify} ${input.verifyUrl}` },
      { kind: "paragraph", text: t.receipts.slip.madeAt(formatMinute(at)) },
    ],
    footer: t.receipts.slip.page,
    missingCharactersNote: t.receipts.slip.missingCharacters,
    madeAtMs: at.getTime(),
  };
}

function rowOf(receipt: StatementReceipt, noOfficial: string): string[] {
  return [
    dayInChina(receipt.paidAt),
    receipt.number,
    receipt.charityName,
    receipt.needTitle,
    formatYuan(receipt.amountFen),
    formatYuan(receipt.refundedFen),
    formatYuan(receipt.keptFen),
    receipt.officialNumber ?? noOfficial,
  ];
}
