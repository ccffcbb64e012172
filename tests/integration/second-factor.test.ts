import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deviceWords } from "#app/auth/device-words.ts";
import { hashPassword } from "#app/auth/passwords.server.ts";
import { demoCodeOf, personaSkipsSecondFactor } from "#app/auth/persona-sign-in.server.ts";
import { readSession } from "#app/auth/request-actor.server.ts";
import {
  beginSecondFactor,
  confirmSecondFactor,
  getSecondFactor,
  removeSecondFactor,
  renewRecoveryCodes,
  takeSecondFactor,
} from "#app/auth/second-factor.server.ts";
import { hasFreshSecondFactor, hashSessionId, startSession } from "#app/auth/sessions.server.ts";
import { signIn, signInWithCode } from "#app/auth/sign-in.server.ts";
import { codeOfStep, matchingStep, stepAt } from "#app/auth/totp.server.ts";
import { codeForm } from "#app/domain/accounts/account-form.ts";

import { recoveryCodes, secondFactors } from "#db/schema/second-factors.server.ts";
import { createSealer } from "#db/sealer.server.ts";
import { createMember, createOrganization, createStaff, createUser } from "#db/seed/factories.server.ts";
import { demoTotpSecret, personaOf } from "#db/seed/personas.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";
import { codeAt, enrol, testSecret } from "#tests/setup/second-factor.ts";
import { sqlRefusal } from "#tests/setup/sql-refusal.ts";

const at = new Date("2026-11-22T01:00:10Z");
const later = (seconds: number) => new Date(at.getTime() + seconds * 1_000);
const password = "三江 侨乡 榕树 2016";
const sealer = createSealer(Buffer.alloc(32, 1), Buffer.alloc(32, 2));

let database: TestDatabase;
let passwordHash: string;
const keys = () => ({ db: database.db, sealer });

beforeAll(async () => {
  database = await createTestDatabase();
  passwordHash = await hashPassword(password);
});
afterAll(() => database.drop());

async function enrolledOfficer() {
  const officer = await createStaff(database.db, "village_officer", "440783116248", { passwordHash });
  await enrol(keys(), officer, at);
  return officer;
}

/** Begins and proves a factor as its owner does; returns the ten codes. */
async function enrolledByPage(user: Awaited<ReturnType<typeof createUser>>) {
  await beginSecondFactor(keys(), user, at);
  const begun = await getSecondFactor(keys(), user);
  const done = await confirmSecondFactor(keys(), { code: codeAt(at, 0, begun?.secret), device: "" }, user, at);
  if (!done.ok || !begun) throw new Error("not enrolled");
  return { ...done.value, secret: begun.secret };
}

describe("codes of an authenticator", () => {
  it("E3: are those of RFC 6238", () => {
    // The RFC's secret for SHA-1 and its first instants, the last six of eight digits.
    const secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    expect([59, 1111111109, 1234567890].map((second) => codeOfStep(secret, Math.floor(second / 30)))).toEqual([
      "287082",
      "081804",
      "005924",
    ]);
  });

  it("E3: one step before and after is taken, two are not", () => {
    const isTaken = (steps: number) => matchingStep(testSecret, codeAt(at, steps), at) === stepAt(at) + steps;
    expect([-2, -1, 0, 1, 2].map(isTaken)).toEqual([false, true, true, true, false]);
  });

  it("section 5: full-width digits and a gap are what people type", () => {
    expect(codeForm.parse({ code: " １２３ 456 " }).code).toBe("123456");
    expect(codeForm.parse({ code: "7kq4d-m29xb" }).code).toBe("7KQ4DM29XB");
  });
});

describe("one code, one use", () => {
  it("E3: the same code is refused the second time, and so is an older one", async () => {
    const { userId } = await enrolledOfficer();
    const take = (steps: number) => takeSecondFactor(keys(), { userId, code: codeAt(at, steps) }, at);
    expect(await take(0)).toEqual({ ok: true, value: "app" });
    expect(await take(0)).toEqual({ ok: false, code: "wrong_code" });
    expect(await take(-1)).toEqual({ ok: false, code: "wrong_code" });
    expect(await take(1)).toEqual({ ok: true, value: "app" });
  });

  it("E3: of 20 uses at the same moment one wins", async () => {
    const { userId } = await enrolledOfficer();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => takeSecondFactor(keys(), { userId, code: codeAt(at) }, at)),
    );
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
  });

  it("E3: PostgreSQL lets no used step and no used recovery code come back", async () => {
    const user = await createUser(database.db);
    const { recoveryCodes: codes } = await enrolledByPage(user);
    await takeSecondFactor(keys(), { userId: user.userId, code: codes[0] ?? "" }, at);
    const refusals = [
      await sqlRefusal(database, (tx) =>
        tx.update(secondFactors).set({ lastStep: 1 }).where(eq(secondFactors.userId, user.userId)),
      ),
      await sqlRefusal(database, (tx) =>
        tx.update(recoveryCodes).set({ usedAt: null }).where(eq(recoveryCodes.userId, user.userId)),
      ),
    ];
    expect(refusals).toEqual(["23514 second_factors_last_step", "23514 recovery_codes_used"]);
  });
});

