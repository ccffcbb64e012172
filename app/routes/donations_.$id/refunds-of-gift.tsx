import type { DonationState } from "#app/domain/donations/donation.ts";
import type { RefundState } from "#app/domain/donations/refund.ts";
import { type Fen, formatYuanWithSign } from "#app/domain/money.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { ButtonLink } from "#app/ui/links.tsx";
import { Section } from "#app/ui/page.tsx";
import { Banner } from "#app/ui/status.tsx";
import { RefundBadge } from "../org_.refunds/refund-badges.tsx";

type RefundsOfGiftProps = {
  state: DonationState;
  refunds: readonly {
    id: string;
    amountFen: Fen;
    state: RefundState;
    reason: keyof ReturnType<typeof useMessages>["refunds"]["reasons"];
    answer: string | null;
    requestedAt: Date;
  }[];
  /** Where the donor asks for a refund; null for other readers. */
  refundPath: string | null;
};

/** What of this gift went back, was asked for or is disputed, said plainly; for the donor the way to ask. */
export function RefundsOfGift({ state, refunds, refundPath }: RefundsOfGiftProps) {
  const words = useMessages().refunds;
  const isOver = state === "refunded" || state === "lost";
  if (refunds.length === 0 && refundPath === null && state !== "disputed" && state !== "lost") return null;
  return (
    <Section title={words.receipt.title} id="refunds">
      {state === "disputed" && <Banner tone="warning" title={words.receipt.disputed} />}
      {state === "lost" && <Banner tone="info" title={words.receipt.lost} />}
      {refunds.length > 0 && (
        <ul className="flex flex-col gap-3">
          {refunds.map((refund) => (
            <li key={refund.id}>
              <b className="figure">{formatYuanWithSign(refund.amountFen)}</b> <RefundBadge state={refund.state} />
              <p className="text-sm text-muted">
                {words.reasons[refund.reason]} · {formatMinute(refund.requestedAt)}
              </p>
              {refund.answer && <p>{words.receipt.answer(refund.answer)}</p>}
            </li>
          ))}
        </ul>
      )}
      {refundPath !== null && !isOver && (
        <p className="no-print">
          <ButtonLink to={refundPath} tone="quiet">
            {words.donor.link}
          </ButtonLink>
        </p>
      )}
    </Section>
  );
}
