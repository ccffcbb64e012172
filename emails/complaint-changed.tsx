import { eq } from "drizzle-orm";
import { mailedComplaintStates } from "#app/domain/complaints/complaint.ts";
import { complaintCode } from "#app/domain/complaints/complaint-code.server.ts";
import { complaintEmailPlace } from "#app/domain/complaints/sealed-places.ts";
import { complaints } from "#db/schema/complaints.server.ts";
import { MailFacts, MailLayout, MailLink, MailText } from "./layout.tsx";
import type { MailContent, MailContext } from "./mail-content.ts";

/** How far a complaint is, to who left an address (S121): the code and where to look. Neither what was written nor the answer is in it (F10). */
export async function complaintMail(
  { db, sealer, t, baseUrl, language }: MailContext,
  { complaintId = "", news: named = "" }: Readonly<Record<string, string>>,
): Promise<MailContent | null> {
  const news = mailedComplaintStates.find((state) => state === named);
  const [complaint] = await db.select().from(complaints).where(eq(complaints.id, complaintId));
  if (!complaint?.emailSealed || sealer.isErased(complaint.emailSealed) || news === undefined) return null;
  const words = t.complaints.mail;
  const code = complaintCode(sealer, complaint.id);
  const body = {
    received: words.body.received(complaint.dueOn),
    answered: words.body.answered,
    transferred: words.body.transferred(complaint.authority ?? ""),
  }[news];
  return {
    to: sealer.open(complaint.emailSealed, complaintEmailPlace(complaint.id)),
    subject: words.subject[news],
    body: (
      <MailLayout
        language={language}
        preview={words.subject[news]}
        heading={words.subject[news]}
        reason={words.reason}
        siteName={t.common.siteFullName}
        siteUrl={baseUrl}
      >
        <MailText>{body}</MailText>
        <MailFacts
          facts={[
            [words.code, code],
            [words.caseNumber, complaint.caseNumber],
          ]}
        />
        <MailLink href={`${baseUrl}/complaints/${code}`}>{words.open}</MailLink>
      </MailLayout>
    ),
  };
}
