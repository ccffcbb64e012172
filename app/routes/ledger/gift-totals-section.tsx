import type { GiftTotals } from "#app/domain/ledger/ledger-queries.server.ts";
import { type Fen, formatYuanWithSign, preciseShareOf } from "#app/domain/money.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Amount } from "#app/ui/amount.tsx";
import { StatFigure, StatFigures } from "#app/ui/card.tsx";
import { Section } from "#app/ui/page.tsx";

/** What people gave and what became of it, and that the three figures add up. */
export function GiftTotalsSection({ gifts, operatingFen }: { gifts: GiftTotals; operatingFen: Fen }) {
  const t = useMessages();
  const words = t.ledger.totals;
  return (
    <Section title={words.title} lead={words.lead}>
      <StatFigures>
        <StatFigure
          value={<Amount fen={gifts.givenFen} />}
          label={words.given}
          note={words.givenNote(gifts.giftCount.toLocaleString("en"))}
        />
        <StatFigure value={<Amount fen={gifts.paidOutFen} />} label={words.paidOut} note={words.paidOutNote} />
        <StatFigure value={<Amount fen={gifts.heldFen} />} label={words.held} note={words.heldNote} />
        <StatFigure value={<Amount fen={gifts.feesFen} />} label={words.fees} note={words.feesNote} />
      </StatFigures>
      <p className="figure text-muted">
        {words.sentence(
          formatYuanWithSign(gifts.givenFen),
          formatYuanWithSign(gifts.paidOutFen),
          formatYuanWithSign(gifts.heldFen),
        )}
      </p>
      <p className="max-w-measure text-muted">
        {words.operating(formatYuanWithSign(operatingFen), preciseShareOf(operatingFen, gifts.givenFen))}
      </p>
    </Section>
  );
}
