import { and, count, eq, inArray, isNull, like, notInArray, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dayInChina } from "#app/domain/clock.ts";
import { parseIdNumber } from "#app/domain/households/id-number.ts";
import { idNumberIndexField, memberIdNumberPlace } from "#app/domain/households/sealed-places.ts";
import { findForbidden } from "#app/domain/needs/public-text-gate.ts";
import { readNoticeBody } from "#app/domain/notices/notice-body.ts";
import { normalizeCreditCode } from "#app/domain/organizations/organization.ts";
import { publicationModeOf } from "#app/domain/verification/publication-mode.ts";
import { runChecks } from "#db/checks/run-checks.server.ts";
import { users } from "#db/schema/accounts.server.ts";
import { consents } from "#db/schema/consents.server.ts";
import { disbursements } from "#db/schema/disbursements.server.ts";
import { donations } from "#db/schema/donations.server.ts";
import { householdMembers, households } from "#db/schema/households.server.ts";
import { impactReports } from "#db/schema/impact-reports.server.ts";
import { needItems, needs } from "#db/schema/needs.server.ts";
import { fundraisingFilings, organizations } from "#db/schema/organizations.server.ts";
import { outboxEvents } from "#db/schema/outbox.server.ts";
import { pairings } from "#db/schema/pairings.server.ts";
import { regionFlagPeriods, regions } from "#db/schema/regions.server.ts";
import { responsiblePersons } from "#db/schema/responsible-persons.server.ts";
import { notices } from "#db/schema/verification.server.ts";
import { volunteerShifts } from "#db/schema/volunteers.server.ts";
import { demoPersonas } from "#db/seed/personas.ts";
import { planDocument } from "#db/seed/plan-document.ts";
import type { TestDatabase } from "#tests/setup/database.ts";
import { createSeededDatabase, seededNow, seededSealer, seedStory } from "#tests/setup/seeded-database.ts";

let database: TestDatabase;
const bulan = "440783116248";
const gaoshan = "440783116255";

beforeAll(async () => {
  database = await createSeededDatabase();
});
afterAll(() => database.drop());

async function countOf(query: Promise<{ value: number }[]>): Promise<number> {
  return (await query)[0]?.value ?? -1;
}

describe("D12: the seeded register equals the document to the household and the person", () => {
  const { register, focusVillages } = planDocument;

  it("325 households with 915 persons, 71 and 251 of them in focus", async () => {
    const [row] = await database.db
      .select({
        households: sql<number>`count(distinct ${households.id})::int`,
        persons: count(),
        focusHouseholds: sql<number>`count(distinct ${households.id}) filter (where ${households.isFocus})::int`,
        focusPersons: sql<number>`count(*) filter (where ${households.isFocus})::int`,
      })
      .from(households)
      .innerJoin(householdMembers, eq(householdMembers.householdId, households.id))
      .where(like(households.regionCode, `${planDocument.town.code}%`));
    expect(row).toEqual({
      households: register.lowIncomeHouseholds,
      persons: register.lowIncomePersons,
      focusHouseholds: register.focusHouseholds,
      focusPersons: register.focusPersons,
    });
  });

  it("the focus households live in the seven focus villages, and in each of them", async () => {
    const rows = await database.db
      .selectDistinct({ code: households.regionCode })
      .from(households)
      .where(eq(households.isFocus, true));
    expect(rows.map((row) => row.code).sort()).toEqual(focusVillages.map((village) => village.code).sort());
  });

  it("the focus villages carry a dated flag with its source", async () => {
    const flags = await database.db
      .select({
        code: regions.code,
        name: regions.shortName,
        from: regionFlagPeriods.validFrom,
        to: regionFlagPeriods.validTo,
      })
      .from(regionFlagPeriods)
      .innerJoin(regions, eq(regions.code, regionFlagPeriods.regionCode))
      .where(eq(regionFlagPeriods.flag, "focus_village"))
      .orderBy(regions.code);
    const { from, to } = planDocument.period;
    expect(flags).toEqual(focusVillages.map((village) => ({ ...village, from, to })));
  });
});

