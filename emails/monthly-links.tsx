import { formatYuanWithSign } from "#app/domain/money.ts";
import { isGoingOn } from "#app/domain/monthly-gifts/monthly-gift.ts";
import { getMonthlyGift } from "#app/domain/monthly-gifts/monthly-gift-queries.server.ts";
import { MailFacts, MailLayout, MailLink, MailText } from "./layout.tsx";
import type { MailContent, MailContext } from "./mail-content.ts";
import { manageMonthlyUrl } from "./manage-monthly-url.ts";

/**
 * New links to the monthly gifts of an address, for whoever asked on the site. Null for an address without any: that mail is never sent, and
 * nobody learns which addresses give (Q6).
 */
export async function monthlyLinksMail(
  context: MailContext,
  parameters: Readonly<Record<string, string>>,
): Promise<MailContent | null> {
  const { db, t, baseUrl, language } = context;
  const ids = (parameters.monthlyGiftIds ?? "").split(",");
  const found = await Promise.all(ids.map((monthlyGiftId) => getMonthlyGift(db, { monthlyGiftId })));
  const gifts = found.filter((gift) => gift !== null).filter((gift) => isGoingOn(gift.state));
  if (gifts.length === 0) return null;
  const words = t.monthlyGifts.mail;
  return {
    subject: words.linksSubject,
    body: (
      <MailLayout
        language={language}
        preview={words.linksSubject}
        heading={words.linksSubject}
        reason={words.reason}
        siteName={t.common.siteFullName}
        siteUrl={baseUrl}
      >
        <MailText>{words.linksBody}</MailText>
        {gifts.map((gift) => (
          <div key={gift.id}>
            <MailFacts
              facts={[
                [words.amount, t.monthlyGifts.perMonth(formatYuanWithSign(gift.amountFen))],
                [t.monthlyGifts.mine.state, t.monthlyGifts.states[gift.state]],
              ]}
            />
            <MailLink href={manageMonthlyUrl(context, gift.id)}>{words.linkTo(gift.needTitle)}</MailLink>
          </div>
        ))}
        <MailText>{words.linkNote}</MailText>
      </MailLayout>
    ),
  };
}
