import { eq, sql } from "drizzle-orm";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type SignedInActor, type StaffRole, staffRoles } from "#app/domain/actor.ts";
import { acceptPledge } from "#app/domain/pledges/accept-pledge.server.ts";
import { checkPledge } from "#app/domain/pledges/check-pledge.server.ts";
import { declinePledge } from "#app/domain/pledges/decline-pledge.server.ts";
import { deliverPledge } from "#app/domain/pledges/deliver-pledge.server.ts";
import { makeMoneyPledge } from "#app/domain/pledges/make-money-pledge.server.ts";
import { makePledge } from "#app/domain/pledges/make-pledge.server.ts";
import { markOverduePledges } from "#app/domain/pledges/mark-overdue-pledges.server.ts";
import type { PledgeState } from "#app/domain/pledges/pledge.ts";
import { pledgeItemForm } from "#app/domain/pledges/pledge-form.ts";
import { getHelperPledge, getPledgeNeed, getStaffPledge } from "#app/domain/pledges/pledge-queries.server.ts";
import { receivePledge } from "#app/domain/pledges/receive-pledge.server.ts";
import { releasePledge } from "#app/domain/pledges/release-pledge.server.ts";
import { signPledge } from "#app/domain/pledges/sign-pledge.server.ts";
import { withdrawPledge } from "#app/domain/pledges/withdraw-pledge.server.ts";
import { needItems, needs } from "#db/schema/needs.server.ts";
import { pledges } from "#db/schema/pledges.server.ts";
import {
  bulan,
  createHousehold,
  createMember,
  createNeed,
  createOrganization,
  createStaff,
  createTestRegions,
  createUser,
  factoryDate,
  gaoshan,
  otherTownVillage,
} from "#db/seed/factories.server.ts";
import { renderMail } from "#emails/templates.server.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";
import { seededSealer } from "#tests/setup/seeded-database.ts";

const at = new Date("2026-11-22T02:00:00Z");

/** Keeps what was written, as the disk would. */
function memoryFiles() {
  const kept = new Map<string, Uint8Array>();
  return {
    kept,
    write: async (key: string, bytes: Uint8Array) => {
      kept.set(key, bytes);
    },
    read: async (key: string) => kept.get(key) ?? null,
    remove: async (key: string) => {
      kept.delete(key);
    },
  };
}

