import { hash } from "@node-rs/argon2";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hashPassword, needsRehash, verifyPassword } from "#app/auth/passwords.server.ts";
import { actorOfSession } from "#app/auth/request-actor.server.ts";
import { endSession, hashSessionId, startSession } from "#app/auth/sessions.server.ts";
import { changePassword, signIn } from "#app/auth/sign-in.server.ts";
import { joinForm, loginForm } from "#app/domain/accounts/account-form.ts";
import { createAccount } from "#app/domain/accounts/create-account.server.ts";
import { type Actor, anonymousActor } from "#app/domain/actor.ts";
import { consumeRateLimit, rateLimitKey, returnRateLimit } from "#app/http/rate-limit.server.ts";
import { roleGrants, sessions, users } from "#db/schema/accounts.server.ts";
import { createMember, createOrganization, createStaff, createUser } from "#db/seed/factories.server.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";

const at = new Date("2026-11-22T01:00:00Z");
const minutesLater = (minutes: number) => new Date(at.getTime() + minutes * 60_000);
const days = 24 * 60;
const password = "三江 侨乡 榕树 2016";

let database: TestDatabase;
let passwordHash: string;

beforeAll(async () => {
  database = await createTestDatabase();
  passwordHash = await hashPassword(password);
});

afterAll(() => database.drop());

/** A session of a user, and what it is worth at another time. */
async function beginSession(userId: string, isStaff: boolean) {
  const { sessionId } = await startSession(
    database.db,
    { userId, isStaff, previousIdHash: null, secondFactorAt: at },
    at,
  );
  const idHash = hashSessionId(sessionId);
  return { idHash, actorAt: (when: Date): Promise<Actor> => actorOfSession(database.db, idHash, when) };
}

describe("passwords", () => {
  it("E1: are argon2id with 19 MiB, 2 passes and 1 lane", () => {
    expect(passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(needsRehash(passwordHash)).toBe(false);
  });

  it("E1: count in full, however long, and in one composed form", async () => {
    const long = "长".repeat(100);
    const stored = await hashPassword(long);
    expect(await verifyPassword(stored, long)).toBe(true);
    expect(await verifyPassword(stored, "长".repeat(99))).toBe(false);
    const typed = (text: string) => loginForm.parse({ email: "a@jiedui.example", password: text }).password;
    expect(typed("cafe\u0301 cafe\u0301 cafe")).toBe(typed("caf\u00e9 caf\u00e9 cafe"));
    expect(typed("  spaces  count  ")).toBe("  spaces  count  ");
  });

  const refused = [
    ["short 11 ch", "tooShort:12"],
    ["好".repeat(201), "tooLong:200"],
    ["password1234", "guessable_password"],
    ["PASSWORD1234", "guessable_password"],
    ["aaaaaaaaaaaaaa", "guessable_password"],
    ["abababababab", "guessable_password"],
    ["abcdefghijklmn", "guessable_password"],
    ["987654321098", null],
    ["chenxiaotong1", "guessable_password"],
    ["with\0a nul byte", "invalidCharacters"],
    ["a", "tooShort:12"],
  ] as const;
  it.each(refused)("E1: %j is answered with %s", (typed, code) => {
    const parsed = joinForm.safeParse({ displayName: "陈晓彤", email: "chenxiaotong@jiedui.example", password: typed });
    expect(parsed.error?.issues.map((issue) => issue.message) ?? []).toEqual(code === null ? [] : [code]);
  });

  it("E1: an old, cheaper hash is renewed at the next sign-in", async () => {
    const cheap = await hash(password, { memoryCost: 4_096, timeCost: 2, parallelism: 1 });
    const user = await createUser(database.db, { passwordHash: cheap });
    expect((await signIn(database.db, { email: user.email, password, previousIdHash: null }, at)).ok).toBe(true);
    const [stored] = await database.db.select().from(users).where(eq(users.id, user.userId));
    expect(needsRehash(stored?.passwordHash ?? "")).toBe(false);
    expect((await signIn(database.db, { email: user.email, password, previousIdHash: null }, at)).ok).toBe(true);
  });

  it("E1: a wave of sign-ins is hashed in turns and all are answered", async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => verifyPassword(passwordHash, password)));
    expect(answers).toEqual(Array(20).fill(true));
  });
});

