import { Link } from "@remix-run/react";
import { dayInChina } from "#app/domain/clock.ts";
import { formatYuanWithSign } from "#app/domain/money.ts";
import { type MonthlyGiftState, retryAfterDays } from "#app/domain/monthly-gifts/monthly-gift.ts";
import { paths } from "#app/http/paths.ts";
import { formatDay } from "#app/i18n/dates.ts";
import { useLocale, useMessages } from "#app/i18n/use-messages.ts";
import type { Tone } from "#app/ui/status.tsx";
import { DescriptionList } from "#app/ui/table.tsx";
import type { MonthlyPageData } from "./monthly-page.server.ts";

export const monthlyTone: Readonly<Record<MonthlyGiftState, Tone>> = {
  started: "neutral",
  active: "success",
  paused: "info",
  past_due: "warning",
  cancelled: "neutral",
  ended: "neutral",
};

/** The gift as it is now: amount, next charge, card, and how a failed charge is tried again. */
export function MonthlyFacts({ gift }: { gift: MonthlyPageData["gift"] }) {
  const t = useMessages();
  const words = t.monthlyGifts.page;
  const next = useNextCharge(gift);
  const { cardBrand, cardLast4, cardExpiresMonth } = gift;
  const hasCard = cardBrand !== null && cardLast4 !== null && cardExpiresMonth !== null;
  return (
    <DescriptionList
      items={[
        {
          term: words.amount,
          details: <strong className="text-xl">{t.monthlyGifts.perMonth(formatYuanWithSign(gift.amountFen))}</strong>,
        },
        ...(gift.state === "started" ? [] : [next]),
        ...(hasCard ? [{ term: words.card, details: words.cardValue(cardBrand, cardLast4, cardExpiresMonth) }] : []),
        {
          term: words.need,
          details: (
            <Link className="tap" to={paths.need(gift.needCode)}>
              {gift.needTitle}
            </Link>
          ),
        },
        { term: words.charity, details: gift.charity.name },
        { term: words.surplus, details: t.donations.surplusChoices[gift.surplusChoice] },
        {
          term: words.email,
          details: (
            <>
              {gift.email}
              <span className="block max-w-measure text-sm text-muted">{words.emailHint}</span>
            </>
          ),
        },
        { term: t.monthlyGifts.check.failing, details: t.monthlyGifts.retryPlan(retryAfterDays) },
      ]}
    />
  );
}

function useNextCharge({ state, nextChargeAt, nextRetryAt }: MonthlyPageData["gift"]) {
  const words = useMessages().monthlyGifts.page;
  const locale = useLocale();
  const day = (at: Date) => formatDay(locale, dayInChina(at));
  if (state === "past_due" && nextRetryAt !== null) return { term: words.retryOn, details: day(nextRetryAt) };
  if (state === "paused") return { term: words.nextCharge, details: words.pausedNoCharge };
  return { term: words.nextCharge, details: nextChargeAt === null ? words.noNextCharge : day(nextChargeAt) };
}