describe("recovery codes", () => {
  it("E3: ten, stored only as keyed hashes, each good once, also for 20 at the same moment", async () => {
    const user = await createUser(database.db);
    const { recoveryCodes: codes } = await enrolledByPage(user);
    expect(new Set(codes).size).toBe(10);
    const stored = JSON.stringify(await database.sql`select * from recovery_codes`);
    for (const code of codes) expect(stored).not.toContain(code);
    const [code = ""] = codes;
    const uses = Array.from({ length: 20 }, () => takeSecondFactor(keys(), { userId: user.userId, code }, at));
    const answers = await Promise.all(uses);
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
    expect((await getSecondFactor(keys(), user))?.recoveryCodesLeft).toBe(9);
  });

  it("E3: those of somebody else open nothing, and a new set makes the old one void", async () => {
    const [owner, other] = [await createUser(database.db), await createUser(database.db)];
    const { recoveryCodes: codes, secret } = await enrolledByPage(owner);
    await enrolledByPage(other);
    const [code = ""] = codes;
    expect((await takeSecondFactor(keys(), { userId: other.userId, code }, at)).ok).toBe(false);
    const renewed = await renewRecoveryCodes(keys(), { code: codeAt(at, 1, secret) }, owner, at);
    if (!renewed.ok) throw new Error(renewed.code);
    expect((await takeSecondFactor(keys(), { userId: owner.userId, code }, at)).ok).toBe(false);
    expect((await takeSecondFactor(keys(), { userId: owner.userId, code: renewed.value[9] ?? "" }, at)).ok).toBe(true);
  });
});

describe("signing in with two factors", () => {
  it("E3: the password alone gives no session, and what it gives opens the second step once", async () => {
    const officer = await enrolledOfficer();
    const first = await signIn(database.db, { email: officer.email, password, previousIdHash: null }, at);
    if (!first.ok || first.value.step !== "code") throw new Error("no second step");
    const { pendingId } = first.value;
    expect((await readSession(database.db, hashSessionId(pendingId), at)).actor.kind).toBe("anonymous");
    expect(await database.sql`select 1 from sessions where user_id = ${officer.userId}`).toHaveLength(0);
    const withCode = (code: string, when = at) =>
      signInWithCode(keys(), { pendingId, code, previousIdHash: null, device: "Chrome · Windows" }, when);
    expect(await withCode("000000")).toEqual({ ok: false, code: "wrong_code" });
    expect(await withCode(codeAt(later(11 * 60)), later(11 * 60))).toEqual({ ok: false, code: "sign_in_over" });
    const done = await withCode(codeAt(at));
    if (!done.ok) throw new Error(done.code);
    const session = await readSession(database.db, hashSessionId(done.value.session.sessionId), at);
    expect(session).toMatchObject({ actor: { userId: officer.userId }, enrolling: null, secondFactorAt: at });
    expect(await withCode(codeAt(at, 1))).toEqual({ ok: false, code: "sign_in_over" });
  });

  it("E3: 20 second steps with one code at the same moment begin one session", async () => {
    const officer = await enrolledOfficer();
    const first = await signIn(database.db, { email: officer.email, password, previousIdHash: null }, at);
    if (!first.ok || first.value.step !== "code") throw new Error("no second step");
    const input = { pendingId: first.value.pendingId, code: codeAt(at), previousIdHash: null };
    const answers = await Promise.all(Array.from({ length: 20 }, () => signInWithCode(keys(), input, at)));
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
    expect(await database.sql`select 1 from sessions where user_id = ${officer.userId}`).toHaveLength(1);
  });

  it("E3: staff and people of a charity who have none may only enrol; an enterprise and a citizen need not", async () => {
    const [charity, enterprise] = [
      await createOrganization(database.db),
      await createOrganization(database.db, { kind: "enterprise" }),
    ];
    const people = [
      await createStaff(database.db, "supervisor", "440783116"),
      await createMember(database.db, charity, "charity"),
      await createMember(database.db, enterprise, "enterprise"),
      await createUser(database.db),
    ];
    const found = await Promise.all(
      people.map(async ({ userId }) => {
        const { sessionId } = await startSession(database.db, { userId, isStaff: true, previousIdHash: null }, at);
        const { actor, enrolling } = await readSession(database.db, hashSessionId(sessionId), at);
        return [actor.kind, enrolling?.userId === userId];
      }),
    );
    expect(found).toEqual([
      ["anonymous", true],
      ["anonymous", true],
      ["user", false],
      ["user", false],
    ]);
  });

  it("E3, F5: the secret is sealed, and one that was proved is not replaced by a new beginning", async () => {
    const user = await createUser(database.db);
    const { secret } = await enrolledByPage(user);
    expect(JSON.stringify(await database.sql`select * from second_factors`)).not.toContain(secret);
    expect(await beginSecondFactor(keys(), user, at)).toEqual({ ok: false, code: "already_enrolled" });
    expect((await getSecondFactor(keys(), user))?.secret).toBe(secret);
  });
});

