import type { Receipt } from "#app/domain/donations/receipt-queries.server.ts";
import { type Fen, formatYuanWithSign } from "#app/domain/money.ts";
import type { Messages } from "#app/i18n/catalog.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import type { Locale } from "#app/i18n/locale.ts";
import { paymentMethodName } from "./payment-method-name.ts";
import type { PrintedDocument, PrintedFact } from "./printed-document.ts";

export type ReceiptDocumentInput = {
  receipt: Omit<Receipt, "userId">;
  t: Messages;
  locale: Locale;
  /** 大写 of an amount. */
  inWords: (amountFen: Fen) => string;
  verifyUrl: string;
  /** The same address as QR path data. */
  qr: { path: string; size: number };
  at: Date;
};

/** The receipt of one gift as it is printed (U12): what was given, to whom, what it is not, and where anyone may check it. */
export function receiptDocument({
  receipt,
  t,
  locale,
  inWords,
  verifyUrl,
  qr,
  at,
}: ReceiptDocumentInput): PrintedDocument {
  const words = t.receipts.slip;
  return {
    language: locale,
    publisher: t.common.siteFullName,
    title: words.title,
    subtitle: `${words.number} ${receipt.number}`,
    blocks: [
      ...(receipt.standing === "void" ? [{ kind: "notice", text: words.isVoid } as const] : []),
      {
        kind: "notice",
        text: receipt.officialNumber === null ? words.notOfficial : words.isOfficial(receipt.officialNumber),
      },
      { kind: "facts", items: factsOf(receipt, t, inWords).filter((fact) => fact.details !== "") },
      { kind: "paragraph", text: words.once },
      { kind: "qr", ...qr, lines: [words.verifyHint, verifyUrl, words.madeAt(formatMinute(at))] },
    ],
    footer: `${receipt.number}  ${words.page}`,
    missingCharactersNote: words.missingCharacters,
    madeAtMs: at.getTime(),
  };
}

function factsOf(receipt: Omit<Receipt, "userId">, t: Messages, inWords: (amountFen: Fen) => string): PrintedFact[] {
  const words = t.receipts.slip;
  const wentBack: PrintedFact[] =
    receipt.refundedFen === 0n
      ? []
      : [
          { term: words.refunded, details: formatYuanWithSign(receipt.refundedFen) },
          { term: words.kept, details: formatYuanWithSign(receipt.keptFen), isStrong: true },
          { term: words.keptInWords, details: receipt.keptFen === 0n ? "" : inWords(receipt.keptFen) },
        ];
  return [
    { term: words.donor, details: receipt.receiptName === "" ? words.noName : receipt.receiptName },
    { term: words.amount, details: formatYuanWithSign(receipt.amountFen), isStrong: true },
    { term: words.inWords, details: inWords(receipt.amountFen) },
    ...wentBack,
    { term: words.date, details: formatMinute(receipt.paidAt) },
    { term: words.need, details: receipt.needTitle },
    { term: words.charity, details: receipt.charityName },
    { term: words.creditCode, details: receipt.creditCode },
    { term: words.qualification, details: receipt.qualificationNumber ?? "" },
    { term: words.filing, details: receipt.filingNumber ?? "" },
    { term: words.method, details: paymentMethodName(receipt, t) },
    { term: words.official, details: receipt.officialNumber ?? "" },
    { term: words.state, details: t.receipts.standings[receipt.standing] },
  ];
}
