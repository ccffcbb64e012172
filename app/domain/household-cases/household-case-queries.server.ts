import { desc, eq } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { users } from "#db/schema/accounts.server.ts";
import { householdCorrections, householdExits, householdReentries } from "#db/schema/household-exits.server.ts";
import { householdSignatures, householdVersions } from "#db/schema/household-files.server.ts";
import { households } from "#db/schema/households.server.ts";
import type { Actor } from "../actor.ts";
import type { HouseholdState } from "../households/household.ts";
import { daysLeft, isDue } from "../notices/notice.ts";
import {
  getFileNotice,
  getFileSignature,
  getLatestReview,
  getOpenCorrection,
  getOpenExit,
  getOpenReentry,
  getResponsibleUserId,
} from "./case-record-queries.server.ts";
import { type HouseholdStep, hasStep, householdSteps, isPerson } from "./household-case-policy.ts";

type FileOfCase = { id: string; regionCode: string; state: HouseholdState; version: number };

/**
 * Where a file stands and what this reader can do about it now: `steps` are open to them, `forSecondPerson` would be if they had not taken
 * an earlier step themselves (F13). Ask with a file found in the reader's scope; commands ask again.
 */
export async function getHouseholdCase(
  db: DbOrTx,
  { file, actor, now }: { file: FileOfCase; actor: Actor; now: Date },
) {
  const key = { householdId: file.id, version: file.version };
  const isExit = file.state.startsWith("exit");
  const [people, review, signature, latest, exit, correction, reentry, responsibleUserId] = await Promise.all([
    getPeople(db, file.id),
    getLatestReview(db, key),
    getFileSignature(db, key),
    getFileNotice(db, { householdId: file.id, kind: isExit ? "exit" : "household" }),
    getOpenExit(db, file.id),
    getOpenCorrection(db, file.id),
    getOpenReentry(db, file.id),
    getResponsibleUserId(db, file.id),
  ]);
  const current = latest !== null && latest.householdVersion === file.version ? latest : null;
  const notice = current && {
    publicCode: current.publicCode,
    state: current.state,
    closesNotBefore: current.closesNotBefore,
    isDue: isDue(current, now),
    daysLeft: daysLeft(current, now),
  };
  const isRunning = (step: HouseholdStep) => (step === "exit" || file.state === "noticed") && !notice?.isDue;
  const isOpen = (step: HouseholdStep) => {
    if (step === "sign") return signature === null && !isRunning(step);
    if (step === "exit") return !isRunning(step);
    if (step === "decide_correction") return correction !== null;
    if (["propose_exit", "propose_removal", "propose_inclusion", "apply_reentry"].includes(step))
      return correction === null;
    return true;
  };
  const earlier: Partial<Record<HouseholdStep, (string | null)[]>> = {
    review: [people.createdBy],
    approve: [people.createdBy, people.reviewedBy],
    exit: [responsibleUserId, exit?.proposedBy ?? null],
    decide_correction: [correction?.proposedBy ?? null],
    review_reentry: [reentry?.appliedBy ?? null],
    approve_reentry: [reentry?.appliedBy ?? null, reentry?.reviewedBy ?? null],
  };
  const byPost = householdSteps.filter((step) => isOpen(step) && hasStep(actor, step, file));
  const forSecondPerson = byPost.filter((step) => isPerson(actor, ...(earlier[step] ?? [])));
  const steps = byPost.filter((step) => !forSecondPerson.includes(step));
  return { review, signature, notice, exit, correction, reentry, steps, forSecondPerson };
}
export type HouseholdCase = Awaited<ReturnType<typeof getHouseholdCase>>;

async function getPeople(db: DbOrTx, householdId: string) {
  const [row] = await db
    .select({ createdBy: households.createdBy, reviewedBy: households.reviewedBy })
    .from(households)
    .where(eq(households.id, householdId));
  return row ?? { createdBy: null, reviewedBy: null };
}

/** Every version of a file, the latest first: who, when, why, which fields, and whether somebody signed it (S3, S8). */
export function listFileVersions(db: DbOrTx, { householdId }: { householdId: string }) {
  return db
    .select({
      version: householdVersions.version,
      changes: householdVersions.changes,
      reason: householdVersions.reason,
      changedByName: users.displayName,
      changedAt: householdVersions.changedAt,
    })
    .from(householdVersions)
    .leftJoin(users, eq(users.id, householdVersions.changedBy))
    .where(eq(householdVersions.householdId, householdId))
    .orderBy(desc(householdVersions.version));
}
export type FileVersion = Awaited<ReturnType<typeof listFileVersions>>[number];

/** Who signed which version, and how. */
export function listFileSignatures(db: DbOrTx, { householdId }: { householdId: string }) {
  return db
    .select({
      version: householdSignatures.version,
      signerName: householdSignatures.signerName,
      method: householdSignatures.method,
      evidenceFileId: householdSignatures.evidenceFileId,
      signedAt: householdSignatures.signedAt,
    })
    .from(householdSignatures)
    .where(eq(householdSignatures.householdId, householdId))
    .orderBy(desc(householdSignatures.version));
}
export type FileSignature = Awaited<ReturnType<typeof listFileSignatures>>[number];

/** The ways off the file and back that were ever begun (S14, S16, S20), each the latest first. */
export async function listFileRecords(db: DbOrTx, { householdId }: { householdId: string }) {
  const [exits, corrections, reentries] = await Promise.all([
    db
      .select()
      .from(householdExits)
      .where(eq(householdExits.householdId, householdId))
      .orderBy(desc(householdExits.proposedAt)),
    db
      .select()
      .from(householdCorrections)
      .where(eq(householdCorrections.householdId, householdId))
      .orderBy(desc(householdCorrections.proposedAt)),
    db
      .select()
      .from(householdReentries)
      .where(eq(householdReentries.householdId, householdId))
      .orderBy(desc(householdReentries.appliedAt)),
  ]);
  return { exits, corrections, reentries };
}
export type FileRecords = Awaited<ReturnType<typeof listFileRecords>>;
