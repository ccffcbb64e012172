import { and, eq, isNull } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type SignedInActor, systemActor } from "#app/domain/actor.ts";
import { listAllOpenAlarms } from "#app/domain/alarms/alarm-queries.server.ts";
import { putAlarmAway } from "#app/domain/alarms/put-alarm-away.server.ts";
import { raiseAlarm } from "#app/domain/alarms/raise-alarm.server.ts";
import { tryDeadEventAgain, tryParkedEventAgain } from "#app/domain/alarms/try-again.server.ts";
import { parkProviderEvent, recordProviderEvent } from "#app/domain/donations/provider-event.server.ts";
import { newId } from "#app/domain/ids.ts";
import { drainOutbox, type EventHandlers } from "#app/jobs/drain-outbox.server.ts";
import { sendMails } from "#app/jobs/send-mails.server.ts";
import { watchFaults } from "#app/jobs/watch-faults.server.ts";
import type { Services } from "#app/services.server.ts";
import { alarms, parkedEvents, reconciliationFindings, reconciliationRuns } from "#db/schema/alarms.server.ts";
import { donations } from "#db/schema/donations.server.ts";
import { mails, outboxEvents } from "#db/schema/outbox.server.ts";
import {
  createNeed,
  createQualifiedCharity,
  createStaff,
  createTestRegions,
  factoryDate,
  type QualifiedCharity,
} from "#db/seed/factories.server.ts";
import type { OutgoingMail } from "#emails/mailer.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";
import { payGift } from "#tests/setup/paid-gifts.ts";
import { startSite, type TestSite } from "#tests/setup/site.ts";

let database: TestDatabase;
let site: TestSite;
let charity: QualifiedCharity;
let needId: string;
let now = factoryDate;
const sent: OutgoingMail[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  // why: what it sends is read here; the smtp stand-in is proved elsewhere.
  const mailer: Services["mailer"] = {
    send: async (mail) => {
      sent.push(mail);
    },
  };
  const env = { ALARM_MAIL_TO: "night@jiedui.example, day@jiedui.example" };
  site = await startSite(database, { env, services: { clock: { now: () => now }, mailer } });
  await createTestRegions(database.db);
  charity = await createQualifiedCharity(database.db);
  const own = { charityId: charity.charityId, filingId: charity.filingId, publicationMode: "public" as const };
  needId = (await createNeed(database.db, { ...own, goalFen: 1_000_000n })).id;
}, 240_000);
afterAll(async () => {
  await site.close();
  await database.drop();
});

const later = (minutes: number) => {
  now = new Date(now.getTime() + minutes * 60_000);
};

async function openAlarms() {
  const rows = await database.db
    .select({ kind: alarms.kind, subject: alarms.subject })
    .from(alarms)
    .where(isNull(alarms.resolvedAt));
  return rows.map((row) => `${row.kind} ${row.subject}`);
}

/** Two looks at a fault raise one alarm; when it is gone, it resolves itself. */
async function expectOneAlarm(alarm: string, remove: () => Promise<unknown>) {
  await watchFaults(site.services);
  await watchFaults(site.services);
  expect(await openAlarms()).toEqual([alarm]);
  await remove();
  await watchFaults(site.services);
  expect(await openAlarms()).toEqual([]);
}

const openDonation = () => ({
  id: newId(),
  formNonce: newId(),
  needId,
  charityId: charity.charityId,
  amountFen: 5_000n,
  surplusChoice: "same_village" as const,
  email: "donor@jiedui.example",
  locale: "zh-CN",
  createdAt: now,
  updatedAt: now,
});

