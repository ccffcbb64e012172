import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { SignedInActor } from "#app/domain/actor.ts";
import { newId } from "#app/domain/ids.ts";
import { signManageLink } from "#app/domain/monthly-gifts/manage-link.server.ts";
import { donations } from "#db/schema/donations.server.ts";
import { monthlyGifts } from "#db/schema/monthly-gifts.server.ts";
import { mails } from "#db/schema/outbox.server.ts";
import {
  createNeed,
  createQualifiedCharity,
  createStaff,
  createTestRegions,
  createUser,
} from "#db/seed/factories.server.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";
import { startSite, type TestSite } from "#tests/setup/site.ts";
import { type StripeStandIn, startStripeStandIn } from "#tests/stand-ins/stripe/start-stripe-stand-in.ts";

const secret = "whsec_monthly_routes";
let database: TestDatabase;
let site: TestSite;
let stripe: StripeStandIn;
let code: string;
let owner: SignedInActor;
let now: Date;

beforeAll(async () => {
  now = new Date();
  database = await createTestDatabase();
  await createTestRegions(database.db);
  stripe = await startStripeStandIn({ port: 0, webhookUrl: null, webhookSecret: secret, now: () => now });
  site = await startSite(database, {
    env: { STRIPE_API_BASE: stripe.url, STRIPE_WEBHOOK_SECRET: secret, RATE_LIMIT_FACTOR: "1" },
    services: { clock: { now: () => now } },
  });
  await stripe.control.setEndpoint({ url: `${site.url}/webhooks/stripe` });
  owner = await createUser(database.db);
}, 180_000);
afterAll(async () => {
  await site?.close();
  await stripe?.stop();
  await database?.drop();
});
beforeEach(async () => {
  const charity = await createQualifiedCharity(database.db);
  const need = await createNeed(database.db, {
    charityId: charity.charityId,
    filingId: charity.filingId,
    publicationMode: "public",
  });
  code = need.publicCode;
});

const gift = (fields: Record<string, string> = {}) => ({
  formNonce: newId(),
  frequency: "monthly",
  preset: "50",
  surplusChoice: "same_village",
  email: "guest@jiedui.example",
  ...fields,
});

function cookieOf(answer: Response): string {
  return (answer.headers.get("Set-Cookie") ?? "").split(";", 1)[0] ?? "";
}

/** Sends the form, goes through the check page to the provider's, pays. */
async function begin(fields: Record<string, string> = {}, signedIn = "") {
  const started = await site.request(`/needs/${code}/donate`, { form: gift(fields), cookie: signedIn });
  expect(started.status).toBe(303);
  const checkPath = started.headers.get("Location") ?? "";
  const id = checkPath.split("/")[2] ?? "";
  const cookie = [signedIn, cookieOf(started)].filter((one) => one !== "").join("; ");
  const pay = await site.request(checkPath, { method: "POST", cookie });
  expect(pay.headers.get("Location")).toContain(stripe.url);
  const [row] = await database.db.select().from(monthlyGifts).where(eq(monthlyGifts.id, id));
  await stripe.control.paySession(row?.checkoutSessionId ?? "");
  await stripe.control.settled();
  return { id, cookie };
}

const keyFor = (id: string) => signManageLink(site.services.sealer, id, now);

async function stateOf(id: string) {
  const [row] = await database.db.select().from(monthlyGifts).where(eq(monthlyGifts.id, id));
  return row?.state;
}

