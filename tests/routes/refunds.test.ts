import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SignedInActor } from "#app/domain/actor.ts";
import { receiptKey } from "#app/domain/donations/receipt-key.server.ts";
import { settleDonation } from "#app/domain/donations/settle-donation.server.ts";
import { newId } from "#app/domain/ids.ts";
import { donations } from "#db/schema/donations.server.ts";
import { refunds } from "#db/schema/refunds.server.ts";
import {
  createMember,
  createNeed,
  createQualifiedCharity,
  createStaff,
  createTestRegions,
  createUser,
  type QualifiedCharity,
} from "#db/seed/factories.server.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";
import { sendingsOf } from "#tests/setup/filled-forms.ts";
import { codeAt, enrol } from "#tests/setup/second-factor.ts";
import { startSite, type TestSite } from "#tests/setup/site.ts";

let database: TestDatabase;
let site: TestSite;
let charity: QualifiedCharity;
let need: { id: string; publicCode: string };
let clerk: string;
let colleague: string;
let stranger: string;

beforeAll(async () => {
  database = await createTestDatabase();
  await createTestRegions(database.db);
  site = await startSite(database);
  charity = await createQualifiedCharity(database.db);
  const other = await createQualifiedCharity(database.db, { name: "另一家慈善会" });
  clerk = await signedInMember(charity.charityId, "梁会计");
  colleague = await signedInMember(charity.charityId, "陈出纳");
  stranger = await signedInMember(other.charityId, "别家会计");
  need = await createNeed(database.db, {
    goalFen: 10_000n,
    charityId: charity.charityId,
    filingId: charity.filingId,
    publicationMode: "public",
  });
}, 180_000);
afterAll(async () => {
  await site.close();
  await database.drop();
});

async function signedInMember(organizationId: string, displayName: string): Promise<string> {
  const organization = { id: organizationId, name: "慈善会" };
  return site.signInAs(await createMember(database.db, organization, "charity", { displayName }));
}

async function paidGift(amountFen: bigint, donor: SignedInActor | null = null): Promise<string> {
  const id = newId();
  const at = new Date();
  await database.db.insert(donations).values({
    id,
    formNonce: id,
    needId: need.id,
    charityId: charity.charityId,
    userId: donor?.userId ?? null,
    amountFen,
    state: "pending",
    surplusChoice: "same_village",
    email: "donor@jiedui.example",
    locale: "zh-CN",
    checkoutSessionId: `cs_${id}`,
    createdAt: at,
    updatedAt: at,
  });
  await pay(id, `pi_${id}`, amountFen);
  return id;
}

function pay(donationId: string, paymentIntentId: string, amountFen: bigint) {
  const truth = {
    donationId,
    sessionId: `cs_${donationId}`,
    state: "paid" as const,
    paymentIntentId,
    paymentMethod: "alipay",
    amountFen,
    currency: "cny",
    isLive: false,
    accountId: charity.stripeAccountId,
    feeFen: 0n,
    failureCode: null,
  };
  return settleDonation(database.db, truth, null, { expectsLive: false }, new Date());
}

const keyOf = (donationId: string) => receiptKey(site.services.sealer, donationId);
const textOf = async (path: string, cookie?: string) => (await site.request(path, cookie ? { cookie } : {})).text();

async function refundsOf(donationId: string) {
  return database.db.select().from(refunds).where(eq(refunds.donationId, donationId));
}

async function asked(donationId: string, amount: string): Promise<string> {
  const path = `/donations/${donationId}/refund?key=${keyOf(donationId)}`;
  expect((await site.request(path, { form: { amount, reason: "付错了金额" } })).status).toBe(303);
  return (await refundsOf(donationId))[0]?.id ?? "";
}

