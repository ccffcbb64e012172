import { sql } from "drizzle-orm";
import type { TransactionSql } from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SignedInActor } from "#app/domain/actor.ts";
import { getComplaint } from "#app/domain/complaints/complaint-staff-queries.server.ts";
import { listDueErasures } from "#app/domain/erasures/due-erasure-queries.server.ts";
import { eraseProposed } from "#app/domain/erasures/erase-sealed-fields.server.ts";
import { listErasuresOfPlace } from "#app/domain/erasures/erasure-queries.server.ts";
import { proposeDueErasures } from "#app/domain/erasures/propose-due-erasures.server.ts";
import { erasureKinds, type RecordName } from "#app/domain/erasures/retention.ts";
import { getHouseholdFile } from "#app/domain/households/household-queries.server.ts";
import { getObjection } from "#app/domain/notices/notice-staff-queries.server.ts";
import { erasures } from "#db/schema/erasures.server.ts";
import { createStaff } from "#db/seed/factories.server.ts";
import type { TestDatabase } from "#tests/setup/database.ts";
import { createSeededDatabase, seededNow, seededSealer } from "#tests/setup/seeded-database.ts";
import { sqlRefusal } from "#tests/setup/sql-refusal.ts";

const day = "2026-11-22";
const reason = "保存期满，按规定抹去";