describe("the donate page", () => {
  it("U4: offers once and every month without scripts, and says that monthly is by card only", async () => {
    const page = await (await site.request(`/needs/${code}/donate`)).text();
    expect(page).toContain('value="monthly"');
    expect(page).toContain("仅支持银行卡");
    expect(page).toContain("每月捐赠就自动结束");
    const english = await (await site.request(`/needs/${code}/donate?lang=en`)).text();
    expect(english).toContain("Bank cards only");
  });

  it("U4: a surplus that is to be sent back is refused beside the field, and nothing is stored", async () => {
    const before = await database.db.$count(monthlyGifts);
    const answer = await site.request(`/needs/${code}/donate`, { form: gift({ surplusChoice: "refund" }) });
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain("每月捐赠不能选“退还给我”，请选另一项");
    expect(await database.db.$count(monthlyGifts)).toBe(before);
  });

  it("B9: twenty sends of one form and one check page open one session", async () => {
    const form = gift();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => site.request(`/needs/${code}/donate`, { form })),
    );
    const checks = new Set(answers.map((answer) => answer.headers.get("Location")));
    expect(checks.size).toBe(1);
    const cookie = cookieOf(answers[0] ?? new Response());
    const [checkPath] = checks;
    const pays = await Promise.all(
      Array.from({ length: 20 }, () => site.request(checkPath ?? "", { method: "POST", cookie })),
    );
    expect(new Set(pays.map((answer) => answer.headers.get("Location"))).size).toBe(1);
  });

  it("the way back from the check page keeps what was typed, for this browser only", async () => {
    const started = await site.request(`/needs/${code}/donate`, { form: gift({ publicName: "" }) });
    const id = (started.headers.get("Location") ?? "").split("/")[2] ?? "";
    const path = `/needs/${code}/donate?monthly=${id}`;
    expect(await (await site.request(path, { cookie: cookieOf(started) })).text()).toContain("guest@jiedui.example");
    expect(await (await site.request(path)).text()).not.toContain("guest@jiedui.example");
  });
});

describe("the manage page", () => {
  it("U4: from the first payment to the end: messages settle it, the page shows it, one button cancels", async () => {
    const { id, cookie } = await begin();
    expect(await stateOf(id)).toBe("active");
    expect(await database.db.$count(donations, eq(donations.monthlyGiftId, id))).toBe(1);
    const page = await (await site.request(`/monthly/${id}?done=paid`, { cookie })).text();
    for (const part of [
      "谢谢您，每月捐赠开始了",
      "每月 ¥50.00",
      "下次扣款",
      "第 3、7、14 天",
      "JD-",
      "邮箱地址不能在这里改",
    ])
      expect(page).toContain(part);
    const cancelled = await site.request(`/monthly/${id}`, { form: { intent: "cancel" }, cookie });
    expect(cancelled.status).toBe(303);
    expect(await stateOf(id)).toBe("cancelled");
    const after = await (await site.request(cancelled.headers.get("Location") ?? "", { cookie })).text();
    expect(after).toContain("已取消，不再扣款");
    expect(after).not.toContain('value="cancel"');
  });

  it("U4: my gifts lead to it in one click, and the second one cancels", async () => {
    const signedIn = await site.signInAs(owner);
    const { id } = await begin({ email: owner.email }, signedIn);
    const mine = await (await site.request("/me/donations", { cookie: signedIn })).text();
    expect(mine).toContain(`href="/monthly/${id}"`);
    const page = await (await site.request(`/monthly/${id}`, { cookie: signedIn })).text();
    expect(page).toContain("取消每月捐赠");
    const sent = await Promise.all(
      [1, 2, 3].map(() => site.request(`/monthly/${id}`, { form: { intent: "cancel" }, cookie: signedIn })),
    );
    expect(sent.map((answer) => answer.status)).toEqual([303, 303, 303]);
    expect(await stateOf(id)).toBe("cancelled");
  });

  it.each([
    ["pause", {}, "paused"],
    ["amount", { amount: "88" }, "active"],
  ])("sends of %s at once change once", async (intent, fields, state) => {
    const { id, cookie } = await begin();
    await Promise.all([1, 2, 3].map(() => site.request(`/monthly/${id}`, { form: { intent, ...fields }, cookie })));
    const [row] = await database.db.select().from(monthlyGifts).where(eq(monthlyGifts.id, id));
    expect(row).toMatchObject({ state, changeNumber: 1 });
  });

  it.each(["", "0", "4.99", "100000.01", "1e3", "-5"])("an amount of %j is refused and kept", async (amount) => {
    const { id, cookie } = await begin();
    const answer = await site.request(`/monthly/${id}`, { form: { intent: "amount", amount }, cookie });
    expect(answer.status).toBe(422);
    const [row] = await database.db.select().from(monthlyGifts).where(eq(monthlyGifts.id, id));
    expect(row?.amountFen).toBe(5_000n);
  });

  it("Q6: without an answer of the provider the wish is kept, and the page says so", async () => {
    const { id, cookie } = await begin();
    await stripe.control.addFault({ kind: "error_before_commit", status: 503, times: 6 });
    const answer = await site.request(`/monthly/${id}`, { form: { intent: "pause" }, cookie });
    expect(answer.status).toBe(303);
    await stripe.control.clearFaults();
    expect(await (await site.request(`/monthly/${id}`, { cookie })).text()).toContain("您的修改已记下");
  });
});