describe("H6: each fault is one alarm, resolved by itself when it is gone", () => {
  it("H6: nothing is wrong on clean data", async () => {
    await payGift(database.db, { needId, charity, amountFen: 5_000n }, now);
    await database.db.update(outboxEvents).set({ processedAt: now });
    await watchFaults(site.services);
    expect(await openAlarms()).toEqual([]);
  });

  it("H6: a pool of gifts without an outcome for more than 30 minutes", async () => {
    const gift = openDonation();
    const checkout = { checkoutSessionId: "cs_stuck", checkoutExpiresAt: now };
    await database.db.insert(donations).values({ ...gift, ...checkout, state: "pending" });
    later(29);
    await watchFaults(site.services);
    expect(await openAlarms()).toEqual([]);
    later(2);
    await expectOneAlarm("gifts_stuck gifts", () =>
      database.db.update(donations).set({ state: "expired" }).where(eq(donations.id, gift.id)),
    );
  });

  it("H6: background work that is more than 60 seconds late", async () => {
    const event = { kind: "ledger.changed", payload: {}, occurredAt: now, nextAttemptAt: now };
    await database.db.insert(outboxEvents).values(event);
    later(2);
    await expectOneAlarm("outbox_lag outbox", () => drainOutbox(site.services, {}));
  });

  it("D8, H6: a poisoned job is tried 8 times while others flow, then it is dead; trying again twice does it once", async () => {
    const admin = await createStaff(database.db, "platform_admin", "");
    const auditor = await createStaff(database.db, "auditor", "");
    let isPoisoned = true;
    let done = 0;
    const handlers: EventHandlers = {
      "household.changed": [
        async () => {
          if (isPoisoned) throw new Error("poison");
          done += 1;
        },
      ],
    };
    const event = { payload: {}, occurredAt: now, nextAttemptAt: now };
    const [poison] = await database.db
      .insert(outboxEvents)
      .values({ ...event, kind: "household.changed" })
      .returning({ id: outboxEvents.id });
    const eventId = String(poison?.id);
    for (let attempt = 1; attempt <= 8; attempt += 1) {
      await database.db.insert(outboxEvents).values({ ...event, kind: "ledger.changed" });
      await drainOutbox(site.services, handlers);
      expect(await database.db.select().from(outboxEvents).where(isNull(outboxEvents.processedAt))).toHaveLength(1);
      later(10);
    }
    const again = (actor: typeof admin) => tryDeadEventAgain(database.db, { eventId }, actor, now);
    await expectOneAlarm(`event_dead ${eventId}`, async () => {
      expect(await again(auditor)).toEqual({ ok: false, code: "not_allowed" });
      isPoisoned = false;
      expect((await again(admin)).ok).toBe(true);
      expect(await again(admin)).toEqual({ ok: false, code: "conflict" });
      await drainOutbox(site.services, handlers);
      await drainOutbox(site.services, handlers);
    });
    expect(done).toBe(1);
  });

  it("H6: more than 5 % of the mails fail", async () => {
    const mail = { template: "none", recipient: "a@jiedui.example", locale: "zh-CN", parameters: {}, createdAt: now };
    const rows = Array.from({ length: 40 }, (_, index) => ({
      ...mail,
      id: newId(),
      dedupeKey: `test:${index}`,
      nextAttemptAt: now,
      sentAt: index < 38 ? now : null,
      attempts: index < 38 ? 0 : 1,
    }));
    await database.db.insert(mails).values(rows);
    await watchFaults(site.services);
    expect(await openAlarms()).toEqual([]);
    await database.db
      .insert(mails)
      .values({ ...mail, id: newId(), dedupeKey: "test:more", nextAttemptAt: now, attempts: 3 });
    await database.db.delete(mails).where(eq(mails.dedupeKey, "test:0"));
    await database.db.delete(mails).where(eq(mails.template, "alarm-raised"));
    await watchFaults(site.services);
    expect(await openAlarms()).toEqual(["mails_failing mails"]);
    await database.db.delete(mails).where(eq(mails.template, "none"));
    await watchFaults(site.services);
    expect(await openAlarms()).toEqual([]);
  });

  it("H6: money that did not come as agreed, in the books or not", async () => {
    const foreign = { ...openDonation(), state: "quarantined" as const, lotCode: "7KQ4D-M29XB" };
    await database.db.insert(donations).values(foreign);
    const admin = await createStaff(database.db, "platform_admin", "");
    await expectOneAlarm("money_quarantined 7KQ4D-M29XB", async () => {
      const [alarm] = await database.db
        .select()
        .from(alarms)
        .where(and(eq(alarms.subject, "7KQ4D-M29XB"), isNull(alarms.resolvedAt)));
      const input = { alarmId: alarm?.id ?? "", note: "已请银行退回" };
      expect((await putAlarmAway(database.db, input, admin, now)).ok).toBe(true);
      expect(await putAlarmAway(database.db, input, admin, now)).toEqual({ ok: false, code: "conflict" });
    });
  });

  it("H6, A9: differences between books and provider, and a comparison that is late", async () => {
    const finding = { id: newId(), charityId: charity.charityId, day: "2026-11-01", subject: "pi_1", foundAt: now };
    await database.db.insert(reconciliationFindings).values({ ...finding, class: "missing_there", oursFen: 1n });
    await expectOneAlarm(`reconciliation_open ${charity.charityId}`, () =>
      database.db.update(reconciliationFindings).set({ resolvedAt: now }),
    );
    later(40 * 60);
    await expectOneAlarm(`reconciliation_late ${charity.charityId}`, () =>
      database.db.insert(reconciliationRuns).values({
        id: newId(),
        charityId: charity.charityId,
        day: "2026-11-03",
        compared: 0,
        findingCount: 0,
        ranAt: now,
      }),
    );
  });

  it("B5, H6: a message of the provider that fails again and again, resolved when it is settled after all", async () => {
    const event = {
      id: "evt_parked",
      type: "charge.refunded",
      accountId: charity.stripeAccountId,
      isLive: false,
      objectId: null,
    };
    for (let attempt = 0; attempt < 6; attempt += 1)
      await parkProviderEvent(database.db, { ...event, hints: {} }, "unknown_donation", now);
    const admin = await createStaff(database.db, "platform_admin", "");
    await expectOneAlarm("event_parked evt_parked", async () => {
      expect((await tryParkedEventAgain(database.db, { eventId: event.id }, admin)).ok).toBe(true);
      const [parked] = await database.db.select().from(parkedEvents);
      expect(parked?.attempts).toBe(0);
      await recordProviderEvent(database.db, event, "settled", now);
      expect(await tryParkedEventAgain(database.db, { eventId: event.id }, admin)).toEqual({
        ok: false,
        code: "conflict",
      });
    });
  });

  it("H6: the addresses of ALARM_MAIL_TO are told once of each alarm, and of none that is gone", async () => {
    await database.db.delete(mails);
    sent.length = 0;
    const [event] = await database.db
      .insert(outboxEvents)
      .values({ kind: "ledger.changed", payload: {}, occurredAt: now, nextAttemptAt: now, attempts: 8, deadAt: now })
      .returning({ id: outboxEvents.id });
    await watchFaults(site.services);
    later(1);
    await watchFaults(site.services);
    await sendMails(site.services);
    expect(sent.map((mail) => mail.to).sort()).toEqual(["day@jiedui.example", "night@jiedui.example"]);
    expect(sent[0]?.subject).toBe("告警：有后台工作做不下去");
    await database.db
      .update(outboxEvents)
      .set({ processedAt: now })
      .where(eq(outboxEvents.id, event?.id ?? 0n));
    await watchFaults(site.services);
    await sendMails(site.services);
    expect(sent).toHaveLength(2);
  });
});

