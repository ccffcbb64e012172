import { type Fen, formatYuanWithSign } from "#app/domain/money.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { DescriptionList } from "#app/ui/table.tsx";

export type ShownOffer = {
  giftFen: Fen;
  refundedFen: Fen;
  unspentFen: Fen;
  refundableFen: Fen;
  channel: "online" | "offline";
  windowEnd: Date | null;
};

/** The gift in figures that add up: given; gone back, spent, asked for already; and what can go back. */
export function OfferFacts({ offer }: { offer: ShownOffer }) {
  const words = useMessages().refunds.donor;
  const spentFen = offer.giftFen - offer.refundedFen - offer.unspentFen;
  const askedFen = offer.unspentFen - offer.refundableFen;
  const items = [
    { term: words.given, details: formatYuanWithSign(offer.giftFen) },
    { term: words.wentBack, details: offer.refundedFen > 0n ? formatYuanWithSign(offer.refundedFen) : "" },
    { term: words.spent, details: spentFen > 0n ? formatYuanWithSign(spentFen) : "" },
    { term: words.asked, details: askedFen > 0n ? formatYuanWithSign(askedFen) : "" },
    {
      term: words.canGoBack,
      details: <strong className="text-xl">{formatYuanWithSign(offer.refundableFen)}</strong>,
    },
    {
      term: words.until,
      details:
        offer.channel === "offline" ? words.noLimit : offer.windowEnd === null ? "" : formatMinute(offer.windowEnd),
    },
  ];
  return <DescriptionList items={items.filter((item) => item.details !== "")} />;
}