describe("sessions", () => {
  it("E2: only the hash of a 256-bit id is stored", async () => {
    const user = await createUser(database.db);
    const { sessionId } = await startSession(
      database.db,
      { userId: user.userId, isStaff: false, previousIdHash: null },
      at,
    );
    expect(Buffer.from(sessionId, "base64url")).toHaveLength(32);
    const rows = await database.db.select().from(sessions).where(eq(sessions.userId, user.userId));
    expect(rows.map((row) => row.idHash)).toEqual([hashSessionId(sessionId)]);
    expect(await actorOfSession(database.db, sessionId, at)).toEqual(anonymousActor);
  });

  it("E2: the id a browser had before signing in is worth nothing afterwards", async () => {
    const user = await createUser(database.db, { passwordHash });
    const planted = await beginSession(user.userId, false);
    const result = await signIn(database.db, { email: user.email, password, previousIdHash: planted.idHash }, at);
    expect(result.ok).toBe(true);
    expect(await planted.actorAt(at)).toEqual(anonymousActor);
  });

  it("E2: idle ends it after 14 days, and a visit in between keeps it", async () => {
    const user = await createUser(database.db);
    const session = await beginSession(user.userId, false);
    expect(await session.actorAt(minutesLater(14 * days + 1))).toEqual(anonymousActor);
    expect(await session.actorAt(minutesLater(13 * days))).toMatchObject({ userId: user.userId });
    expect(await session.actorAt(minutesLater(26 * days))).toMatchObject({ userId: user.userId });
  });

  it("E2: 30 days end it whatever happens", async () => {
    const session = await beginSession((await createUser(database.db)).userId, false);
    for (const day of [10, 20, 29]) expect((await session.actorAt(minutesLater(day * days))).kind).toBe("user");
    expect(await session.actorAt(minutesLater(30 * days))).toEqual(anonymousActor);
  });

  it("E2: staff are out after 30 minutes idle and after 12 hours", async () => {
    const officer = await createStaff(database.db, "village_officer", "440783116248");
    const session = await beginSession(officer.userId, true);
    expect(await session.actorAt(minutesLater(31))).toEqual(anonymousActor);
    for (let minute = 29; minute < 12 * 60; minute += 29) {
      expect((await session.actorAt(minutesLater(minute))).kind).toBe("user");
    }
    expect(await session.actorAt(minutesLater(12 * 60))).toEqual(anonymousActor);
  });

  it("E2: a role given, changed or taken away ends every session at once, whoever writes it", async () => {
    const user = await createUser(database.db);
    const grant = { id: crypto.randomUUID(), userId: user.userId, role: "auditor", regionCode: "" } as const;
    const changes = [
      () => database.db.insert(roleGrants).values({ ...grant, validFrom: at }),
      () =>
        database.db
          .update(roleGrants)
          .set({ validTo: minutesLater(60) })
          .where(eq(roleGrants.id, grant.id)),
      () => database.db.delete(roleGrants).where(eq(roleGrants.id, grant.id)),
    ];
    for (const change of changes) {
      const session = await beginSession(user.userId, false);
      expect((await session.actorAt(at)).kind).toBe("user");
      await change();
      expect(await session.actorAt(at)).toEqual(anonymousActor);
    }
  });

  it("E2: a session that began before a role became valid is held to the staff limits", async () => {
    const user = await createUser(database.db);
    const grant = { userId: user.userId, role: "auditor", regionCode: "", validFrom: minutesLater(20) } as const;
    await database.db.insert(roleGrants).values({ ...grant, id: crypto.randomUUID() });
    const session = await beginSession(user.userId, false);
    expect((await session.actorAt(minutesLater(29))).kind).toBe("user");
    expect(await session.actorAt(minutesLater(29 + 31))).toEqual(anonymousActor);
  });

  it("E2: signing out and disabling the account end it at once", async () => {
    const user = await createUser(database.db, { passwordHash });
    const [first, second] = [await beginSession(user.userId, false), await beginSession(user.userId, false)];
    await endSession(database.db, first.idHash);
    expect(await first.actorAt(at)).toEqual(anonymousActor);
    await database.db.update(users).set({ isDisabled: true }).where(eq(users.id, user.userId));
    expect(await second.actorAt(at)).toEqual(anonymousActor);
    expect(await signIn(database.db, { email: user.email, password, previousIdHash: null }, at)).toEqual({
      ok: false,
      code: "wrong_credentials",
    });
  });

  it("E2: a new password ends every session but the new one", async () => {
    const user = await createUser(database.db, { passwordHash });
    const old = await beginSession(user.userId, false);
    const wrong = { userId: user.userId, currentPassword: "not the password", password: "另一个 很长的 密码 呀呀" };
    expect(await changePassword(database.db, wrong, at)).toEqual({ ok: false, code: "wrong_password" });
    const result = await changePassword(database.db, { ...wrong, currentPassword: password }, at);
    expect(await old.actorAt(at)).toEqual(anonymousActor);
    if (!result.ok) throw new Error(result.code);
    expect((await actorOfSession(database.db, hashSessionId(result.value.sessionId), at)).kind).toBe("user");
    const again = { email: user.email, password: wrong.password, previousIdHash: null };
    expect((await signIn(database.db, again, at)).ok).toBe(true);
  });

  it("knows roles valid now, and organizations with their standing", async () => {
    const charity = await createOrganization(database.db, { state: "registered" });
    const member = await createMember(database.db, charity, "charity");
    const grant = { userId: member.userId, regionCode: "440783", validFrom: minutesLater(-60) };
    await database.db.insert(roleGrants).values([
      { ...grant, id: crypto.randomUUID(), role: "county_verifier" },
      { ...grant, id: crypto.randomUUID(), role: "auditor", validTo: minutesLater(-1) },
      { ...grant, id: crypto.randomUUID(), role: "supervisor", validFrom: minutesLater(1) },
    ]);
    const session = await beginSession(member.userId, true);
    expect(await session.actorAt(at)).toEqual({
      kind: "user",
      userId: member.userId,
      displayName: member.displayName,
      email: member.email,
      grants: [{ role: "county_verifier", regionCode: "440783" }],
      memberships: [{ organizationId: charity.id, organizationName: charity.name, kind: "charity", isVerified: false }],
    });
  });

  it("writes down a visit at most once a minute", async () => {
    const session = await beginSession((await createUser(database.db)).userId, false);
    const seenAt = async () => {
      const [row] = await database.db.select().from(sessions).where(eq(sessions.idHash, session.idHash));
      return row?.lastSeenAt;
    };
    await session.actorAt(new Date(at.getTime() + 59_000));
    expect(await seenAt()).toEqual(at);
    await session.actorAt(minutesLater(2));
    expect(await seenAt()).toEqual(minutesLater(2));
  });
});

