import { and, eq, gt, isNull, lt } from "drizzle-orm";
import {
  hashPasswordResetKey,
  passwordResetKey,
  passwordResetMinutes,
} from "#app/domain/accounts/password-reset-key.server.ts";
import { systemActor } from "#app/domain/actor.ts";
import { newId } from "#app/domain/ids.ts";
import { recordTransition } from "#app/domain/record-event.server.ts";
import { err, ok, type Result } from "#app/domain/result.ts";
import type { Db, DbOrTx } from "#db/client.server.ts";
import { users } from "#db/schema/accounts.server.ts";
import { passwordResets } from "#db/schema/second-factors.server.ts";
import type { Sealer } from "#db/sealer.server.ts";
import { hashPassword } from "./passwords.server.ts";
import { endPendingSignInsOf } from "./pending-sign-in.server.ts";
import { endSessionsOf } from "./sessions.server.ts";

/**
 * Makes a link to a new password for whoever has this address. The id that comes back stands for a row or for none: the caller cannot tell
 * and does the same work either way (E5).
 */
export async function beginPasswordReset(
  { db, sealer }: { db: DbOrTx; sealer: Sealer },
  { email }: { email: string },
  at: Date,
): Promise<string> {
  const id = newId();
  const [person] = await db
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.email, email), eq(users.isDisabled, false)));
  const keyHash = hashPasswordResetKey(passwordResetKey(sealer, id));
  const expiresAt = new Date(at.getTime() + passwordResetMinutes * 60_000);
  if (person) await db.insert(passwordResets).values({ id, userId: person.id, keyHash, expiresAt });
  return id;
}

function isGood(key: string, at: Date) {
  return and(
    eq(passwordResets.keyHash, hashPasswordResetKey(key)),
    isNull(passwordResets.usedAt),
    gt(passwordResets.expiresAt, at),
  );
}

/** Whether a key would still open the form. */
export async function isGoodResetKey(db: DbOrTx, key: string, at: Date): Promise<boolean> {
  const rows = await db.select({ id: passwordResets.id }).from(passwordResets).where(isGood(key, at));
  return rows.length > 0;
}

/**
 * Sets the new password, once per link. Every session, half sign-in and other link of the account ends; nobody is signed in by it, and a
 * second factor is asked for as ever (E3).
 */
export async function resetPassword(
  db: Db,
  input: { key: string; password: string },
  at: Date,
): Promise<Result<undefined, "link_over">> {
  if (!(await isGoodResetKey(db, input.key, at))) return err("link_over");
  const passwordHash = await hashPassword(input.password);
  return db.transaction(async (tx) => {
    const [used] = await tx
      .update(passwordResets)
      .set({ usedAt: at })
      .where(isGood(input.key, at))
      .returning({ userId: passwordResets.userId });
    if (!used) return err("link_over");
    const { userId } = used;
    const changed = await tx
      .update(users)
      .set({ passwordHash })
      .where(and(eq(users.id, userId), eq(users.isDisabled, false)))
      .returning({ id: users.id });
    if (changed.length === 0) return err("link_over");
    await tx
      .update(passwordResets)
      .set({ usedAt: at })
      .where(and(eq(passwordResets.userId, userId), isNull(passwordResets.usedAt)));
    await endSessionsOf(tx, userId);
    await endPendingSignInsOf(tx, userId);
    const change = { from: null, event: "reset_password", to: "reset", reason: "link in a mail" };
    await recordTransition(tx, at, systemActor, { noun: "account", subjectId: userId, ...change });
    return ok();
  });
}

export async function deleteOldPasswordResets(db: DbOrTx, at: Date): Promise<void> {
  await db.delete(passwordResets).where(lt(passwordResets.expiresAt, new Date(at.getTime() - 24 * 3600_000)));
}