describe("the guest's link", () => {
  it("Q6: opens this gift without sign-in, is taken out of the address, and ends after 30 days", async () => {
    const { id } = await begin();
    const key = keyFor(id);
    const opened = await site.request(`/monthly/${id}?key=${key}`);
    expect(opened.status).toBe(302);
    expect(opened.headers.get("Location")).toBe(`/monthly/${id}`);
    expect((await site.request(`/monthly/${id}`, { cookie: cookieOf(opened) })).status).toBe(200);
    const before = now;
    now = new Date(now.getTime() + 30 * 86_400_000 + 1_000);
    const late = await site.request(`/monthly/${id}?key=${key}`);
    now = before;
    expect(late.headers.get("Location")).toBe("/monthly?from=gift");
  });

  it("Q6: opens no other gift, altered or without a key, and a gift that is none looks the same", async () => {
    const first = await begin();
    const second = await begin();
    const key = keyFor(first.id);
    const tries = [
      `/monthly/${second.id}?key=${key}`,
      `/monthly/${first.id}?key=9${key}`,
      `/monthly/${first.id}?key=${key.slice(0, -2)}`,
      `/monthly/${first.id}?key=`,
      `/monthly/${first.id}`,
      `/monthly/${newId()}`,
      `/monthly/${second.id}/check`,
    ];
    const cookie = cookieOf(await site.request(`/monthly/${first.id}?key=${key}`));
    for (const path of tries) {
      const answer = await site.request(path);
      expect([answer.status, answer.headers.get("Location")]).toEqual([302, "/monthly?from=gift"]);
    }
    const foreign = await site.request(`/monthly/${second.id}`, { form: { intent: "cancel" }, cookie });
    expect(foreign.headers.get("Location")).toBe("/monthly?from=gift");
    expect(await stateOf(second.id)).toBe("active");
  });

  it("L17: neither another user nor staff see the gift or its address", async () => {
    const { id } = await begin();
    const others = [await createUser(database.db), await createStaff(database.db, "county_verifier", "440783")];
    for (const other of others) {
      const answer = await site.request(`/monthly/${id}`, { cookie: await site.signInAs(other) });
      expect(answer.headers.get("Location")).toBe("/monthly?from=gift");
    }
  });

  it("Q6: there is no way to change the e-mail address by it", async () => {
    const { id, cookie } = await begin();
    await site.request(`/monthly/${id}`, {
      form: { intent: "amount", amount: "60", email: "thief@jiedui.example" },
      cookie,
    });
    const [row] = await database.db.select().from(monthlyGifts).where(eq(monthlyGifts.id, id));
    expect(row).toMatchObject({ email: "guest@jiedui.example", amountFen: 6_000n });
  });
});

describe("asking for a new link", () => {
  const ask = (email: string, formNonce = newId()) => site.request("/monthly", { form: { email, formNonce } });
  const linkMails = async (recipient: string) =>
    (await database.db.select().from(mails).where(eq(mails.recipient, recipient))).filter(
      (mail) => mail.template === "monthly-links",
    );

  it("Q6: answers the same whether the address gives or not, and twice pressed is one mail", async () => {
    await begin({ email: "known@jiedui.example" });
    const formNonce = newId();
    const answers = [
      await ask("known@jiedui.example", formNonce),
      await ask("known@jiedui.example", formNonce),
      await ask("nobody@jiedui.example"),
    ];
    expect(answers.map((answer) => [answer.status, answer.headers.get("Location")])).toEqual([
      [303, "/monthly?done=sent"],
      [303, "/monthly?done=sent"],
      [303, "/monthly?done=sent"],
    ]);
    expect(await linkMails("known@jiedui.example")).toHaveLength(1);
    expect((await linkMails("nobody@jiedui.example")).map((mail) => mail.parameters)).toEqual([{ monthlyGiftIds: "" }]);
  });

  it("D7: no more than five mails a day to one address, ten an hour from one; broken addresses are refused", async () => {
    expect((await ask("a@b.example\r\nBcc: all@jiedui.example")).status).toBe(422);
    now = new Date(now.getTime() + 86_400_000);
    const statuses: number[] = [];
    for (let tries = 0; tries < 11; tries += 1) statuses.push((await ask("target@jiedui.example")).status);
    expect(statuses.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 303));
    expect(statuses[10]).toBe(429);
    expect(await linkMails("target@jiedui.example")).toHaveLength(5);
  });
});