describe("the demo's people", () => {
  it("S1: the country is there down to the township, the town down to its 19 villages", async () => {
    const rows = await database.db
      .select({ level: regions.level, value: count() })
      .from(regions)
      .groupBy(regions.level)
      .orderBy(regions.level);
    const byLevel = Object.fromEntries(rows.map((row) => [row.level, row.value]));
    expect(byLevel.village).toBe(19);
    expect(rows.reduce((sum, row) => sum + row.value, 0)).toBe(44_703 + 19);
  });

  it("ID numbers are sealed, have a right checksum, and belong to no province", async () => {
    const members = await database.db.select().from(householdMembers).limit(300);
    for (const member of members) {
      const number = seededSealer.open(member.idNumberSealed ?? "", memberIdNumberPlace(member.id));
      const parsed = parseIdNumber(number, "2026-11-22");
      expect(parsed).toMatchObject({ ok: true, value: { birthDate: member.birthDate, gender: member.gender } });
      expect(number.slice(0, 2)).toBe("47");
      expect(member.idNumberIndex).toBe(seededSealer.blindIndex(number, idNumberIndexField));
    }
  });

  it("S23: every household has exactly one responsible person and its consents", async () => {
    const without = await database.db
      .select({ value: count() })
      .from(households)
      .where(
        notInArray(
          households.id,
          database.db
            .select({ id: responsiblePersons.householdId })
            .from(responsiblePersons)
            .where(isNull(responsiblePersons.toAt)),
        ),
      );
    expect(without[0]?.value).toBe(0);
    const consenting = database.db
      .selectDistinct({ id: consents.householdId })
      .from(consents)
      .where(eq(consents.purpose, "publish_masked"));
    expect(
      await countOf(
        database.db.select({ value: count() }).from(households).where(notInArray(households.id, consenting)),
      ),
    ).toBe(0);
  });

  it("every persona has an account with a password of at least 12 characters", async () => {
    const rows = await database.db
      .select({ email: users.email })
      .from(users)
      .where(
        inArray(
          users.email,
          demoPersonas.map((persona) => persona.email),
        ),
      );
    expect(rows).toHaveLength(demoPersonas.length);
    for (const persona of demoPersonas) expect(persona.password.length).toBeGreaterThanOrEqual(12);
  });

  it("S48: the organizations' credit codes have a right check character", async () => {
    const rows = await database.db.select({ code: organizations.creditCode }).from(organizations);
    expect(rows.length).toBeGreaterThanOrEqual(5);
    for (const { code } of rows) expect(normalizeCreditCode(code)).toBe(code);
  });
});

describe("the demo's work: every persona finds something to do", () => {
  it("story 3: 步栏村 asks for drinking water, in public, with room for a gift", async () => {
    const rows = await database.db
      .select()
      .from(needs)
      .where(and(eq(needs.regionCode, bulan), eq(needs.category, "drinking_water"), eq(needs.state, "published")));
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ type: "money", publicationMode: "public" });
    expect((rows[0]?.goalFen ?? 0n) - (rows[0]?.fundedFen ?? 0n)).toBeGreaterThan(1_000_000n);
  });

  it("story 4: 高山村 asks for street lamps by number and has no enterprise yet", async () => {
    const [lamps] = await database.db
      .select({ quantity: needItems.quantity, pledged: needItems.pledgedQuantity, unit: needItems.unit })
      .from(needs)
      .innerJoin(needItems, eq(needItems.needId, needs.id))
      .where(
        and(
          eq(needs.regionCode, gaoshan),
          eq(needs.state, "published"),
          like(needs.title, "%路灯%"),
          eq(needItems.position, 0),
        ),
      );
    expect(lamps).toEqual({ quantity: 40, pledged: 0, unit: "盏" });
    const ties = database.db.select({ value: count() }).from(pairings).where(eq(pairings.regionCode, gaoshan));
    expect(await countOf(ties)).toBe(0);
  });

  it("needs are in every state that waits for somebody", async () => {
    const rows = await database.db.selectDistinct({ state: needs.state }).from(needs);
    expect(rows.map((row) => row.state)).toEqual(
      expect.arrayContaining([
        "drafted",
        "returned",
        "submitted",
        "checked",
        "noticed",
        "published",
        "fulfilled",
        "reported",
        "closed",
      ]),
    );
    expect(
      await countOf(database.db.select({ value: count() }).from(needs).where(eq(needs.state, "published"))),
    ).toBeGreaterThanOrEqual(25);
  });

  it("S7: one notice may be closed now, one has days left, one is paused by an objection", async () => {
    const rows = await database.db
      .select()
      .from(notices)
      .where(inArray(notices.state, ["open", "paused"]));
    const open = rows.filter((notice) => notice.state === "open");
    expect(open.filter((notice) => notice.closesNotBefore <= seededNow)).toHaveLength(1);
    expect(open.filter((notice) => notice.closesNotBefore > seededNow)).toHaveLength(1);
    expect(rows.filter((notice) => notice.state === "paused")).toHaveLength(1);
    for (const notice of rows) expect(notice.minDays).toBe(planDocument.notice.minDays);
  });

  it("payments wait for the payer and for the village, a report waits for the county, shifts lie ahead", async () => {
    const waiting = await database.db.selectDistinct({ state: disbursements.state }).from(disbursements);
    expect(waiting.map((row) => row.state)).toEqual(expect.arrayContaining(["proposed", "paid_out", "confirmed"]));
    const submitted = database.db
      .select({ value: count() })
      .from(impactReports)
      .where(eq(impactReports.state, "submitted"));
    expect(await countOf(submitted)).toBe(1);
    const coming = database.db
      .select({ value: count() })
      .from(volunteerShifts)
      .where(sql`${volunteerShifts.startsAt} > ${seededNow.toISOString()}::timestamptz`);
    expect(await countOf(coming)).toBeGreaterThanOrEqual(4);
  });
});