describe("a donor asks for money back", () => {
  it("L17: only the donor: signed in, or with the key from the receipt mail", async () => {
    const donor = await createUser(database.db);
    const id = await paidGift(500n, donor);
    const path = `/donations/${id}/refund`;
    expect(await textOf(path)).toContain("要申请退款，请登录捐款时的账户");
    expect((await site.request(path, { form: { amount: "1", reason: "x" } })).status).toBe(404);
    expect((await site.request(`${path}?key=wrong`, { form: { amount: "1", reason: "x" } })).status).toBe(404);
    expect(await textOf(path, await site.signInAs(donor))).toContain("提交退款申请");
    expect(await refundsOf(id)).toHaveLength(0);
    expect((await site.request(`/donations/${newId()}/refund`)).status).toBe(404);
  });

  it("B12: the amount is checked against what is unspent, the window of the way of paying is named", async () => {
    const id = await paidGift(600n);
    const path = `/donations/${id}/refund?key=${keyOf(id)}`;
    const page = await textOf(path);
    expect(page).toContain("¥6.00");
    expect(page).toContain("这种付款方式最晚可退到");
    for (const [amount, message] of [
      ["6.01", "超过了还能退的金额"],
      ["0", ""],
      ["-5", ""],
      ["1e3", ""],
      ["", ""],
    ] as const) {
      const reply = await site.request(path, { form: { amount, reason: "付错了" } });
      expect(reply.status, amount).toBe(422);
      expect(await reply.text(), amount).toContain(message);
    }
    expect((await site.request(path, { form: { amount: "2", reason: "" } })).status).toBe(422);
    expect(await refundsOf(id)).toHaveLength(0);
    await asked(id, "2");
    const afterwards = await textOf(path);
    expect(afterwards).toContain("已申请，等慈善组织答复的");
    expect(afterwards).not.toContain("已经花出去，不能退的");
    expect((await site.request(path, { form: { amount: "4", reason: "其余的也退" } })).status).toBe(303);
    expect(await textOf(path)).toContain("这笔捐赠已经花出去，或已经退回、正在办理退款");
    const late = await paidGift(500n);
    await database.db
      .update(donations)
      .set({ paidAt: new Date(Date.now() - 91 * 86_400_000) })
      .where(eq(donations.id, late));
    expect(await textOf(`/donations/${late}/refund?key=${keyOf(late)}`)).toContain("已经过了这种付款方式的退款期限");
    expect(
      (await site.request(`/donations/${late}/refund?key=${keyOf(late)}`, { form: { amount: "1", reason: "x" } }))
        .status,
    ).toBe(422);
  });
});

