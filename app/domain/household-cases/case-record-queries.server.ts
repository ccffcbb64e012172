import { and, desc, eq, isNull } from "drizzle-orm";
import type { DbOrTx, Tx } from "#db/client.server.ts";
import { householdCorrections, householdExits, householdReentries } from "#db/schema/household-exits.server.ts";
import { householdReviews, householdSignatures } from "#db/schema/household-files.server.ts";
import { responsiblePersons } from "#db/schema/responsible-persons.server.ts";
import { notices } from "#db/schema/verification.server.ts";

type FileVersion = { householdId: string; version: number };

/** The latest meeting on this version, or null (S6). */
export async function getLatestReview(db: DbOrTx, { householdId, version }: FileVersion) {
  const [row] = await db
    .select()
    .from(householdReviews)
    .where(and(eq(householdReviews.householdId, householdId), eq(householdReviews.version, version)))
    .orderBy(desc(householdReviews.recordedAt), desc(householdReviews.id))
    .limit(1);
  return row ?? null;
}

/** The signature on this version, or null (S8). */
export async function getFileSignature(db: DbOrTx, { householdId, version }: FileVersion) {
  const [row] = await db
    .select()
    .from(householdSignatures)
    .where(and(eq(householdSignatures.householdId, householdId), eq(householdSignatures.version, version)));
  return row ?? null;
}

/** The latest notice of the file of one kind; `lockFileNotice` holds it until the transaction ends. */
export async function getFileNotice(db: DbOrTx, which: { householdId: string; kind: "household" | "exit" }) {
  const [row] = await noticeQuery(db, which);
  return row ?? null;
}

export async function lockFileNotice(tx: Tx, which: { householdId: string; kind: "household" | "exit" }) {
  const [row] = await noticeQuery(tx, which).for("update");
  return row ?? null;
}

function noticeQuery(db: DbOrTx, { householdId, kind }: { householdId: string; kind: "household" | "exit" }) {
  return db
    .select()
    .from(notices)
    .where(and(eq(notices.householdId, householdId), eq(notices.kind, kind)))
    .orderBy(desc(notices.openedAt), desc(notices.id))
    .limit(1);
}

export async function getOpenExit(db: DbOrTx, householdId: string) {
  const [row] = await db
    .select()
    .from(householdExits)
    .where(and(eq(householdExits.householdId, householdId), eq(householdExits.state, "proposed")));
  return row ?? null;
}

export async function getOpenCorrection(db: DbOrTx, householdId: string) {
  const [row] = await db
    .select()
    .from(householdCorrections)
    .where(and(eq(householdCorrections.householdId, householdId), eq(householdCorrections.state, "proposed")));
  return row ?? null;
}

/** The re-entry that is under way, or null: at most one is open (S20). */
export async function getOpenReentry(db: DbOrTx, householdId: string) {
  const [row] = await db
    .select()
    .from(householdReentries)
    .where(eq(householdReentries.householdId, householdId))
    .orderBy(desc(householdReentries.appliedAt))
    .limit(1);
  return row !== undefined && (row.state === "applied" || row.state === "reviewed") ? row : null;
}

/** The standing 帮扶责任人, or null (S23). */
export async function getResponsibleUserId(db: DbOrTx, householdId: string): Promise<string | null> {
  const [row] = await db
    .select({ userId: responsiblePersons.userId })
    .from(responsiblePersons)
    .where(and(eq(responsiblePersons.householdId, householdId), isNull(responsiblePersons.toAt)));
  return row?.userId ?? null;
}
