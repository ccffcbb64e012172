import { and, eq, isNull, lte } from "drizzle-orm";
import type { Tx } from "#db/client.server.ts";
import { roleGrants, users } from "#db/schema/accounts.server.ts";
import { passwordResets, recoveryCodes, secondFactors } from "#db/schema/second-factors.server.ts";
import type { Sealer } from "#db/sealer.server.ts";
import { hashPasswordResetKey, passwordResetKey } from "../accounts/password-reset-key.server.ts";
import { unusablePasswordHash } from "../accounts/password-rules.ts";
import type { Actor } from "../actor.ts";
import { newId } from "../ids.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import type { RolePlace } from "./role.ts";

/** How long the link in an invitation is good; afterwards "forgotten password" leads to another. */
const invitationDays = 7;

export type NewGrant = RolePlace & {
  email: string;
  displayName: string;
  validTo: Date | null;
  reason: string;
  givenBy: string | null;
  approvedBy: string | null;
};
export type WriteGrantError = "own_account" | "already_given" | "disabled_person";

/**
 * Writes a role in the transaction that decided it: opens the account of somebody new, with a link to a password of their own, and ends every
 * session of somebody known (a trigger does, E2). The mail is written from the event.
 */
export async function writeGrant(
  tx: Tx,
  sealer: Sealer,
  grant: NewGrant,
  actor: Actor,
  at: Date,
): Promise<Result<{ grantId: string }, WriteGrantError>> {
  const person = await findOrOpenAccount(tx, sealer, grant, at);
  if (person.isDisabled) return err("disabled_person");
  const { userId, resetId } = person;
  if (userId === grant.givenBy || userId === grant.approvedBy) return err("own_account");
  const { role, regionCode, validTo, reason, givenBy, approvedBy } = grant;
  const same = and(
    eq(roleGrants.userId, userId),
    eq(roleGrants.role, role),
    eq(roleGrants.regionCode, regionCode),
    isNull(roleGrants.endedAt),
  );
  // One whose day has passed makes room; it stays to read.
  await tx
    .update(roleGrants)
    .set({ endedAt: at })
    .where(and(same, lte(roleGrants.validTo, at)));
  const standing = await tx.select({ id: roleGrants.id }).from(roleGrants).where(same);
  if (standing.length > 0) return err("already_given");
  const grantId = newId();
  await tx
    .insert(roleGrants)
    .values({ id: grantId, userId, role, regionCode, validFrom: at, validTo, givenBy, approvedBy, reason });
  const change = { from: null, event: "give", to: "given", reason };
  await recordTransition(tx, at, actor, { noun: "role", subjectId: grantId, ...change });
  await recordEvents(tx, at, { kind: "role.given", grantId, resetId });
  return ok({ grantId });
}

async function findOrOpenAccount(tx: Tx, sealer: Sealer, { email, displayName }: NewGrant, at: Date) {
  const opened = await tx
    .insert(users)
    .values({ id: newId(), email, displayName, passwordHash: unusablePasswordHash, createdAt: at })
    .onConflictDoNothing({ target: users.email })
    .returning({ userId: users.id });
  const [person] = await tx
    .select({ userId: users.id, isDisabled: users.isDisabled, passwordHash: users.passwordHash })
    .from(users)
    .where(eq(users.email, email))
    .for("share");
  if (!person) throw new Error("an account is there and is not");
  const { userId, isDisabled } = person;
  const hasPassword = opened.length === 0 && person.passwordHash !== unusablePasswordHash;
  if (isDisabled || (hasPassword && (await hasHeldRole(tx, userId)))) return { userId, isDisabled, resetId: "" };
  if (hasPassword) await forgetSignIn(tx, userId);
  const resetId = newId();
  const keyHash = hashPasswordResetKey(passwordResetKey(sealer, resetId));
  const expiresAt = new Date(at.getTime() + invitationDays * 24 * 3600_000);
  await tx.insert(passwordResets).values({ id: resetId, userId, keyHash, expiresAt });
  return { userId, isDisabled, resetId };
}

async function hasHeldRole(tx: Tx, userId: string): Promise<boolean> {
  const rows = await tx.select({ id: roleGrants.id }).from(roleGrants).where(eq(roleGrants.userId, userId)).limit(1);
  return rows.length > 0;
}

/**
 * Whoever joins by the form proves no mailbox: somebody else may have taken an officer's address beforehand. So the first role of an account
 * takes its password and second factor away, and only the link in the mail leads back in.
 */
async function forgetSignIn(tx: Tx, userId: string): Promise<void> {
  await tx.update(users).set({ passwordHash: unusablePasswordHash }).where(eq(users.id, userId));
  await tx.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId));
  await tx.delete(secondFactors).where(eq(secondFactors.userId, userId));
}