describe("pledges", () => {
  let database: TestDatabase;
  let officer: SignedInActor;
  let town: SignedInActor;
  const files = memoryFiles();

  beforeAll(async () => {
    database = await createTestDatabase({ max: 20 });
    await createTestRegions(database.db);
    officer = await createStaff(database.db, "village_officer", gaoshan);
    town = await createStaff(database.db, "town_verifier", "440783116");
  });
  afterAll(() => database.drop());

  async function lamps(quantity = 40, state: "published" | "fulfilled" | "submitted" = "published") {
    const need = await createNeed(database.db, {
      regionCode: gaoshan,
      type: "goods",
      state,
      goalFen: null,
      title: "高山村太阳能路灯",
      items: [{ name: "太阳能路灯", unit: "盏", quantity }],
    });
    return { ...need, itemId: need.itemIds[0] ?? "" };
  }
  type Lamps = Awaited<ReturnType<typeof lamps>>;
  async function pledge(need: Lamps, quantity: number, actor: SignedInActor, organizationId: string | null = null) {
    const input = {
      needCode: need.publicCode,
      needItemId: need.itemId,
      organizationId,
      quantity,
      promisedFor: "2026-12-20",
    };
    return makePledge(database.db, { ...input, note: "", statement: "这是承诺" }, actor, at);
  }
  async function made(
    need: Lamps,
    quantity: number,
    actor?: SignedInActor,
  ): Promise<{ id: string; helper: SignedInActor }> {
    const helper = actor ?? (await createUser(database.db));
    const result = await pledge(need, quantity, helper);
    if (!result.ok) throw new Error(result.code);
    return { id: result.value.pledgeId, helper };
  }
  async function itemOf(need: Lamps) {
    const [row] = await database.db.select().from(needItems).where(eq(needItems.id, need.itemId));
    return { pledged: row?.pledgedQuantity, delivered: row?.deliveredQuantity };
  }
  /** What an item says is promised equals what its pledges hold. */
  async function expectBalance(need: Lamps) {
    const [row] = await database.db.execute<{ held: number }>(sql`
      select coalesce(sum(case when state in ('delivered', 'fulfilled') then delivered_quantity else quantity end), 0)::int as held
      from pledges where need_item_id = ${need.itemId} and state not in ('withdrawn', 'declined', 'released')`);
    expect((await itemOf(need)).pledged).toBe(row?.held);
  }
  const accept = (pledgeId: string, actor = officer) =>
    acceptPledge(database.db, { pledgeId, note: "送到村委会" }, actor, at);
  const receive = (pledgeId: string, quantity: number, actor = officer) =>
    receivePledge(database.db, { pledgeId, quantity, note: "" }, actor, at);
  const check = (pledgeId: string, actor = town) =>
    checkPledge(database.db, { pledgeId, note: "数量型号相符" }, actor, at);
  const deliver = (pledgeId: string, quantity: number, actor = officer) =>
    deliverPledge(database.db, { pledgeId, quantity, note: "" }, actor, at);
  const sign = (pledgeId: string, actor = officer, picture: Uint8Array | null = null) =>
    signPledge({ db: database.db, files }, { pledgeId, signedByName: "关伟强", picture }, actor, at);
  const withdraw = (pledgeId: string, actor: SignedInActor) =>
    withdrawPledge(database.db, { pledgeId, reason: "厂里停产" }, actor, at);

  it("S93: goods go pledged → received in two batches → checked → delivered → signed, and the need is fulfilled", async () => {
    const need = await lamps(40);
    const enterprise = await createOrganization(database.db, { kind: "enterprise", name: "侨源照明" });
    const member = await createMember(database.db, enterprise, "enterprise");
    const result = await pledge(need, 40, member, enterprise.id);
    if (!result.ok) throw new Error(result.code);
    const id = result.value.pledgeId;
    expect(await itemOf(need)).toEqual({ pledged: 40, delivered: 0 });
    expect(await accept(id)).toMatchObject({ ok: true });
    expect(await receive(id, 41)).toEqual({ ok: false, code: "too_many:40" });
    expect(await receive(id, 25)).toMatchObject({ ok: true });
    expect(await receive(id, 16)).toEqual({ ok: false, code: "too_many:15" });
    expect(await receive(id, 15)).toMatchObject({ ok: true });
    expect(await deliver(id, 40)).toEqual({ ok: false, code: "conflict" });
    expect(await check(id)).toMatchObject({ ok: true });
    expect(await deliver(id, 41)).toEqual({ ok: false, code: "too_many:40" });
    expect(await deliver(id, 40)).toMatchObject({ ok: true });
    expect(await itemOf(need)).toEqual({ pledged: 40, delivered: 40 });
    const [before] = await database.db.select().from(needs).where(eq(needs.id, need.id));
    expect(before?.state).toBe("published");
    const photo = await sharp({ create: { width: 40, height: 30, channels: 3, background: "#ffffff" } })
      .jpeg()
      .toBuffer();
    expect(await sign(id, officer, photo)).toMatchObject({ ok: true });
    const [after] = await database.db.select().from(needs).where(eq(needs.id, need.id));
    expect(after?.state).toBe("fulfilled");
    expect(await getStaffPledge(database.db, { pledgeId: id, actor: town })).toMatchObject({
      state: "fulfilled",
      signedByName: "关伟强",
      signatureFileId: expect.any(String),
    });
    const shown = await getHelperPledge(database.db, { pledgeId: id, actor: member });
    expect(JSON.stringify(shown)).not.toContain("关伟强");
    const clock = { now: () => factoryDate };
    const services = { db: database.db, sealer: seededSealer, clock, env: { baseUrl: "https://jiedui.example" } };
    const mail = await renderMail(services, "pledge-changed", { pledgeId: id, state: "fulfilled" }, "zh-CN");
    expect(mail?.subject).toBe("您为「高山村太阳能路灯」认领的东西已签收，谢谢您");
    expect(mail?.text).toContain(`https://jiedui.example/me/pledges/${id}`);
    expect(mail?.text, "L17: who signed is not told").not.toContain("关伟强");
    const late = await renderMail(services, "pledge-changed", { pledgeId: id, state: "accepted" }, "zh-CN");
    expect(late, "what is no longer so is not told").toBeNull();
  });

  it("S93: what was not delivered is free again, the need stays open, and the rest can be promised by another", async () => {
    const need = await lamps(40);
    const { id } = await made(need, 40);
    await accept(id);
    await receive(id, 30);
    await check(id);
    expect(await deliver(id, 28)).toMatchObject({ ok: true });
    expect(await itemOf(need)).toEqual({ pledged: 28, delivered: 28 });
    await sign(id);
    const [open] = await database.db.select().from(needs).where(eq(needs.id, need.id));
    expect(open?.state).toBe("published");
    const other = await made(need, 12);
    await expectBalance(need);
    await accept(other.id);
    await receive(other.id, 12);
    await check(other.id);
    await deliver(other.id, 12);
    await sign(other.id);
    const [done] = await database.db.select().from(needs).where(eq(needs.id, need.id));
    expect(done?.state).toBe("fulfilled");
  });

  it("C4: two promises for the last one: one wins, the other hears that it is gone", async () => {
    const need = await lamps(5);
    await made(need, 4);
    const people = await Promise.all(Array.from({ length: 12 }, () => createUser(database.db)));
    const results = await Promise.all(people.map((person) => pledge(need, 1, person)));
    expect(results.filter((result) => result.ok)).toHaveLength(1);
    expect(results.filter((result) => !result.ok && result.code === "sold_out")).toHaveLength(11);
    expect(await itemOf(need)).toEqual({ pledged: 5, delivered: 0 });
    await expectBalance(need);
  });

  it("C4: whoever asks for more than is left hears how many are", async () => {
    const need = await lamps(10);
    await made(need, 7);
    expect(await pledge(need, 4, await createUser(database.db))).toEqual({ ok: false, code: "only_left:3" });
  });

  it("C4: a double click makes one promise", async () => {
    const need = await lamps(40);
    const helper = await createUser(database.db);
    const results = await Promise.all(Array.from({ length: 8 }, () => pledge(need, 3, helper)));
    expect(results.filter((result) => result.ok)).toHaveLength(1);
    expect(results.filter((result) => !result.ok && result.code === "already_pledged")).toHaveLength(7);
    expect(await itemOf(need)).toEqual({ pledged: 3, delivered: 0 });
  });

  it("C4: withdraw against accept, decline and receive, 50 rounds: one winner each, and the quantities balance", async () => {
    const need = await lamps(500);
    for (let round = 0; round < 50; round += 1) {
      const { id, helper } = await made(need, 2);
      const isAccepted = round % 2 === 1;
      if (isAccepted) await accept(id);
      const [withdrawn, other] = await Promise.all([
        withdraw(id, helper),
        isAccepted ? receive(id, 1) : declinePledge(database.db, { pledgeId: id, reason: "用不上" }, officer, at),
      ]);
      expect([withdrawn.ok, other.ok].filter(Boolean)).toHaveLength(1);
      const [row] = await database.db.select().from(pledges).where(eq(pledges.id, id));
      expect(row?.state).toBe(withdrawn.ok ? "withdrawn" : isAccepted ? "received" : "declined");
    }
    await expectBalance(need);
  });

  it("C4: two batches recorded at the same moment never exceed the promise", async () => {
    const need = await lamps(40);
    const { id } = await made(need, 10);
    await accept(id);
    const results = await Promise.all(Array.from({ length: 6 }, () => receive(id, 6)));
    expect(results.filter((result) => result.ok)).toHaveLength(1);
    const [row] = await database.db.select().from(pledges).where(eq(pledges.id, id));
    expect(row?.receivedQuantity).toBe(6);
  });

  it("S93: the last two signatures at once fulfil the need once", async () => {
    const need = await lamps(10);
    const ids: string[] = [];
    for (const quantity of [4, 6]) {
      const { id } = await made(need, quantity);
      await accept(id);
      await receive(id, quantity);
      await check(id);
      await deliver(id, quantity);
      ids.push(id);
    }
    const results = await Promise.all(ids.map((id) => sign(id)));
    expect(results.every((result) => result.ok)).toBe(true);
    const [done] = await database.db.select().from(needs).where(eq(needs.id, need.id));
    expect(done?.state).toBe("fulfilled");
  });

  it("S93: nothing can be promised to a need that is not published, nor seen of one that is not public", async () => {
    const helper = await createUser(database.db);
    const fulfilled = await lamps(40, "fulfilled");
    expect(await pledge(fulfilled, 1, helper)).toEqual({ ok: false, code: "not_open" });
    const submitted = await lamps(40, "submitted");
    expect(await pledge(submitted, 1, helper)).toEqual({ ok: false, code: "not_found" });
    expect(await getPledgeNeed(database.db, { publicCode: submitted.publicCode })).toBeNull();
    const household = await createHousehold(database.db, { regionCode: gaoshan, consentTo: ["publish_masked"] });
    const asked = await createNeed(database.db, {
      regionCode: gaoshan,
      householdId: household.id,
      type: "goods",
      goalFen: null,
    });
    await database.sql`update consents set withdrawn_at = now() where household_id = ${household.id}`;
    const hidden = { ...asked, itemId: asked.itemIds[0] ?? "" };
    expect(await pledge(hidden, 1, helper)).toEqual({ ok: false, code: "not_found" });
  });

  it("S48: only a verified organization promises in its own name", async () => {
    const need = await lamps();
    const enterprise = await createOrganization(database.db, { kind: "enterprise", name: "侨源照明" });
    const stranger = await createUser(database.db);
    expect(await pledge(need, 1, stranger, enterprise.id)).toEqual({ ok: false, code: "not_verified" });
  });

  it("S93: what never came is released by the village and free again", async () => {
    const need = await lamps(5);
    const { id } = await made(need, 5);
    await accept(id);
    const release = () => releasePledge(database.db, { pledgeId: id, reason: "联系不上" }, officer, at);
    expect(await release()).toEqual({ ok: false, code: "conflict" });
    await markOverduePledges(database.db, new Date("2026-12-20T15:59:59Z"));
    expect(await release(), "the promised day itself is not late").toEqual({ ok: false, code: "conflict" });
    const runs = await Promise.all([1, 2].map(() => markOverduePledges(database.db, new Date("2026-12-20T16:00:00Z"))));
    expect(runs.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(0);
    expect(await release()).toMatchObject({ ok: true });
    expect(await itemOf(need)).toEqual({ pledged: 0, delivered: 0 });
  });

  it("S96: money intended moves nothing, is one per helper, and has no goods' steps", async () => {
    const need = await createNeed(database.db, { regionCode: gaoshan });
    const helper = await createUser(database.db);
    const intend = () =>
      makeMoneyPledge(
        database.db,
        {
          needCode: need.publicCode,
          organizationId: null,
          amount: 50_000n,
          promisedFor: "2026-12-20",
          note: "",
          statement: "只是意向",
        },
        helper,
        at,
      );
    const results = await Promise.all([intend(), intend(), intend()]);
    expect(results.filter((result) => result.ok)).toHaveLength(1);
    const [row] = await database.db.select().from(needs).where(eq(needs.id, need.id));
    expect(row).toMatchObject({ fundedFen: 0n, donationCount: 0 });
    const [first] = results.flatMap((result) => (result.ok ? [result.value.pledgeId] : []));
    expect(await accept(first ?? "")).toMatchObject({ ok: true });
    expect(await receive(first ?? "", 1)).toEqual({ ok: false, code: "not_allowed" });
  });

  it("L12: the form refuses what is no promise", () => {
    const typed = { needItemId: "x", quantity: "２", promisedFor: "2026-12-20", isBinding: "on" };
    const messagesOf = (changes: Record<string, unknown>) => {
      const parsed = pledgeItemForm("2026-11-22").safeParse({ ...typed, ...changes });
      return parsed.success ? [] : parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    };
    expect(messagesOf({})).toEqual([]);
    expect(messagesOf({ isBinding: undefined })).toEqual(["isBinding: required"]);
    expect(messagesOf({ promisedFor: "2026-11-21" })).toEqual(["promisedFor: dayPassed"]);
    expect(messagesOf({ promisedFor: "2029-11-21" })).toEqual(["promisedFor: dayTooFar"]);
    expect(messagesOf({ quantity: "0" })).toEqual(["quantity: outOfRange:1:1000000"]);
    expect(messagesOf({ quantity: "1.5" })).toEqual(["quantity: invalidNumber"]);
    expect(messagesOf({ note: "打我电话 138 0013 8000" })).toEqual(["note: contactInNote"]);
  });

  describe("S31: the deny matrix", () => {
    const places = { "own village": gaoshan, "other village": bulan, "other town": otherTownVillage };
    const wider = { "own town": "440783116", "own county": "440783", "other province": "51" };
    const readers: readonly StaffRole[] = [
      "village_officer",
      "town_verifier",
      "county_verifier",
      "supervisor",
      "auditor",
    ];
    const steps = [
      ["pledged", "accept", "village_officer"],
      ["pledged", "decline", "village_officer"],
      ["accepted", "receive", "village_officer"],
      ["received", "check", "town_verifier"],
      ["checked", "deliver", "village_officer"],
      ["delivered", "sign", "village_officer"],
      ["overdue", "release", "village_officer"],
    ] as const satisfies readonly (readonly [PledgeState, string, StaffRole])[];
    const run = (event: string, pledgeId: string, actor: SignedInActor) => {
      if (event === "accept") return accept(pledgeId, actor);
      if (event === "decline") return declinePledge(database.db, { pledgeId, reason: "用不上" }, actor, at);
      if (event === "receive") return receive(pledgeId, 1, actor);
      if (event === "check") return check(pledgeId, actor);
      if (event === "deliver") return deliver(pledgeId, 2, actor);
      if (event === "sign") return sign(pledgeId, actor);
      return releasePledge(database.db, { pledgeId, reason: "联系不上" }, actor, at);
    };
    const cells = staffRoles.flatMap((role) =>
      Object.entries({ ...places, ...wider }).map(([place, regionCode]) => ({ role, place, regionCode })),
    );

    it.each(cells)("$role of $place", async ({ role, regionCode }) => {
      const actor = await createStaff(database.db, role, regionCode);
      const covers = gaoshan.startsWith(regionCode);
      const mayRead = covers && readers.includes(role);
      const need = await lamps(100);
      for (const [state, event, stepRole] of steps) {
        const { id } = await made(need, 5);
        const isReceived = ["received", "checked", "delivered"].includes(state);
        const deliveredQuantity = state === "delivered" ? 5 : 0;
        await database.db
          .update(pledges)
          .set({ state, receivedQuantity: isReceived ? 5 : 0, deliveredQuantity })
          .where(eq(pledges.id, id));
        expect((await getStaffPledge(database.db, { pledgeId: id, actor })) !== null, event).toBe(mayRead);
        const result = await run(event, id, actor);
        const mayAct = covers && role === stepRole;
        expect(result.ok ? "ok" : result.code, event).toBe(mayAct ? "ok" : mayRead ? "not_allowed" : "not_found");
      }
    });

    it("D6: staff who promised themselves take no step for the village; strangers find nothing", async () => {
      const need = await lamps();
      const { id } = await made(need, 1, officer);
      expect(await accept(id)).toEqual({ ok: false, code: "not_allowed" });
      const stranger = await createUser(database.db);
      expect(await getHelperPledge(database.db, { pledgeId: id, actor: stranger })).toBeNull();
      expect(await withdraw(id, stranger)).toEqual({ ok: false, code: "not_found" });
    });
  });
});