describe("the demo's needs went the way the commands would have taken them", () => {
  it("L17: no public text says who somebody is", async () => {
    const rows = await database.db.select().from(needs);
    for (const need of rows) {
      const members =
        need.householdId === null
          ? []
          : await database.db
              .select({ name: householdMembers.name })
              .from(householdMembers)
              .where(eq(householdMembers.householdId, need.householdId));
      const names = members.map((member) => member.name);
      for (const text of [need.title, need.summary, need.story]) expect(findForbidden(text, names)).toEqual([]);
    }
  });

  it("L2: each is published in the mode the law allows, and only in the approver's hands", async () => {
    const rows = await database.db
      .select({ need: needs, filing: fundraisingFilings, charity: organizations })
      .from(needs)
      .leftJoin(fundraisingFilings, eq(fundraisingFilings.id, needs.filingId))
      .leftJoin(organizations, eq(organizations.id, needs.charityId));
    for (const { need, filing, charity } of rows) {
      if (need.publishedAt === null) {
        expect(need.publicationMode, need.title).toBe("intent_only");
        continue;
      }
      const today = dayInChina(need.publishedAt);
      const decision = publicationModeOf({ asksForMoney: need.goalFen !== null, charity, filing, today });
      expect(need.publicationMode, need.title).toBe(decision.mode);
    }
  });

  it("S7: every notice stood its full days, and its stored facts can be read", async () => {
    for (const notice of await database.db.select().from(notices)) {
      expect(readNoticeBody(notice.body)).not.toBeNull();
      if (notice.closedAt) {
        const days = (notice.closedAt.getTime() - notice.openedAt.getTime()) / 86_400_000;
        expect(days).toBeGreaterThanOrEqual(notice.minDays);
      }
    }
  });

  it("the last step in the history of every record is the state it is in", async () => {
    const off = await database.sql`
      with last as (select distinct on (noun, subject_id) noun, subject_id, to_state from state_transitions
        order by noun, subject_id, at desc, id)
      select 'need' as noun, n.public_code from needs n left join last on last.noun = 'need' and last.subject_id = n.id
        where last.to_state is distinct from n.state
      union all select 'notice', n.public_code from notices n left join last on last.noun = 'notice' and last.subject_id = n.id
        where last.to_state is distinct from n.state
      union all select 'disbursement', d.public_code from disbursements d
        left join last on last.noun = 'disbursement' and last.subject_id = d.id where last.to_state is distinct from d.state
      union all select 'household', h.public_code from households h
        left join last on last.noun = 'household' and last.subject_id = h.id where last.to_state is distinct from h.state`;
    expect(off.map((row) => `${row.noun} ${row.public_code}`)).toEqual([]);
  });
});

describe("the demo's books", () => {
  it("every check of the ledger holds", async () => {
    for (const result of await runChecks(database.db)) expect(result.findings, result.name).toEqual([]);
  });

  it("no mail of the past is waiting to be sent", async () => {
    const open = database.db.select({ value: count() }).from(outboxEvents).where(isNull(outboxEvents.processedAt));
    expect(await countOf(open)).toBe(0);
  });

  it("seeding again changes nothing", async () => {
    const before = await countOf(database.db.select({ value: count() }).from(donations));
    expect(await seedStory(database)).toBe(false);
    expect(await countOf(database.db.select({ value: count() }).from(donations))).toBe(before);
  });
});