describe("what is kept long enough", () => {
  let database: TestDatabase;
  let first: SignedInActor;
  let second: SignedInActor;
  let stranger: SignedInActor;
  let records: Record<"household" | "complaint" | "objection", string>;

  beforeAll(async () => {
    database = await createSeededDatabase();
    first = await createStaff(database.db, "county_verifier", "440783");
    second = await createStaff(database.db, "county_verifier", "440783");
    stranger = await createStaff(database.db, "county_verifier", "510000");
    records = await endLongAgo();
  }, 240_000);
  afterAll(() => database.drop());

  /** Three records that ended so long ago that their days are over; the way there takes notices, inspectors and years. */
  async function endLongAgo() {
    return database.sql.begin(async (owner) => {
      await owner`set local session_replication_role = replica`;
      const [household] = await owner<{ id: string }[]>`update households set state = 'closed' where id = (
        select id from households where phone_sealed is not null and state = 'active' order by id limit 1) returning id`;
      await owner`insert into state_transitions (id, noun, subject_id, from_state, event, to_state, at)
        values (gen_random_uuid(), 'household', ${household?.id ?? ""}, 'exited', 'close', 'closed', '2016-11-20T02:00:00Z')`;
      const complaintId = await closedComplaint(owner, "440783");
      // Of a county that has set no days.
      await closedComplaint(owner, "510000");
      const [objection] = await owner<
        { id: string }[]
      >`select objections.id from objections join notices on notices.id = notice_id
        order by objections.id limit 1`;
      const id = objection?.id ?? "";
      await owner`update objections set state = 'answered', answer = '已核实', answered_at = '2025-03-01T02:00:00Z',
        contact_sealed = ${seededSealer.seal("李女士 13900002222", `objections:${id}:contact`)} where id = ${id}`;
      await owner`update notices set state = 'closed', opened_at = '2025-02-01T02:00:00Z', closes_not_before = '2025-02-10T02:00:00Z', paused_at = null,
        closed_at = '2025-03-02T02:00:00Z' where id = (select notice_id from objections where id = ${id})`;
      return { household: household?.id ?? "", complaint: complaintId, objection: id };
    });
  }

  async function closedComplaint(owner: TransactionSql, regionCode: string): Promise<string> {
    const complaintId = crypto.randomUUID();
    const [person] = await owner<{ id: string }[]>`select id from users order by id limit 1`;
    const sealed = (words: string, column: string) => seededSealer.seal(words, `complaints:${complaintId}:${column}`);
    await owner`insert into complaints (id, code_hash, case_number, kind, content, contact_sealed, email_sealed, locale, about_path, region_code,
          state, received_at, due_on, reply_working_days, rule_source, closed_by, closed_at, answer, outcome, answered_by, answered_at)
        values (${complaintId}, ${complaintId}, ${`ERASE-${regionCode}`}, 'other', '已经办结的投诉', ${sealed("13900001111", "contact")},
          ${sealed("old-witness@jiedui.example", "email")}, 'zh-CN', '', ${regionCode}, 'closed', '2024-01-02', '2024-01-09', 5, 'x',
          ${person?.id ?? ""}, '2024-02-01T02:00:00Z', '已核实', 'not_upheld', ${person?.id ?? ""}, '2024-01-05')`;
    return complaintId;
  }

  const dueOf = async (actor: SignedInActor, on = day) => {
    const lists = await Promise.all(erasureKinds.map((kind) => listDueErasures(database.db, { kind, actor, day: on })));
    return lists.flatMap(({ items }) => items).sort((one, other) => one.keepUntil.localeCompare(other.keepUntil));
  };
  const name = (kind: RecordName["kind"]): RecordName => ({ kind, id: records[kind] });
  const propose = (actor: SignedInActor, ...named: RecordName[]) =>
    proposeDueErasures(database.db, { records: named, reason }, actor, seededNow);
  const services = () => ({ db: database.db, sealer: seededSealer });
  const waiting = () => listErasuresOfPlace(database.db, { actor: first, isDone: false });

  it("F12: is listed by the place's own rule with its source, the longest due first, from its day on and for its county only; without a rule nothing is due", async () => {
    const due = await dueOf(first);
    expect(due.map(({ id }) => id)).toEqual([records.complaint, records.objection, records.household]);
    expect(due.map(({ endedOn, keepUntil }) => [endedOn, keepUntil])).toEqual([
      ["2024-02-01", "2026-01-31"],
      ["2025-03-02", "2026-03-02"],
      ["2016-11-20", "2026-11-18"],
    ]);
    expect(due.every(({ source }) => source.includes("个人信息保护法"))).toBe(true);
    expect((await dueOf(first, "2026-03-01")).map(({ id }) => id)).toEqual([records.complaint]);
    expect(await dueOf(stranger)).toEqual([]);
  });

  it("F12: two people erase it with a reason; nobody opens it any more, pages say so, and the books are what they were", async () => {
    const ledger = () =>
      database.sql`select count(*), sum(amount_fen), md5(string_agg(entry::text, '' order by id)) from ledger_entries entry`;
    const before = await ledger();
    const unknown = { kind: "complaint", id: crypto.randomUUID() } as const;
    expect(await propose(first, name("household"), unknown)).toEqual({ ok: false, code: "not_due" });
    expect(await propose(stranger, name("household"))).toEqual({ ok: false, code: "not_due" });
    // F2: whoever decides elsewhere and only looks on here proposes nothing here.
    const lookingOn = {
      ...stranger,
      grants: [...stranger.grants, { role: "auditor" as const, regionCode: "440783" }],
    };
    expect((await dueOf(lookingOn)).length).toBeGreaterThan(0);
    expect(await propose(lookingOn, name("household"))).toEqual({ ok: false, code: "not_due" });
    expect(await waiting()).toEqual([]);
    expect(await propose(first, name("household"), name("complaint"), name("objection"))).toMatchObject({ ok: true });
    expect(await propose(second, name("complaint"))).toEqual({ ok: false, code: "not_due" });
    const proposals = await waiting();
    expect(proposals.map(({ kind }) => kind).sort()).toEqual(["complaint", "household", "objection"]);
    for (const { id: erasureId } of proposals) {
      expect(await eraseProposed(services(), { erasureId }, first, seededNow)).toEqual({
        ok: false,
        code: "same_person",
      });
      expect(await eraseProposed(services(), { erasureId }, stranger, seededNow)).toEqual({
        ok: false,
        code: "not_found",
      });
      expect(await eraseProposed(services(), { erasureId }, second, seededNow)).toMatchObject({ ok: true });
      expect(await eraseProposed(services(), { erasureId }, second, seededNow)).toEqual({
        ok: false,
        code: "not_found",
      });
    }
    const sealed = await database.sql<{ sealed: string; place: string }[]>`
      select contact_sealed as sealed, 'complaints:' || id || ':contact' as place from complaints where id = ${records.complaint}
      union all select email_sealed, 'complaints:' || id || ':email' from complaints where id = ${records.complaint}
      union all select contact_sealed, 'objections:' || id || ':contact' from objections where id = ${records.objection}
      union all select phone_sealed, 'households:' || id || ':phone' from households where id = ${records.household}`;
    expect(sealed).toHaveLength(4);
    for (const row of sealed) expect(() => seededSealer.open(row.sealed, row.place)).toThrow("erased");
    const place = { actor: second, at: seededNow };
    expect(await getComplaint(services(), { complaintId: records.complaint, actor: second })).toMatchObject({
      isContactErased: true,
      contact: null,
      email: null,
    });
    expect(await getObjection(services(), { objectionId: records.objection, actor: second })).toMatchObject({
      isContactErased: true,
      contact: null,
    });
    expect(await getHouseholdFile(services(), { householdId: records.household, ...place })).toMatchObject({
      isErased: true,
      phoneMasked: null,
    });
    expect(await dueOf(first)).toEqual([]);
    expect(await ledger()).toEqual(before);
    const steps = await database.sql<{ event: string; reason: string | null }[]>`
      select event, reason from state_transitions where noun = 'erasure' order by at, event`;
    expect(steps.filter(({ event }) => event === "erase")).toHaveLength(3);
    expect(steps.filter(({ event }) => event === "propose").map((step) => step.reason)).toEqual([
      reason,
      reason,
      reason,
    ]);
  });

  it("F12: PostgreSQL erases nothing that goes on, undoes nothing and forgets no erasure", async () => {
    const [open] = await database.sql<
      { id: string }[]
    >`select id from households where state = 'active' order by id limit 1`;
    const values = {
      id: crypto.randomUUID(),
      householdId: open?.id ?? "",
      reason,
      proposedBy: first.userId,
      proposedAt: seededNow,
    };
    expect(await sqlRefusal(database, (tx) => tx.insert(erasures).values(values))).toBe("23514 erasures_over");
    const none = { ...values, householdId: null };
    expect(await sqlRefusal(database, (tx) => tx.insert(erasures).values(none))).toMatch(/23514/);
    expect(await sqlRefusal(database, (tx) => tx.update(erasures).set({ doneBy: null, doneAt: null }))).toBe(
      "23514 erasures_fixed",
    );
    expect(await sqlRefusal(database, (tx) => tx.update(erasures).set({ reason: "另一个理由" }))).toBe(
      "23514 erasures_fixed",
    );
    expect(await sqlRefusal(database, (tx) => tx.delete(erasures).where(sql`true`))).toBe("23514 erasures_kept");
  });
});
