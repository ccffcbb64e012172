import { eq } from "drizzle-orm";
import { formatYuanWithSign } from "#app/domain/money.ts";
import { needItems, needs } from "#db/schema/needs.server.ts";
import { pledges } from "#db/schema/pledges.server.ts";
import { regions } from "#db/schema/regions.server.ts";
import { MailFacts, MailLayout, MailLink } from "./layout.tsx";
import type { MailContent, MailContext } from "./mail-content.ts";

/** Tells the helper what became of a promise (S93). Who signed for it is not said. Null when the pledge has moved on meanwhile. */
export async function pledgeChangedMail(
  { db, t, baseUrl, language }: MailContext,
  parameters: Readonly<Record<string, string>>,
): Promise<MailContent | null> {
  const [pledge] = await db
    .select({
      id: pledges.id,
      state: pledges.state,
      quantity: pledges.quantity,
      deliveredQuantity: pledges.deliveredQuantity,
      amountFen: pledges.amountFen,
      promisedFor: pledges.promisedFor,
      needTitle: needs.title,
      villageName: regions.shortName,
      itemName: needItems.name,
      unit: needItems.unit,
    })
    .from(pledges)
    .innerJoin(needs, eq(needs.id, pledges.needId))
    .innerJoin(regions, eq(regions.code, needs.regionCode))
    .leftJoin(needItems, eq(needItems.id, pledges.needItemId))
    .where(eq(pledges.id, parameters.pledgeId ?? ""));
  if (!pledge || pledge.state !== parameters.state) return null;
  const words = t.mails.pledge;
  const answers: Readonly<Record<string, string>> = {
    accepted: words.accepted(pledge.needTitle),
    declined: words.declined(pledge.needTitle),
    fulfilled: words.fulfilled(pledge.needTitle),
    overdue: words.overdue(pledge.needTitle),
    released: words.released(pledge.needTitle),
  };
  const answer = answers[pledge.state];
  if (answer === undefined) return null;
  const shownQuantity = pledge.state === "fulfilled" ? pledge.deliveredQuantity : (pledge.quantity ?? 0);
  const what =
    pledge.amountFen === null
      ? t.pledges.case.line(shownQuantity, pledge.unit ?? "", pledge.itemName ?? "")
      : t.pledges.case.money(formatYuanWithSign(pledge.amountFen));
  return {
    subject: answer,
    body: (
      <MailLayout
        language={language}
        preview={what}
        heading={answer}
        reason={words.reason}
        siteName={t.common.siteFullName}
        siteUrl={baseUrl}
      >
        <MailFacts
          facts={[
            [t.pledges.case.item, what],
            [t.pledges.case.need, `${pledge.villageName} · ${pledge.needTitle}`],
            [t.pledges.case.promisedFor, pledge.promisedFor],
          ]}
        />
        <MailLink href={`${baseUrl}/me/pledges/${pledge.id}`}>{words.open}</MailLink>
      </MailLayout>
    ),
  };
}
