import { eq } from "drizzle-orm";
import { pairings } from "#db/schema/pairings.server.ts";
import { regions } from "#db/schema/regions.server.ts";
import { MailFacts, MailLayout, MailLink, MailText } from "./layout.tsx";
import type { MailContent, MailContext } from "./mail-content.ts";

/** Tells the helper how the other side answered (S39). A household is never named. Null when the pairing has moved on meanwhile. */
export async function pairingChangedMail(
  { db, t, baseUrl, language }: MailContext,
  parameters: Readonly<Record<string, string>>,
): Promise<MailContent | null> {
  const [pairing] = await db
    .select({
      id: pairings.id,
      state: pairings.state,
      organizationId: pairings.organizationId,
      villageNote: pairings.villageNote,
      fromDay: pairings.fromDay,
      toDay: pairings.toDay,
      villageName: regions.shortName,
    })
    .from(pairings)
    .innerJoin(regions, eq(regions.code, pairings.regionCode))
    .where(eq(pairings.id, parameters.pairingId ?? ""));
  if (!pairing || pairing.state !== parameters.state) return null;
  const words = t.mails.pairing;
  const answers: Readonly<Record<string, string>> = {
    consented: words.consented(pairing.villageName),
    declined: words.declined(pairing.villageName),
    active: words.active(pairing.villageName),
    ended: words.ended(pairing.villageName),
  };
  const answer = answers[pairing.state];
  if (answer === undefined) return null;
  const facts: [string, string][] = [
    [t.pairings.case.period, t.pairings.case.periodOf(pairing.fromDay, pairing.toDay)],
  ];
  if (pairing.villageNote) facts.unshift([t.pairings.case.villageNote, pairing.villageNote]);
  return {
    subject: answer,
    body: (
      <MailLayout
        language={language}
        preview={answer}
        heading={answer}
        reason={words.reason}
        siteName={t.common.siteFullName}
        siteUrl={baseUrl}
      >
        <MailFacts facts={facts} />
        {pairing.state === "consented" && <MailText>{words.pleaseConfirm}</MailText>}
        <MailLink href={`${baseUrl}/${pairing.organizationId ? "org" : "me"}/pairings/${pairing.id}`}>
          {words.open}
        </MailLink>
      </MailLayout>
    ),
  };
}