describe("/staff/alarms", () => {
  it("H6, D8: the administrator acts, the auditor looks on, nobody else finds it", async () => {
    const values = { kind: "thing.failed", payload: {}, occurredAt: now, nextAttemptAt: now, attempts: 8, deadAt: now };
    const [dead] = await database.db.insert(outboxEvents).values(values).returning({ id: outboxEvents.id });
    await watchFaults(site.services);
    const cookieOf = async (role: Parameters<typeof createStaff>[1]) =>
      site.signInAs(await createStaff(database.db, role, ""));
    const [admin, auditor, county] = [
      await cookieOf("platform_admin"),
      await cookieOf("auditor"),
      await cookieOf("county_verifier"),
    ];
    expect((await site.request("/staff/alarms", { cookie: county })).status).toBe(404);
    const shown = await (await site.request("/staff/alarms", { cookie: auditor })).text();
    expect(shown).toContain("有后台工作做不下去");
    expect(shown).toContain("稽查员只能查看");
    expect(shown).not.toContain("已处理</button>");
    const form = { intent: "try_dead", id: String(dead?.id) };
    expect((await site.request("/staff/alarms", { cookie: auditor, form })).status).toBe(404);
    const away = { intent: "put_away", id: "x", note: "" };
    expect((await site.request("/staff/alarms", { cookie: admin, form: away })).status).toBe(422);
    expect((await site.request("/staff/alarms", { cookie: admin, form })).status).toBe(303);
    expect((await site.request("/staff/alarms", { cookie: admin, form })).status).toBe(422);
    await drainOutbox(site.services, {});
    await watchFaults(site.services);
    expect(await (await site.request("/staff/alarms?lang=en", { cookie: admin })).text()).toContain("No open alarms");
  });

  it("S31 F2: who answers for a place sees and puts away its alarms only; the site's own, its events and mails are the country's", async () => {
    const away = (await database.db.select({ id: alarms.id }).from(alarms).where(isNull(alarms.resolvedAt))).map(
      ({ id }) => id,
    );
    expect(away).toEqual([]);
    await raiseAlarm(database.db, { kind: "reveal_limit", subject: "of-here", regionCode: "440783" }, now);
    await raiseAlarm(database.db, { kind: "reveal_limit", subject: "of-elsewhere", regionCode: "513401" }, now);
    await raiseAlarm(database.db, { kind: "ledger_check", subject: "of-the-site" }, now);
    const values = { kind: "thing.hidden", payload: {}, occurredAt: now, nextAttemptAt: now, attempts: 8, deadAt: now };
    const [dead] = await database.db.insert(outboxEvents).values(values).returning({ id: outboxEvents.id });
    const subjects = ["of-here", "of-elsewhere", "of-the-site", "thing.hidden"];
    const seen = async (actor: SignedInActor) => {
      const text = await (await site.request("/staff/alarms", { cookie: await site.signInAs(actor) })).text();
      return subjects.filter((subject) => text.includes(subject));
    };
    expect(await seen(await createStaff(database.db, "auditor", "440783"))).toEqual(["of-here"]);
    expect(await seen(await createStaff(database.db, "auditor", ""))).toEqual(subjects);
    const keeper = await createStaff(database.db, "platform_admin", "440783");
    expect(await seen(keeper)).toEqual(["of-here"]);
    const open = await listAllOpenAlarms(database.db, { actor: systemActor });
    const put = (subject: string) => {
      const alarmId = open.find((alarm) => alarm.subject === subject)?.id ?? "";
      return putAlarmAway(database.db, { alarmId, note: "已查看" }, keeper, now);
    };
    for (const subject of ["of-elsewhere", "of-the-site"])
      expect(await put(subject), subject).toEqual({ ok: false, code: "conflict" });
    expect(await put("of-here")).toMatchObject({ ok: true });
    const eventId = String(dead?.id);
    expect(await tryDeadEventAgain(database.db, { eventId }, keeper, now)).toEqual({ ok: false, code: "not_allowed" });
    expect(await tryParkedEventAgain(database.db, { eventId: "x" }, keeper)).toEqual({
      ok: false,
      code: "not_allowed",
    });
    // Seen in a second place, it is nobody's county's any more.
    await raiseAlarm(database.db, { kind: "reveal_limit", subject: "of-elsewhere", regionCode: "440783" }, now);
    expect(await seen(await createStaff(database.db, "auditor", "513401"))).toEqual([]);
    await database.db.delete(outboxEvents).where(eq(outboxEvents.kind, "thing.hidden"));
  });

  it("H3: /metrics tells figures to this machine or to who has the token, and nobody is named", async () => {
    const text = await (await site.request("/metrics")).text();
    expect(text).toMatch(/^jiedui_ready 1\n/);
    expect(text).toContain("jiedui_outbox_open 0");
    expect(text).not.toMatch(/@|慈善/);
    expect((await site.request("/metrics", { headers: { "X-Forwarded-For": "198.51.100.1" } })).status).toBe(404);
    const guarded = await startSite(database, { env: { METRICS_TOKEN: "secret-token" } });
    const ask = async (token?: string) =>
      (await guarded.request("/metrics", { headers: token === undefined ? {} : { Authorization: `Bearer ${token}` } }))
        .status;
    expect([await ask(), await ask("wrong"), await ask("secret-token")]).toEqual([404, 404, 200]);
    await guarded.close();
  });
});
