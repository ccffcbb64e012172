import { createHash } from "node:crypto";
import { lt, sql } from "drizzle-orm";
import { z } from "zod";
import type { Services } from "#app/services.server.ts";
import type { DbOrTx } from "#db/client.server.ts";
import { rateLimits } from "#db/schema/accounts.server.ts";

export type RateLimitTry = { key: string; limit: number; windowSeconds: number; at: Date };
export type RateLimitAnswer = { isAllowed: boolean; retryAfterSeconds: number };

const counted = z.object({ is_allowed: z.boolean(), free_at: z.coerce.number() });

/**
 * Counts one try of a key in one statement, so that many site processes share one count (E4): in any stretch of time as long as the window no
 * more than the limit pass. A refused try does not count. The key holds no personal data: build it with `rateLimitKey`.
 */
export async function consumeRateLimit(
  db: DbOrTx,
  { key, limit, windowSeconds, at }: RateLimitTry,
): Promise<RateLimitAnswer> {
  const rows = await db.execute(sql`
    select is_allowed, extract(epoch from free_at)::float8 as free_at from count_try(${key}, ${limit}::integer,
      make_interval(secs => ${windowSeconds}::integer), ${at.toISOString()}::timestamptz)`);
  const { is_allowed: isAllowed, free_at: freeAt } = counted.parse(rows[0]);
  return { isAllowed, retryAfterSeconds: Math.max(1, Math.ceil(freeAt - at.getTime() / 1_000)) };
}

/** Takes one try back: a successful sign-in does not count against those who share the address. */
export async function returnRateLimit(
  db: DbOrTx,
  { key, windowSeconds, at }: Omit<RateLimitTry, "limit">,
): Promise<void> {
  await db.execute(sql`
    select return_try(${key}, make_interval(secs => ${windowSeconds}::integer), ${at.toISOString()}::timestamptz)`);
}

/** Forgets tries that no window can count any more; for the job process. */
export async function deleteOldRateLimits(db: DbOrTx, at: Date): Promise<void> {
  await db.delete(rateLimits).where(lt(rateLimits.windowStart, new Date(at.getTime() - 2 * 24 * 3600 * 1_000)));
}

/** A key of what is limited and whom: the whom (address, e-mail) only as a hash. */
export function rateLimitKey(name: string, ...whom: readonly string[]): string {
  return `${name}:${createHash("sha256").update(whom.map(networkOf).join("\n")).digest("base64url")}`;
}

/** One household or office holds a whole IPv6 /64: its addresses count as one. */
function networkOf(whom: string): string {
  if (!/^[0-9a-f]*:[0-9a-f:.]*$/i.test(whom) || whom.toLowerCase().startsWith("::ffff:")) return whom;
  const [head = "", tail] = whom.toLowerCase().split("::");
  const before = head === "" ? [] : head.split(":");
  const after = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - before.length - after.length)).fill("0");
  return [...before, ...zeros, ...after].slice(0, 4).join(":");
}

export type RateLimitRule = { name: string; limit: number; windowSeconds: number };

/**
 * Counts a try and throws the 429 page when it is one too many. `whom` is the caller's address, an e-mail, a user id.
 * In demo and tests all browsers share one address: `RATE_LIMIT_FACTOR` raises every limit there.
 */
export async function enforceRateLimit(
  services: Pick<Services, "db" | "env" | "clock">,
  rule: RateLimitRule,
  ...whom: readonly string[]
): Promise<void> {
  const answer = await countTry(services, rule, whom);
  if (!answer.isAllowed) throw tooManyRequests(answer.retryAfterSeconds);
}

/** Counts a try and says whether it is within the limit, for what must not show that it was not. */
export async function isWithinRateLimit(
  services: Pick<Services, "db" | "env" | "clock">,
  rule: RateLimitRule,
  ...whom: readonly string[]
): Promise<boolean> {
  return (await countTry(services, rule, whom)).isAllowed;
}

function countTry(
  services: Pick<Services, "db" | "env" | "clock">,
  rule: RateLimitRule,
  whom: readonly string[],
): Promise<RateLimitAnswer> {
  return consumeRateLimit(services.db, {
    key: rateLimitKey(rule.name, ...whom),
    limit: Math.floor(rule.limit * services.env.rateLimitFactor),
    windowSeconds: rule.windowSeconds,
    at: services.clock.now(),
  });
}

/** The tries `enforceRateLimit` counted are taken back. */
export async function forgiveRateLimit(
  services: Pick<Services, "db" | "clock">,
  rule: RateLimitRule,
  ...whom: readonly string[]
): Promise<void> {
  const key = rateLimitKey(rule.name, ...whom);
  await returnRateLimit(services.db, { key, windowSeconds: rule.windowSeconds, at: services.clock.now() });
}

/** The page of a limit: it says to wait; browsers and machines read how long. */
export function tooManyRequests(retryAfterSeconds: number): Response {
  return new Response(null, {
    status: 429,
    statusText: "Too Many Requests",
    headers: { "Retry-After": String(retryAfterSeconds) },
  });
}
