import { type Credentials, getCredentials, getCredentialsOf } from "#app/domain/accounts/account-queries.server.ts";
import { replacePasswordHash } from "#app/domain/accounts/replace-password-hash.server.ts";
import { err, ok, type Result } from "#app/domain/result.ts";
import type { Db } from "#db/client.server.ts";
import { hashPassword, needsRehash, verifyPassword } from "./passwords.server.ts";
import { endSessionsOf, type NewSession, startSession } from "./sessions.server.ts";

type SignInInput = { email: string; password: string; previousIdHash: string | null };
type SignedIn = Pick<Credentials, "userId" | "isStaff" | "hasOrganization"> & { session: NewSession };

/**
 * Checks e-mail and password and begins a session. Unknown address, wrong password and disabled account are one answer after the same
 * work (E5). A hash made with older costs is renewed on the way (E1).
 */
export async function signIn(db: Db, input: SignInInput, at: Date): Promise<Result<SignedIn, "wrong_credentials">> {
  const found = await getCredentials(db, { email: input.email, at });
  const isRight = await verifyPassword(found?.passwordHash ?? null, input.password);
  if (!isRight || found === null || found.isDisabled) return err("wrong_credentials");
  if (needsRehash(found.passwordHash)) {
    const newHash = await hashPassword(input.password);
    await replacePasswordHash(db, { userId: found.userId, verifiedHash: found.passwordHash, newHash });
  }
  const session = await startSession(
    db,
    { userId: found.userId, isStaff: found.isStaff, previousIdHash: input.previousIdHash },
    at,
  );
  return ok({ userId: found.userId, isStaff: found.isStaff, hasOrganization: found.hasOrganization, session });
}

type NewPasswordInput = { userId: string; currentPassword: string; password: string };

/**
 * Sets a new password after the current one was shown. Every session of the account ends, also on devices one no longer has; this browser
 * gets a new one (E2).
 */
export async function changePassword(
  db: Db,
  input: NewPasswordInput,
  at: Date,
): Promise<Result<NewSession, "wrong_password" | "conflict">> {
  const found = await getCredentialsOf(db, { userId: input.userId, at });
  if (found === null || !(await verifyPassword(found.passwordHash, input.currentPassword)))
    return err("wrong_password");
  const newHash = await hashPassword(input.password);
  return db.transaction(async (tx) => {
    const isReplaced = await replacePasswordHash(tx, {
      userId: input.userId,
      verifiedHash: found.passwordHash,
      newHash,
    });
    if (!isReplaced) return err("conflict");
    await endSessionsOf(tx, input.userId);
    return ok(await startSession(tx, { userId: input.userId, isStaff: found.isStaff, previousIdHash: null }, at));
  });
}
