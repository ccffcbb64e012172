import { isFundsShort, isGoingOn, type MonthlyGiftState } from "#app/domain/monthly-gifts/monthly-gift.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Banner } from "#app/ui/status.tsx";
import type { MonthlyPageData } from "./monthly-page.server.ts";

type MonthlyNoticesProps = {
  shown: Pick<MonthlyPageData, "openChange" | "done" | "cardOutcome" | "isCardEnding" | "isReportLate"> & {
    gift: Pick<MonthlyPageData["gift"], "state" | "failureCode" | "cardExpiresMonth">;
  };
  isWaiting: boolean;
};

/** What the donor must know first: what was just done, what is on its way, what failed and why (Q6). */
export function MonthlyNotices({ shown, isWaiting }: MonthlyNoticesProps) {
  const words = useMessages().monthlyGifts.page;
  const { gift, openChange, done, cardOutcome, isCardEnding, isReportLate: isLate } = shown;
  if (isWaiting) {
    return (
      <Banner tone="info" title={words.waiting}>
        <p>{words.waitingBody}</p>
      </Banner>
    );
  }
  const isDone = openChange === null && done !== null && done !== "paid" && done !== "card" && isSo(done, gift.state);
  return (
    <>
      {openChange !== null && <Banner tone="info" title={words.pending} />}
      {isDone && <Banner tone="success" title={words.done[done]} />}
      {cardOutcome === "not_done" && <Banner tone="warning" title={words.cardNotDone} />}
      {(cardOutcome === "card" || cardOutcome === "charged") && (
        <Banner tone="success" title={words.done[cardOutcome]} />
      )}
      {done === "paid" && gift.state === "active" && (
        <Banner tone="success" title={words.thanks}>
          <p>{words.thanksBody}</p>
        </Banner>
      )}
      {gift.state === "started" && <p>{words.unpaid}</p>}
      {gift.state === "past_due" && (
        <Banner tone="warning" title={isFundsShort(gift.failureCode) ? words.failedShort : words.failedOther} />
      )}
      {gift.state === "paused" && done !== "pause" && (
        <Banner tone="info" title={gift.failureCode === null ? words.pausedBody : words.pausedAfterFailures} />
      )}
      {isLate && isGoingOn(gift.state) && <Banner tone="warning" title={words.reportLate} />}
      {gift.state === "ended" && <Banner tone="info" title={words.endedBody} />}
      {gift.state === "cancelled" && done !== "cancel" && <Banner tone="info" title={words.cancelledBody} />}
      {isCardEnding && (gift.state === "active" || gift.state === "past_due") && gift.cardExpiresMonth !== null && (
        <Banner tone="warning" title={words.cardEnding(gift.cardExpiresMonth)} />
      )}
    </>
  );
}

/** An address says what was asked for; the gift's own state says whether it came to be. */
function isSo(done: "amount" | "pause" | "resume" | "cancel", state: MonthlyGiftState): boolean {
  if (done === "amount") return isGoingOn(state);
  return state === ({ pause: "paused", resume: "active", cancel: "cancelled" } as const)[done];
}
