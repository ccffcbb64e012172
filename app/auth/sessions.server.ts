import { createHash, randomBytes } from "node:crypto";
import { and, desc, eq, gt, lt, ne, sql } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { sessions } from "#db/schema/accounts.server.ts";

/** Limits of E2: staff sit at shared desks, so their sessions are short. Minutes. */
export const sessionLimits = {
  staff: { idleMinutes: 30, absoluteMinutes: 12 * 60 },
  others: { idleMinutes: 14 * 24 * 60, absoluteMinutes: 30 * 24 * 60 },
} as const;

const idPattern = /^[A-Za-z0-9_-]{43}$/;

/** Whether a cookie's value can be a session id at all. */
export function isSessionId(value: string | undefined): value is string {
  return value !== undefined && idPattern.test(value);
}

/** What is stored and compared: the id itself leaves the server only in the cookie. */
export function hashSessionId(sessionId: string): string {
  return createHash("sha256").update(sessionId).digest("hex");
}

export type NewSession = { sessionId: string; lifetimeSeconds: number };

/**
 * Begins a session with a fresh id of 256 random bits; the one the browser had before is deleted, so that a planted id is worth nothing
 * (session fixation).
 */
export async function startSession(
  db: DbOrTx,
  input: {
    userId: string;
    isStaff: boolean;
    previousIdHash: string | null;
    /** When the second factor was shown for this session; absent: it was not (E3). */
    secondFactorAt?: Date | null;
    /** What the list of sessions calls the device. */
    device?: string;
  },
  at: Date,
): Promise<NewSession> {
  const sessionId = randomBytes(32).toString("base64url");
  const limits = input.isStaff ? sessionLimits.staff : sessionLimits.others;
  if (input.previousIdHash !== null) await endSession(db, input.previousIdHash);
  await db.insert(sessions).values({
    idHash: hashSessionId(sessionId),
    userId: input.userId,
    createdAt: at,
    lastSeenAt: at,
    expiresAt: new Date(at.getTime() + limits.absoluteMinutes * 60_000),
    idleMinutes: limits.idleMinutes,
    secondFactorAt: input.secondFactorAt ?? null,
    device: input.device ?? "",
  });
  return { sessionId, lifetimeSeconds: limits.absoluteMinutes * 60 };
}

/** Ends one session; the id is worth nothing from now on. */
export async function endSession(db: DbOrTx, idHash: string): Promise<void> {
  await db.delete(sessions).where(eq(sessions.idHash, idHash));
}

/** The second factor was shown again in this session (E3). */
export async function markSecondFactor(db: DbOrTx, idHash: string, at: Date): Promise<void> {
  await db.update(sessions).set({ secondFactorAt: at }).where(eq(sessions.idHash, idHash));
}

/** Ends every session of a user: after a new password, a changed role or a disabled account. */
export async function endSessionsOf(db: DbOrTx, userId: string): Promise<void> {
  await db.delete(sessions).where(eq(sessions.userId, userId));
}

/** How long a second factor counts as fresh: for what wants it shown again (reveals, F8). */
const freshMinutes = 5;

/** Whether the second factor was shown in this session within the last five minutes. */
export function hasFreshSecondFactor(session: { secondFactorAt?: Date | null }, at: Date): boolean {
  const { secondFactorAt } = session;
  if (!secondFactorAt) return false;
  const age = at.getTime() - secondFactorAt.getTime();
  return age >= 0 && age <= freshMinutes * 60_000;
}

/** The sessions of somebody that are good now, the one that asks first. */
export async function listSessions(
  db: DbOrTx,
  { userId, currentIdHash, at }: { userId: string; currentIdHash: string | null; at: Date },
) {
  const rows = await db
    .select({
      idHash: sessions.idHash,
      handle: sessions.handle,
      device: sessions.device,
      createdAt: sessions.createdAt,
      lastSeenAt: sessions.lastSeenAt,
    })
    .from(sessions)
    .where(
      and(
        eq(sessions.userId, userId),
        gt(sessions.expiresAt, at),
        sql`${sessions.lastSeenAt} > ${at.toISOString()}::timestamptz - make_interval(mins => ${sessions.idleMinutes})`,
      ),
    )
    .orderBy(desc(sessions.lastSeenAt), desc(sessions.createdAt));
  const listed = rows.map(({ idHash, ...session }) => ({ ...session, isHere: idHash === currentIdHash }));
  return [...listed.filter((one) => one.isHere), ...listed.filter((one) => !one.isHere)];
}

/** Ends one session of one's own by its handle. */
export async function endOwnSession(db: DbOrTx, { userId, handle }: { userId: string; handle: string }): Promise<void> {
  await db.delete(sessions).where(and(eq(sessions.userId, userId), eq(sessions.handle, handle)));
}

/** Ends every session of one's own but the one that asks. */
export async function endOtherSessions(
  db: DbOrTx,
  { userId, currentIdHash }: { userId: string; currentIdHash: string },
): Promise<void> {
  await db.delete(sessions).where(and(eq(sessions.userId, userId), ne(sessions.idHash, currentIdHash)));
}

/** Removes sessions whose time is over; the ones idle for too long go with them at their absolute end. */
export async function deleteEndedSessions(db: DbOrTx, at: Date): Promise<void> {
  await db.delete(sessions).where(lt(sessions.expiresAt, at));
}
