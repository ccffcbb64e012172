import { and, desc, eq } from "drizzle-orm";
import type { DbOrTx, Tx } from "#db/client.server.ts";
import { needSignatures, notices, reviewMeetings } from "#db/schema/verification.server.ts";

type NeedVersion = { needId: string; version: number };

/** The review meeting recorded last for exactly this version of the need, or null (S6). Ask only for a need found in scope. */
export async function getReviewMeeting(db: DbOrTx, { needId, version }: NeedVersion) {
  const [row] = await db
    .select()
    .from(reviewMeetings)
    .where(and(eq(reviewMeetings.needId, needId), eq(reviewMeetings.needVersion, version)))
    .orderBy(desc(reviewMeetings.recordedAt), desc(reviewMeetings.id))
    .limit(1);
  return row ?? null;
}

/** The latest meeting on any version: what a repeated check starts from. */
export async function getLatestReviewMeeting(db: DbOrTx, needId: string) {
  const [row] = await db
    .select()
    .from(reviewMeetings)
    .where(eq(reviewMeetings.needId, needId))
    .orderBy(desc(reviewMeetings.recordedAt), desc(reviewMeetings.id))
    .limit(1);
  return row ?? null;
}

/** The signature on exactly this version, or null (S8). */
export async function getNeedSignature(db: DbOrTx, { needId, version }: NeedVersion) {
  const [row] = await db
    .select()
    .from(needSignatures)
    .where(and(eq(needSignatures.needId, needId), eq(needSignatures.needVersion, version)));
  return row ?? null;
}

/** The notice put up last for a need, whatever became of it. */
export async function getLatestNotice(db: DbOrTx, needId: string) {
  const [row] = await db
    .select()
    .from(notices)
    .where(and(eq(notices.needId, needId), eq(notices.kind, "need")))
    .orderBy(desc(notices.needVersion), desc(notices.openedAt))
    .limit(1);
  return row ?? null;
}

/** The same, locked until the transaction ends: nobody objects to it meanwhile. */
export async function lockLatestNotice(tx: Tx, needId: string) {
  const [row] = await tx
    .select()
    .from(notices)
    .where(and(eq(notices.needId, needId), eq(notices.kind, "need")))
    .orderBy(desc(notices.needVersion), desc(notices.openedAt))
    .limit(1)
    .for("update");
  return row ?? null;
}