describe("the charity's desk", () => {
  it("A12: it lists the request, a person agrees, the need's page says why its total fell", async () => {
    const id = await paidGift(800n);
    const refundId = await asked(id, "3");
    const queue = await textOf("/org/refunds", clerk);
    expect(queue).toContain(`/org/refunds/${refundId}`);
    const page = await textOf(`/org/refunds/${refundId}`, clerk);
    expect(page).toContain("叁元整");
    expect(page).toContain("付错了金额");
    expect(
      (await site.request(`/org/refunds/${refundId}`, { cookie: clerk, form: { intent: "approve" } })).status,
    ).toBe(303);
    expect((await refundsOf(id))[0]).toMatchObject({ state: "approved" });
    expect(await textOf(`/needs/${need.publicCode}`)).toContain("¥3.00 已退还捐赠人");
    const receipt = await textOf(`/donations/${id}?key=${keyOf(id)}`);
    expect(receipt).toContain("已同意，待退");
    const again = await site.request(`/org/refunds/${refundId}`, { cookie: colleague, form: { intent: "approve" } });
    expect(again.status).toBe(422);
    expect(await again.text()).toContain("状态已经变了");
  });

  it("A12: who starts a refund cannot agree to it, a colleague can; a reason is needed to turn one down, and the donor reads it", async () => {
    const id = await paidGift(700n);
    const [gift] = await database.db.select().from(donations).where(eq(donations.id, id));
    const found = await textOf(`/org/refunds/new?receipt=${gift?.receiptNumber}`, clerk);
    expect(found).toContain("¥7.00");
    const started = await site.request(`/org/refunds/new?receipt=${gift?.receiptNumber}`, {
      cookie: clerk,
      form: { amount: "7", reason: "捐赠人来电" },
    });
    const location = started.headers.get("Location")?.split("?")[0] ?? "";
    expect(started.status).toBe(303);
    expect(await textOf(location, clerk)).toContain("要由另一位同事办理");
    for (const form of [
      { intent: "approve", reason: "" },
      { intent: "reject", reason: "不退" },
    ])
      expect((await site.request(location, { cookie: clerk, form })).status).toBe(422);
    expect((await site.request(location, { cookie: colleague, form: { intent: "reject", reason: " " } })).status).toBe(
      422,
    );
    expect(
      (await site.request(location, { cookie: colleague, form: { intent: "reject", reason: "已与捐赠人说清" } }))
        .status,
    ).toBe(303);
    expect(await textOf(`/donations/${id}?key=${keyOf(id)}`)).toContain("已与捐赠人说清");
    expect(await textOf(`/donations/${id}`)).not.toContain("已与捐赠人说清");
  });

  it("E3: six minutes after the code, a refund asks for it again, keeps what was typed through a wrong code, and then sends it", async () => {
    const member = await createMember(database.db, { id: charity.charityId, name: "慈善会" }, "charity");
    await enrol(site.services, member, new Date());
    const cookie = await site.signInAs(member);
    await database.sql`update sessions set second_factor_at = now() - interval '6 minutes' where user_id = ${member.userId}`;
    const id = await paidGift(400n);
    const path = `/org/refunds/new?gift=${id}`;
    const typed = { amount: "4.00", reason: '对方"付错"了\n已电话核实 <>&' };
    const asked = await site.request(path, { cookie, form: typed });
    const confirm = asked.headers.get("Location") ?? "";
    expect([asked.status, confirm]).toEqual([307, `/me/second-factor/confirm?next=${encodeURIComponent(path)}`]);
    expect(await refundsOf(id)).toHaveLength(0);
    // What the browser does with a 307: the same form to the page of the code.
    const page = await site.request(confirm, { cookie, form: typed });
    expect(page.status).toBe(200);
    const html = await page.text();
    expect(html).toContain("您刚才填写的内容都留着");
    const form = sendingsOf(confirm, html).find(({ values }) => values.some(([name]) => name === "secondFactorCode"));
    const fields = Object.fromEntries(form?.values ?? []);
    expect(fields).toMatchObject(typed);
    const wrong = await site.request(confirm, { cookie, form: { ...fields, secondFactorCode: "000000" } });
    expect(wrong.status).toBe(422);
    const again = sendingsOf(confirm, await wrong.text()).find(({ values }) =>
      values.some(([name]) => name === "secondFactorCode"),
    );
    expect(Object.fromEntries(again?.values ?? [])).toMatchObject(typed);
    const sent = { ...fields, secondFactorCode: codeAt(new Date()) };
    const confirmed = await site.request(confirm, { cookie, form: sent });
    expect([confirmed.status, confirmed.headers.get("Location")]).toEqual([307, path]);
    const done = await site.request(path, { cookie, form: sent });
    expect([done.status, done.headers.get("Location")]).toEqual([303, expect.stringContaining("done=request")]);
    expect(await refundsOf(id)).toMatchObject([{ amountFen: 400n, note: typed.reason }]);
  });

  it("A6: a second payment is listed and sent back; the gift itself stays", async () => {
    const id = await paidGift(500n);
    await pay(id, `pi_second_${id}`, 500n);
    const queue = await textOf("/org/refunds", clerk);
    expect(queue).toContain("重复付款");
    const path = `/org/refunds/new?gift=${id}&payment=pi_second_${id}`;
    expect(queue).toContain(path.replace("&", "&amp;"));
    const started = await site.request(path, { cookie: clerk, form: { amount: "5", reason: "付了两次" } });
    const location = started.headers.get("Location")?.split("?")[0] ?? "";
    expect((await site.request(location, { cookie: colleague, form: { intent: "approve" } })).status).toBe(303);
    expect(await textOf("/org/refunds", clerk)).not.toContain(path.replace("&", "&amp;"));
    const [gift] = await database.db.select().from(donations).where(eq(donations.id, id));
    expect(gift).toMatchObject({ state: "settled", refundedFen: 0n });
  });

  it("F2: another charity's people find none of it, and a citizen has no desk", async () => {
    const id = await paidGift(900n);
    const refundId = await asked(id, "1");
    expect((await site.request(`/org/refunds/${refundId}`, { cookie: stranger })).status).toBe(404);
    expect(
      (await site.request(`/org/refunds/${refundId}`, { cookie: stranger, form: { intent: "approve" } })).status,
    ).toBe(404);
    expect(await textOf("/org/refunds", stranger)).not.toContain(refundId);
    const foreign = await site.request(`/org/refunds/new?gift=${id}`, {
      cookie: stranger,
      form: { amount: "1", reason: "x" },
    });
    expect(foreign.status).toBe(404);
    const citizen = await site.signInAs(await createUser(database.db));
    expect([403, 404]).toContain((await site.request("/org/refunds", { cookie: citizen })).status);
    expect((await refundsOf(id))[0]).toMatchObject({ state: "requested" });
  });

  it("D6: a supervisor sees it all and can press nothing; a village officer has no such page", async () => {
    const supervisor = await site.signInAs(await createStaff(database.db, "supervisor", "440783"));
    const page = await textOf("/staff/refunds", supervisor);
    expect(page).toContain("捐赠人申请");
    expect(page).not.toContain('value="approve"');
    expect(await textOf("/staff", supervisor)).toContain("/staff/refunds");
    const officer = await site.signInAs(await createStaff(database.db, "village_officer", "440783116248"));
    expect((await site.request("/staff/refunds", { cookie: officer })).status).toBe(404);
  });
});
