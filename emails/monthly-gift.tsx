import { dayInChina } from "#app/domain/clock.ts";
import { formatYuanWithSign } from "#app/domain/money.ts";
import { isFundsShort, type MonthlyNews, monthlyNews, retryAfterDays } from "#app/domain/monthly-gifts/monthly-gift.ts";
import { getMonthlyGift, type MonthlyGiftDetails } from "#app/domain/monthly-gifts/monthly-gift-queries.server.ts";
import { formatDay } from "#app/i18n/dates.ts";
import { MailFacts, MailLayout, MailLink, MailText } from "./layout.tsx";
import type { MailContent, MailContext } from "./mail-content.ts";
import { manageMonthlyUrl } from "./manage-monthly-url.ts";

/**
 * Tells the donor what became of a monthly gift, with the days that matter and the link to change it (Q6). Null when the news is over: a
 * failed charge that has been paid meanwhile, a card that has been replaced.
 */
export async function monthlyGiftMail(
  context: MailContext,
  parameters: Readonly<Record<string, string>>,
): Promise<MailContent | null> {
  const { db, t, baseUrl, language } = context;
  const news = monthlyNews.find((one) => one === parameters.news);
  const gift = await getMonthlyGift(db, { monthlyGiftId: parameters.monthlyGiftId ?? "" });
  if (gift === null || news === undefined || isOver(news, gift)) return null;
  const words = t.monthlyGifts.mail;
  const subject = words.subjects[news](gift.needTitle);
  return {
    subject,
    body: (
      <MailLayout
        language={language}
        preview={gift.needTitle}
        heading={subject}
        reason={words.reason}
        siteName={t.common.siteFullName}
        siteUrl={baseUrl}
      >
        <MailText>{bodyOf(news, gift, words)}</MailText>
        <MailFacts facts={factsOf(news, gift, context)} />
        <MailLink href={manageMonthlyUrl(context, gift.id)}>{words.open}</MailLink>
        <MailText>{words.linkNote}</MailText>
      </MailLayout>
    ),
  };
}

function isOver(news: MonthlyNews, gift: MonthlyGiftDetails): boolean {
  if (news === "charge_failed") return gift.state !== "past_due" || gift.nextRetryAt === null;
  if (news === "paused_after_failures") return gift.state !== "paused";
  return news === "card_expiring" && gift.state !== "active" && gift.state !== "past_due";
}

type Words = MailContext["t"]["monthlyGifts"]["mail"];

/** Who was only short of money is not asked for another card. */
function bodyOf(news: MonthlyNews, gift: MonthlyGiftDetails, words: Words): string {
  if (news === "charge_failed" && isFundsShort(gift.failureCode)) return words.fundsShort;
  if (news === "paused_after_failures" && isFundsShort(gift.failureCode)) return words.fundsShortPaused;
  return words.bodies[news];
}

function factsOf(news: MonthlyNews, gift: MonthlyGiftDetails, { t, language }: MailContext) {
  const words = t.monthlyGifts.mail;
  const day = (at: Date) => formatDay(language, dayInChina(at));
  const facts: (readonly [string, string])[] = [
    [words.amount, t.monthlyGifts.perMonth(formatYuanWithSign(gift.amountFen))],
  ];
  const isFailure = news === "charge_failed";
  if (isFailure && gift.nextRetryAt !== null) facts.push([words.nextTry, day(gift.nextRetryAt)]);
  if (isFailure) facts.push([words.plan, t.monthlyGifts.retryPlan(retryAfterDays)]);
  if (!isFailure && gift.nextChargeAt !== null) facts.push([words.nextCharge, day(gift.nextChargeAt)]);
  const { cardBrand, cardLast4, cardExpiresMonth } = gift;
  if (cardBrand !== null && cardLast4 !== null && cardExpiresMonth !== null)
    facts.push([words.card, t.monthlyGifts.page.cardValue(cardBrand, cardLast4, cardExpiresMonth)]);
  return facts;
}
