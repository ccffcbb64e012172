import { and, count, eq, isNull, lt, or } from "drizzle-orm";
import { recoveryCodeIndexField, secondFactorPlace } from "#app/domain/accounts/sealed-places.ts";
import type { SignedInActor } from "#app/domain/actor.ts";
import { isStaff } from "#app/domain/actor.ts";
import { newId, newPublicCode } from "#app/domain/ids.ts";
import { recordTransition } from "#app/domain/record-event.server.ts";
import { err, ok, type Result } from "#app/domain/result.ts";
import type { Db, DbOrTx } from "#db/client.server.ts";
import { recoveryCodes, secondFactors } from "#db/schema/second-factors.server.ts";
import type { Sealer } from "#db/sealer.server.ts";
import { endSessionsOf, type NewSession, startSession } from "./sessions.server.ts";
import { matchingStep, newTotpSecret } from "./totp.server.ts";

type Keys = { db: Db; sealer: Sealer };
const recoveryCodeCount = 10;

export type SecondFactor = {
  secret: string;
  lastStep: number | null;
  enrolledAt: Date | null;
  recoveryCodesLeft: number;
};

/** The authenticator of an account, its secret opened; null when none was ever begun. The secret is for the page of its owner only. */
export async function getSecondFactor(
  { db, sealer }: { db: DbOrTx; sealer: Sealer },
  { userId }: { userId: string },
): Promise<SecondFactor | null> {
  const [row] = await db.select().from(secondFactors).where(eq(secondFactors.userId, userId));
  if (!row) return null;
  const [left] = await db
    .select({ count: count() })
    .from(recoveryCodes)
    .where(and(eq(recoveryCodes.userId, userId), isNull(recoveryCodes.usedAt)));
  const secret = sealer.open(row.secretSealed, secondFactorPlace(userId));
  return { secret, lastStep: row.lastStep, enrolledAt: row.enrolledAt, recoveryCodesLeft: left?.count ?? 0 };
}

/** Makes a fresh secret to scan. One that was begun and not proved is replaced; a proved one is not touched (E3). */
export async function beginSecondFactor(
  { db, sealer }: Keys,
  { userId }: { userId: string },
  at: Date,
): Promise<Result<undefined, "already_enrolled">> {
  const secretSealed = sealer.seal(newTotpSecret(), secondFactorPlace(userId));
  const rows = await db
    .insert(secondFactors)
    .values({ userId, secretSealed, begunAt: at })
    .onConflictDoUpdate({
      target: secondFactors.userId,
      set: { secretSealed, begunAt: at },
      setWhere: isNull(secondFactors.enrolledAt),
    })
    .returning({ userId: secondFactors.userId });
  return rows.length === 1 ? ok() : err("already_enrolled");
}

export type Enrolled = { recoveryCodes: string[]; session: NewSession };

/**
 * Proves that the app makes the right codes: from now on the account wants one at every sign-in. Other sessions end, this one goes on under
 * a new id (E2). The recovery codes are returned this once and stored only as keyed hashes.
 */
export async function confirmSecondFactor(
  { db, sealer }: Keys,
  input: { code: string; device: string },
  actor: SignedInActor,
  at: Date,
): Promise<Result<Enrolled, "wrong_code" | "not_begun">> {
  const { userId } = actor;
  const begun = await getSecondFactor({ db, sealer }, { userId });
  if (begun === null || begun.enrolledAt !== null) return err("not_begun");
  const step = matchingStep(begun.secret, input.code, at);
  if (step === null) return err("wrong_code");
  return db.transaction(async (tx) => {
    const rows = await tx
      .update(secondFactors)
      .set({ enrolledAt: at, lastStep: step })
      .where(and(eq(secondFactors.userId, userId), isNull(secondFactors.enrolledAt)))
      .returning({ userId: secondFactors.userId });
    if (rows.length === 0) return err("not_begun");
    const codes = await replaceRecoveryCodes(tx, sealer, userId);
    await endSessionsOf(tx, userId);
    const start = { userId, isStaff: isStaff(actor), previousIdHash: null, secondFactorAt: at, device: input.device };
    const session = await startSession(tx, start, at);
    const change = { from: "none", event: "enrol", to: "enrolled" };
    await recordTransition(tx, at, actor, { noun: "second_factor", subjectId: userId, ...change });
    return ok({ recoveryCodes: codes, session });
  });
}

