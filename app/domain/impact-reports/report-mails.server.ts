import { createHash, timingSafeEqual } from "node:crypto";
import { and, eq } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { donations } from "#db/schema/donations.server.ts";
import { reportMailStops } from "#db/schema/impact-reports.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import type { Sealer } from "#db/sealer.server.ts";
import { isId } from "../ids.ts";

/** One person, however the address was typed. */
export function normalAddress(email: string): string {
  return email.normalize("NFKC").trim().toLowerCase();
}

/** The address as a key that nobody can turn back: hashed first, because a blind index drops dots and signs. */
function addressIndexOf(sealer: Sealer, email: string): string {
  return sealer.blindIndex(createHash("sha256").update(normalAddress(email)).digest("hex"), "report-mail-address");
}

/** The key in a mail's link to end (or take up) the mails about one need's reports: an HMAC over the gift, good for always (U13). */
export function signReportMailLink(sealer: Sealer, donationId: string): string {
  return sealer.blindIndex(donationId, "report-mail-link");
}

export type ReportMails = { donationId: string; needId: string; needTitle: string; needCode: string; email: string };

/** Whose mails about which need a link is for; null unless the key was made for this gift. */
export async function findReportMails(
  { db, sealer }: { db: DbOrTx; sealer: Sealer },
  params: { donationId: string; key: string },
): Promise<ReportMails | null> {
  if (!isId(params.donationId)) return null;
  const expected = Buffer.from(signReportMailLink(sealer, params.donationId));
  const given = Buffer.from(params.key);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  const [row] = await db
    .select({
      donationId: donations.id,
      needId: needs.id,
      needTitle: needs.title,
      needCode: needs.publicCode,
      email: donations.email,
    })
    .from(donations)
    .innerJoin(needs, eq(needs.id, donations.needId))
    .where(eq(donations.id, params.donationId));
  return row ?? null;
}

/** Whether this address still gets the mails about this need. */
export async function getsReportMails(
  { db, sealer }: { db: DbOrTx; sealer: Sealer },
  { needId, email }: { needId: string; email: string },
): Promise<boolean> {
  return (await db.$count(reportMailStops, isStopOf(sealer, needId, email))) === 0;
}

/** Ends or takes up again the mails of one address about one need. Doing it twice changes nothing. */
export async function setReportMails(
  { db, sealer }: { db: DbOrTx; sealer: Sealer },
  { needId, email, wanted }: { needId: string; email: string; wanted: boolean },
  at: Date,
): Promise<void> {
  if (wanted) {
    await db.delete(reportMailStops).where(isStopOf(sealer, needId, email));
    return;
  }
  const row = { needId, addressIndex: addressIndexOf(sealer, email), stoppedAt: at };
  await db.insert(reportMailStops).values(row).onConflictDoNothing();
}

function isStopOf(sealer: Sealer, needId: string, email: string) {
  return and(eq(reportMailStops.needId, needId), eq(reportMailStops.addressIndex, addressIndexOf(sealer, email)));
}