describe("turning it off", () => {
  it("E3: needs the current code, and takes what it confirmed from every session", async () => {
    const officer = await enrolledOfficer();
    const start = { userId: officer.userId, isStaff: true, previousIdHash: null, secondFactorAt: at };
    const { sessionId } = await startSession(database.db, start, at);
    expect(await removeSecondFactor(keys(), { code: "123456" }, officer, at)).toEqual({
      ok: false,
      code: "wrong_code",
    });
    expect((await readSession(database.db, hashSessionId(sessionId), at)).actor.kind).toBe("user");
    expect((await removeSecondFactor(keys(), { code: codeAt(at) }, officer, at)).ok).toBe(true);
    const session = await readSession(database.db, hashSessionId(sessionId), at);
    expect([session.actor.kind, session.enrolling?.userId]).toEqual(["anonymous", officer.userId]);
  });
});

describe("what is asked again", () => {
  it("E3, F8: a second factor is fresh for five minutes, never when it was not shown, never from the future", () => {
    const isFresh = (secondFactorAt: Date | null) => hasFreshSecondFactor({ secondFactorAt }, at);
    expect([null, later(-300), later(-301), at, later(60)].map(isFresh)).toEqual([false, true, false, true, false]);
  });
});

describe("the demo's people", () => {
  it("E3: skip the code in the demo by their button and in tests, never in production; nobody else ever does", () => {
    const { email } = personaOf("town");
    const skips = (mode: "production" | "demo" | "test", isOn: boolean, isButton: boolean, address = email) =>
      personaSkipsSecondFactor({ mode, personasSkipSecondFactor: isOn }, address, isButton);
    expect(skips("demo", false, true)).toBe(true);
    expect(skips("demo", false, false)).toBe(false);
    expect(skips("test", true, false)).toBe(true);
    expect(skips("production", true, true)).toBe(false);
    expect(skips("demo", true, true, "somebody@jiedui.example")).toBe(false);
  });

  it("E3: a code is filled in for the demo's own secret only, and only in the demo", () => {
    const factor = { secret: testSecret, lastStep: null, enrolledAt: at, recoveryCodesLeft: 0 };
    expect(demoCodeOf({ mode: "demo", personasSkipSecondFactor: false }, factor, at)).toBeNull();
    expect(demoCodeOf({ mode: "test", personasSkipSecondFactor: true }, factor, at)).toBeNull();
    const own = (lastStep: number | null) =>
      demoCodeOf(
        { mode: "demo", personasSkipSecondFactor: false },
        { ...factor, secret: demoTotpSecret, lastStep },
        at,
      ) ?? "";
    expect(matchingStep(demoTotpSecret, own(null), at)).toBe(stepAt(at));
    expect(matchingStep(demoTotpSecret, own(stepAt(at)), at)).toBe(stepAt(at) + 1);
  });
});

describe("words for a device", () => {
  it.each([
    ["Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/89.0 Safari/537.36", "Chrome · Windows"],
    ["Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1", "Safari · iPhone"],
    ["Mozilla/5.0 (Linux; Android 12) Chrome/110 MicroMessenger/8.0", "WeChat · Android"],
    ["", ""],
  ])("E2: %s", (userAgent, words) => {
    expect(deviceWords(userAgent)).toBe(words);
  });
});