describe("limits", () => {
  const attempt = { limit: 5, windowSeconds: 900, at };

  it("E4: of 1,000 tries at once exactly the limit is let through", async () => {
    const key = rateLimitKey("test race", "somebody");
    const answers = await Promise.all(
      Array.from({ length: 1_000 }, () => consumeRateLimit(database.db, { ...attempt, key })),
    );
    expect(answers.filter((answer) => answer.isAllowed)).toHaveLength(5);
  });

  it("E4: 50 other addresses do not lock the owner out", async () => {
    const email = "owner@jiedui.example";
    const tries = Array.from({ length: 1_000 }, (_, index) => `198.51.100.${index % 50}`);
    for (const address of tries) {
      await consumeRateLimit(database.db, { ...attempt, key: rateLimitKey("test account", email, address) });
    }
    const own = { ...attempt, key: rateLimitKey("test account", email, "203.0.113.7") };
    expect((await consumeRateLimit(database.db, own)).isAllowed).toBe(true);
  });

  it("E4: the next window starts anew, and says when", async () => {
    const key = rateLimitKey("test window", "somebody");
    for (let index = 0; index < 5; index += 1) await consumeRateLimit(database.db, { ...attempt, key });
    const refused = await consumeRateLimit(database.db, { ...attempt, key });
    expect(refused).toEqual({ isAllowed: false, retryAfterSeconds: 900 });
    const later = { ...attempt, key, at: new Date(at.getTime() + refused.retryAfterSeconds * 1_000) };
    expect((await consumeRateLimit(database.db, later)).isAllowed).toBe(true);
  });

  it("E4: a window begins with its first try, whatever the clock's quarters are", async () => {
    const key = rateLimitKey("test quarter", "somebody");
    const beforeQuarter = { ...attempt, key, at: new Date("2026-10-09T01:59:59Z") };
    for (let index = 0; index < 5; index += 1) await consumeRateLimit(database.db, beforeQuarter);
    const afterQuarter = { ...attempt, key, at: new Date("2026-10-09T02:00:01Z") };
    expect(await consumeRateLimit(database.db, afterQuarter)).toEqual({ isAllowed: false, retryAfterSeconds: 898 });
  });

  it("E4: around a window's end no more than the limit pass, wherever the stretch of time is laid", async () => {
    const key = rateLimitKey("test sliding", "somebody");
    const passed: number[] = [];
    // Five at the very end of a window, then as many as one can for two windows more.
    const moments = [
      0,
      895,
      896,
      897,
      898,
      899,
      900,
      901,
      ...Array.from({ length: 60 }, (_, index) => 902 + index * 30),
    ];
    for (const second of moments) {
      const answer = await consumeRateLimit(database.db, {
        ...attempt,
        key,
        at: new Date(at.getTime() + second * 1_000),
      });
      if (answer.isAllowed) passed.push(second);
      else expect(answer.retryAfterSeconds).toBeGreaterThan(0);
    }
    const most = Math.max(...passed.map((from) => passed.filter((one) => one >= from && one < from + 900).length));
    expect(most).toBe(5);
    expect(passed.length, "and those who wait are let in again").toBeGreaterThan(10);
    const rows = await database.sql`select count(*)::int as count from rate_limits where key = ${key}`;
    expect(rows[0]?.count, "no more rows than the limit").toBeLessThanOrEqual(5);
  });

  it("E4: hammering does not push the end of the wait away", async () => {
    const key = rateLimitKey("test hammering", "somebody");
    for (let second = 0; second < 890; second += 10) {
      await consumeRateLimit(database.db, { ...attempt, key, at: new Date(at.getTime() + second * 1_000) });
    }
    const after = { ...attempt, key, at: new Date(at.getTime() + 900_000) };
    expect((await consumeRateLimit(database.db, after)).isAllowed).toBe(true);
  });

  it("E4: a clock that was set back locks nobody out for longer than a window", async () => {
    const key = rateLimitKey("test clock", "somebody");
    for (let index = 0; index < 6; index += 1) await consumeRateLimit(database.db, { ...attempt, key });
    const hourBefore = { ...attempt, key, at: new Date(at.getTime() - 3_600_000) };
    expect((await consumeRateLimit(database.db, hourBefore)).isAllowed).toBe(true);
  });

  it("E4: a try taken back does not count", async () => {
    const key = rateLimitKey("test return", "somebody");
    for (let index = 0; index < 50; index += 1) {
      expect((await consumeRateLimit(database.db, { ...attempt, key })).isAllowed).toBe(true);
      await returnRateLimit(database.db, { ...attempt, key });
    }
  });

  it("E4: keys hold no address, and an IPv6 network counts as one", () => {
    expect(rateLimitKey("x", "203.0.113.7")).not.toContain("203.0");
    expect(rateLimitKey("x", "2001:db8:1:2::9")).toBe(rateLimitKey("x", "2001:db8:1:2:ffff:1:2:3"));
    expect(rateLimitKey("x", "2001:db8:1:2::9")).not.toBe(rateLimitKey("x", "2001:db8:1:3::9"));
    expect(rateLimitKey("x", "::ffff:203.0.113.7")).not.toBe(rateLimitKey("x", "::ffff:203.0.113.8"));
  });
});