async function replaceRecoveryCodes(tx: DbOrTx, sealer: Sealer, userId: string): Promise<string[]> {
  const codes = Array.from({ length: recoveryCodeCount }, newPublicCode);
  await tx.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId));
  await tx
    .insert(recoveryCodes)
    .values(codes.map((code) => ({ id: newId(), userId, codeHash: hashRecoveryCode(sealer, code) })));
  return codes;
}

function hashRecoveryCode(sealer: Sealer, code: string): string {
  return sealer.blindIndex(code, recoveryCodeIndexField);
}

/**
 * Takes one code: of the app, or a recovery code. Each is good once, and of any number of tries at the same moment one wins: PostgreSQL
 * decides by the step it has stored (E3). Callers count tries.
 */
export async function takeSecondFactor(
  { db, sealer }: { db: DbOrTx; sealer: Sealer },
  { userId, code }: { userId: string; code: string },
  at: Date,
): Promise<Result<"app" | "recovery_code", "wrong_code">> {
  const factor = await getSecondFactor({ db, sealer }, { userId });
  if (factor === null || factor.enrolledAt === null) return err("wrong_code");
  if (!/^\d{6}$/.test(code)) return takeRecoveryCode(db, { userId, codeHash: hashRecoveryCode(sealer, code) }, at);
  const step = matchingStep(factor.secret, code, at);
  if (step === null) return err("wrong_code");
  const won = await db
    .update(secondFactors)
    .set({ lastStep: step })
    .where(and(eq(secondFactors.userId, userId), or(isNull(secondFactors.lastStep), lt(secondFactors.lastStep, step))))
    .returning({ userId: secondFactors.userId });
  return won.length === 1 ? ok("app") : err("wrong_code");
}

async function takeRecoveryCode(
  db: DbOrTx,
  { userId, codeHash }: { userId: string; codeHash: string },
  at: Date,
): Promise<Result<"recovery_code", "wrong_code">> {
  const won = await db
    .update(recoveryCodes)
    .set({ usedAt: at })
    .where(and(eq(recoveryCodes.userId, userId), eq(recoveryCodes.codeHash, codeHash), isNull(recoveryCodes.usedAt)))
    .returning({ id: recoveryCodes.id });
  return won.length === 1 ? ok("recovery_code") : err("wrong_code");
}

/** Ten new recovery codes for the old ones, against the current factor. */
export async function renewRecoveryCodes(
  { db, sealer }: Keys,
  { code }: { code: string },
  actor: SignedInActor,
  at: Date,
): Promise<Result<string[], "wrong_code">> {
  return db.transaction(async (tx) => {
    const used = await takeSecondFactor({ db: tx, sealer }, { userId: actor.userId, code }, at);
    if (!used.ok) return used;
    const codes = await replaceRecoveryCodes(tx, sealer, actor.userId);
    const change = { from: "enrolled", event: "renew_recovery_codes", to: "enrolled" };
    await recordTransition(tx, at, actor, { noun: "second_factor", subjectId: actor.userId, ...change });
    return ok(codes);
  });
}

/** Turns the factor off, or makes way for another phone, against the current factor. Whoever must have one enrols anew at once. */
export async function removeSecondFactor(
  { db, sealer }: Keys,
  { code }: { code: string },
  actor: SignedInActor,
  at: Date,
): Promise<Result<undefined, "wrong_code">> {
  return db.transaction(async (tx) => {
    const used = await takeSecondFactor({ db: tx, sealer }, { userId: actor.userId, code }, at);
    if (!used.ok) return used;
    await deleteSecondFactor(tx, actor.userId);
    const change = { from: "enrolled", event: "remove", to: "none" };
    await recordTransition(tx, at, actor, { noun: "second_factor", subjectId: actor.userId, ...change });
    return ok();
  });
}

/** Takes secret and recovery codes away; a trigger takes what they confirmed from every session. */
export async function deleteSecondFactor(tx: DbOrTx, userId: string): Promise<boolean> {
  await tx.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId));
  const rows = await tx
    .delete(secondFactors)
    .where(eq(secondFactors.userId, userId))
    .returning({ enrolledAt: secondFactors.enrolledAt });
  return rows.some((row) => row.enrolledAt !== null);
}
