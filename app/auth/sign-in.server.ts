import { type Credentials, getCredentials, getCredentialsOf } from "#app/domain/accounts/account-queries.server.ts";
import { replacePasswordHash } from "#app/domain/accounts/replace-password-hash.server.ts";
import { err, ok, type Result } from "#app/domain/result.ts";
import type { Db } from "#db/client.server.ts";
import type { Sealer } from "#db/sealer.server.ts";
import { hashPassword, needsRehash, verifyPassword } from "./passwords.server.ts";
import {
  beginPendingSignIn,
  endPendingSignIn,
  endPendingSignInsOf,
  getPendingSignIn,
} from "./pending-sign-in.server.ts";
import { takeSecondFactor } from "./second-factor.server.ts";
import { endSessionsOf, type NewSession, startSession } from "./sessions.server.ts";

type SignInInput = {
  email: string;
  password: string;
  previousIdHash: string | null;
  device?: string;
  /** The made-up people of the demo have no phone; decided by `personaSkipsSecondFactor`, never in production. */
  skipsSecondFactor?: boolean;
};
type SignedIn = Pick<Credentials, "userId" | "isStaff" | "hasOrganization"> &
  ({ step: "done"; session: NewSession } | { step: "code"; pendingId: string });

/**
 * Checks e-mail and password. An account without a second factor begins its session; one with it waits for the code (E3). Unknown address,
 * wrong password and disabled account are one answer after the same work (E5). A hash made with older costs is renewed on the way (E1).
 */
export async function signIn(db: Db, input: SignInInput, at: Date): Promise<Result<SignedIn, "wrong_credentials">> {
  const found = await getCredentials(db, { email: input.email, at });
  const isRight = await verifyPassword(found?.passwordHash ?? null, input.password);
  if (!isRight || found === null || found.isDisabled) return err("wrong_credentials");
  if (needsRehash(found.passwordHash)) {
    const newHash = await hashPassword(input.password);
    await replacePasswordHash(db, { userId: found.userId, verifiedHash: found.passwordHash, newHash });
  }
  const { userId, isStaff, hasOrganization } = found;
  const person = { userId, isStaff, hasOrganization };
  const skips = input.skipsSecondFactor ?? false;
  if (found.hasSecondFactor && !skips) {
    return ok({ ...person, step: "code", pendingId: await beginPendingSignIn(db, { userId }, at) });
  }
  const { previousIdHash, device } = input;
  const start = { userId, isStaff, previousIdHash, secondFactorAt: skips ? at : null, ...(device ? { device } : {}) };
  return ok({ ...person, step: "done", session: await startSession(db, start, at) });
}

type CodeInput = { pendingId: string | undefined; code: string; previousIdHash: string | null; device?: string };
type CodeDone = Pick<Credentials, "isStaff" | "hasOrganization"> & { session: NewSession };

/** The second step: the code of the app or a recovery code, taken once, begins the session (E3). */
export async function signInWithCode(
  { db, sealer }: { db: Db; sealer: Sealer },
  input: CodeInput,
  at: Date,
): Promise<Result<CodeDone, "sign_in_over" | "wrong_code">> {
  return db.transaction(async (tx) => {
    const pending = await getPendingSignIn(tx, input.pendingId, at);
    const person = pending === null ? null : await getCredentialsOf(tx, { userId: pending.userId, at });
    if (pending === null || person === null || person.isDisabled) return err("sign_in_over");
    const { userId, isStaff, hasOrganization } = person;
    const used = await takeSecondFactor({ db: tx, sealer }, { userId, code: input.code }, at);
    if (!used.ok) return used;
    if (!(await endPendingSignIn(tx, pending.idHash))) return err("sign_in_over");
    const { previousIdHash, device } = input;
    const start = { userId, isStaff, previousIdHash, secondFactorAt: at, ...(device ? { device } : {}) };
    return ok({ isStaff, hasOrganization, session: await startSession(tx, start, at) });
  });
}

type NewPasswordInput = {
  userId: string;
  currentPassword: string;
  password: string;
  /** Of the session in which it is changed: the new session keeps it (E3). */
  secondFactorAt?: Date | null;
  device?: string;
};

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
    await endPendingSignInsOf(tx, input.userId);
    const { userId, secondFactorAt = null, device = "" } = input;
    const start = { userId, isStaff: found.isStaff, previousIdHash: null, secondFactorAt, device };
    return ok(await startSession(tx, start, at));
  });
}