describe("nobody learns who has an account", () => {
  const samples = 20;

  /** Milliseconds, alternating, so that a busy machine slows both alike. */
  async function medians(first: () => Promise<unknown>, second: () => Promise<unknown>): Promise<[number, number]> {
    const times: [number[], number[]] = [[], []];
    for (let index = 0; index < samples * 2; index += 1) {
      const startedAt = performance.now();
      await (index % 2 === 0 ? first() : second());
      times[index % 2 === 0 ? 0 : 1].push(performance.now() - startedAt);
    }
    const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
    return [median(times[0]), median(times[1])];
  }

  it("E5: a wrong password and an unknown address are one answer in one time", async () => {
    const { email } = await createUser(database.db, { passwordHash });
    const attempt = (address: string) => () =>
      signIn(database.db, { email: address, password: "wrong password", previousIdHash: null }, at);
    expect(await attempt(email)()).toEqual(await attempt("nobody@jiedui.example")());
    // Other work on the machine may disturb a round; a real difference (no hash for an unknown address: ten times faster) is in every one.
    const differences: number[] = [];
    while (differences.length < 5 && !differences.some((difference) => difference < 0.1)) {
      const [known, unknown] = await medians(attempt(email), attempt("nobody@jiedui.example"));
      differences.push(Math.abs(known - unknown) / Math.max(known, unknown));
    }
    expect(Math.min(...differences)).toBeLessThan(0.1);
  });

  it("E5: joining with a taken address changes nothing and looks the same", async () => {
    const owner = await createUser(database.db, { passwordHash, displayName: "原来的人" });
    const account = { displayName: "别人", passwordHash: await hashPassword("someone else's password"), locale: "en" };
    expect(await createAccount(database.db, { ...account, email: owner.email }, at)).toEqual(
      await createAccount(database.db, { ...account, email: "new@jiedui.example" }, at),
    );
    const [kept] = await database.db.select().from(users).where(eq(users.id, owner.userId));
    expect(kept).toMatchObject({ displayName: "原来的人", passwordHash });
  });
});
