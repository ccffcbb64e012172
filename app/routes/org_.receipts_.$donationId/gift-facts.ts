import type { getGiftToReceipt } from "#app/domain/donations/official-receipt-queries.server.ts";
import { formatYuanWithSign } from "#app/domain/money.ts";
import type { Messages } from "#app/i18n/catalog.ts";
import { formatMinute } from "#app/i18n/dates.ts";

type Gift = NonNullable<Awaited<ReturnType<typeof getGiftToReceipt>>>;

/** What the charity needs to issue the official receipt, and what went back since. */
export function giftFacts(gift: Gift, t: Messages) {
  const words = t.receipts.official;
  const slip = t.receipts.slip;
  return [
    { term: slip.number, details: gift.receiptNumber },
    { term: words.donor, details: gift.receiptName || words.noName },
    { term: words.email, details: gift.email },
    { term: slip.amount, details: formatYuanWithSign(gift.amountFen) },
    ...(gift.refundedFen === 0n
      ? []
      : [
          { term: slip.refunded, details: formatYuanWithSign(gift.refundedFen) },
          { term: slip.kept, details: formatYuanWithSign(gift.keptFen) },
        ]),
    { term: slip.date, details: gift.paidAt === null ? "" : formatMinute(gift.paidAt) },
    { term: slip.need, details: gift.needTitle },
    ...(gift.officialNumber === null ? [] : [{ term: words.current, details: gift.officialNumber }]),
  ];
}

/** Who recorded which number when, oldest first. */
export function historyLines(gift: Gift, t: Messages): string[] {
  return gift.history.map((one) =>
    [
      t.receipts.official.historyLine(one.number, one.recordedBy, formatMinute(one.recordedAt)),
      ...(one.hasDocument ? [t.receipts.official.withDocument] : []),
    ].join(" · "),
  );
}
