import { asc, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SignedInActor } from "#app/domain/actor.ts";
import { listHelperWork } from "#app/domain/desk/helper-work-queries.server.ts";
import { newId } from "#app/domain/ids.ts";
import { addShift } from "#app/domain/volunteers/add-shift.server.ts";
import { changeProjectState } from "#app/domain/volunteers/change-project-state.server.ts";
import { cancelSignup, moveSignup } from "#app/domain/volunteers/move-signup.server.ts";
import { signUp } from "#app/domain/volunteers/sign-up.server.ts";
import { takeOfferedSeat } from "#app/domain/volunteers/take-offered-seat.server.ts";
import { tendSignups } from "#app/domain/volunteers/tend-signups.server.ts";
import { listOwnSignups } from "#app/domain/volunteers/volunteer-private-queries.server.ts";
import { getPublicProject, listPublicProjects } from "#app/domain/volunteers/volunteer-queries.server.ts";
import { outboxEvents } from "#db/schema/outbox.server.ts";
import { volunteerProjects, volunteerShifts, volunteerSignups } from "#db/schema/volunteers.server.ts";
import { createMember, createOrganization, createTestRegions, factoryDate } from "#db/seed/factories.server.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";
import { sqlRefusal } from "#tests/setup/sql-refusal.ts";
import { createVolunteer, expectOk, openShift } from "#tests/setup/volunteer-shifts.ts";

const hour = 3_600_000;
const day = 24 * hour;
const later = (milliseconds: number) => new Date(factoryDate.getTime() + milliseconds);
let database: TestDatabase;
let organizer: SignedInActor;

beforeAll(async () => {
  database = await createTestDatabase({ max: 8 });
  await createTestRegions(database.db);
  const organizationId = await createOrganization(database.db, { kind: "social_organization" });
  organizer = await createMember(database.db, organizationId, "social_organization");
});
afterAll(() => database.drop());

const open = (seats: number, startsAt = later(10 * day)) => openShift(database.db, organizer, { seats, startsAt });

async function join(shiftId: string, at = factoryDate) {
  const actor = await createVolunteer(database.db);
  return { actor, ...expectOk(await signUp(database.db, { shiftId, mayWait: true }, actor, at)) };
}

async function stateOf(signupId: string) {
  const [row] = await database.db.select().from(volunteerSignups).where(eq(volunteerSignups.id, signupId));
  return row?.state;
}

async function seatsOf(shiftId: string) {
  const [shift] = await database.db.select().from(volunteerShifts).where(eq(volunteerShifts.id, shiftId));
  const rows = await database.db
    .select({ id: volunteerSignups.id, state: volunteerSignups.state })
    .from(volunteerSignups)
    .where(eq(volunteerSignups.shiftId, shiftId))
    .orderBy(asc(volunteerSignups.createdAt), asc(volunteerSignups.id));
  const holding = rows.filter(
    ({ state }) => !["waiting", "cancelled", "declined", "lapsed", "no_show"].includes(state),
  );
  return { taken: shift?.takenSeats, holding: holding.length, rows };
}

describe("the waiting list of a full shift", () => {
  it("C5: a seat that is given back is offered to the first in line, who takes it in time", async () => {
    const { shiftId } = await open(1);
    const first = await join(shiftId);
    const second = await join(shiftId, later(1));
    const third = await join(shiftId, later(2));
    expect([first.state, second.state, third.state]).toEqual(["applied", "waiting", "waiting"]);
    const own = await listOwnSignups(database.db, { userId: third.actor.userId });
    expect(own[0]).toMatchObject({ placeInLine: 2 });

    expectOk(await cancelSignup(database.db, { signupId: first.signupId }, first.actor, later(hour)));
    expect([await stateOf(second.signupId), await stateOf(third.signupId)]).toEqual(["offered", "waiting"]);
    expect(await seatsOf(shiftId)).toMatchObject({ taken: 1, holding: 1 });
    // Nobody passes the line while the offer stands.
    const late = await createVolunteer(database.db);
    expect(await signUp(database.db, { shiftId }, late, later(hour))).toMatchObject({ code: "full" });
    const desk = await listHelperWork(database.db, { actor: second.actor, desk: "own", now: later(hour) });
    expect(desk).toMatchObject([{ kind: "seat_offered", id: second.signupId }]);
    expect(await takeOfferedSeat(database.db, second, third.actor, later(2 * hour))).toMatchObject({
      code: "not_found",
    });
    expectOk(await takeOfferedSeat(database.db, second, second.actor, later(2 * hour)));
    expect(await stateOf(second.signupId)).toBe("applied");
    expect(await takeOfferedSeat(database.db, second, second.actor, later(2 * hour))).toMatchObject({
      code: "conflict",
    });
  });

  it("C5: an offer nobody takes goes on to the next in line, and the line ends with the beginning", async () => {
    const { shiftId, startsAt } = await open(1);
    const first = await join(shiftId);
    const second = await join(shiftId, later(1));
    const third = await join(shiftId, later(2));
    const fourth = await join(shiftId, later(3));
    expectOk(await moveSignup(database.db, { signupId: first.signupId, step: "decline" }, organizer, later(hour)));
    const over = later(hour + day);
    expect(await takeOfferedSeat(database.db, second, second.actor, over)).toMatchObject({ code: "offer_over" });
    await tendSignups(database.db, new Date(over.getTime() - 1));
    expect(await stateOf(second.signupId)).toBe("offered");
    await tendSignups(database.db, over);
    expect([await stateOf(second.signupId), await stateOf(third.signupId)]).toEqual(["lapsed", "offered"]);
    // Whom the seat passed by may stand in line again.
    expect(await signUp(database.db, { shiftId, mayWait: true }, second.actor, over)).toMatchObject({
      value: { state: "waiting" },
    });
    expectOk(await takeOfferedSeat(database.db, third, third.actor, over));
    await tendSignups(database.db, startsAt);
    expect(await stateOf(fourth.signupId)).toBe("lapsed");
    expect(await seatsOf(shiftId)).toMatchObject({ taken: 1, holding: 1 });
  });

  it("C5: a free seat is a sign-up at once, also for who would wait", async () => {
    const { shiftId } = await open(1);
    expect((await join(shiftId)).state).toBe("applied");
  });

  it.each([1, 2, 3])(
    "C5: 40 people, 5 seats, everybody changes their mind at once: never overbooked (%i)",
    async () => {
      const { shiftId } = await open(5);
      const people = await Promise.all(Array.from({ length: 30 }, () => createVolunteer(database.db)));
      await Promise.all(
        people.map(async (actor, index) => {
          const { signupId } = expectOk(await signUp(database.db, { shiftId, mayWait: true }, actor, later(index)));
          if (index % 2 === 0) return cancelSignup(database.db, { signupId }, actor, later(hour));
          return takeOfferedSeat(database.db, { signupId }, actor, later(hour));
        }),
      );
      await Promise.all([tendSignups(database.db, later(2 * day)), tendSignups(database.db, later(2 * day))]);
      const { taken, holding, rows } = await seatsOf(shiftId);
      expect(taken).toBe(holding);
      expect(holding).toBeLessThanOrEqual(5);
      // No seat is free while somebody waits.
      if (rows.some(({ state }) => state === "waiting")) expect(holding).toBe(5);
    },
  );

  it("C5: PostgreSQL refuses one sign-up too many, whatever the counter says, and a second cancel of one seat frees none", async () => {
    const { shiftId } = await open(1);
    const { actor, signupId } = await join(shiftId);
    const other = await createVolunteer(database.db);
    const row = { id: newId(), shiftId, userId: other.userId, riskAcknowledgedAt: factoryDate, createdAt: factoryDate };
    expect(await sqlRefusal(database, (tx) => tx.insert(volunteerSignups).values({ ...row, state: "accepted" }))).toBe(
      "23514 volunteer_signups_seats",
    );
    await database.db.insert(volunteerSignups).values({ ...row, state: "waiting" });
    expect(
      await sqlRefusal(database, (tx) =>
        tx.update(volunteerSignups).set({ state: "applied" }).where(eq(volunteerSignups.id, row.id)),
      ),
    ).toBe("23514 volunteer_signups_seats");
    const cancels = await Promise.all([1, 2, 3].map(() => cancelSignup(database.db, { signupId }, actor, later(hour))));
    expect(cancels.filter((result) => result.ok)).toHaveLength(1);
    expect(await seatsOf(shiftId)).toMatchObject({ taken: 1, holding: 1 });
  });
});

describe("what time does", () => {
  it("Q14: an organization that does not answer in time is reminded once, by mail and on its desk", async () => {
    const { shiftId, projectId } = await open(3);
    const { signupId } = await join(shiftId);
    const answered = await join(shiftId);
    expectOk(await moveSignup(database.db, { signupId: answered.signupId, step: "accept" }, organizer, later(hour)));
    await tendSignups(database.db, later(48 * hour - 1));
    const lineOf = async () =>
      (await listHelperWork(database.db, { actor: organizer, desk: "organization", now: later(hour) })).filter(
        ({ id }) => id === projectId,
      );
    expect(await lineOf()).toMatchObject([{ kind: "signup_to_answer" }]);
    await tendSignups(database.db, later(48 * hour));
    await tendSignups(database.db, later(49 * hour));
    expect(await lineOf()).toMatchObject([{ kind: "signup_unanswered" }]);
    const reminders = await database.db
      .select()
      .from(outboxEvents)
      .where(eq(outboxEvents.kind, "volunteer_signups.unanswered"));
    expect(reminders.filter(({ payload }) => payload.projectId === projectId)).toHaveLength(1);
    expectOk(await moveSignup(database.db, { signupId, step: "accept" }, organizer, later(50 * hour)));
    expect(await lineOf()).toEqual([]);
  });

  it("S77: a project leaves the listing by itself a fortnight after its last shift, and a new shift brings it back", async () => {
    const { projectId, endsAt } = await open(2);
    const [project] = await database.db.select().from(volunteerProjects).where(eq(volunteerProjects.id, projectId));
    const publicCode = project?.publicCode ?? "";
    const isListed = async (at: Date) => {
      const { projects } = await listPublicProjects(database.db, { regionPrefix: "", serviceType: null, page: 1, at });
      return projects.some((one) => one.publicCode === publicCode);
    };
    const stale = new Date(endsAt.getTime() + 14 * day);
    expect(await isListed(new Date(stale.getTime() - 1))).toBe(true);
    expect(await isListed(stale)).toBe(false);
    expect(await getPublicProject(database.db, { publicCode, at: stale })).not.toBeNull();
    const startsAt = new Date(stale.getTime() + day);
    const times = { startsAt, endsAt: new Date(startsAt.getTime() + hour) };
    expectOk(await addShift(database.db, { projectId, ...times, seats: 2 }, organizer, stale));
    expect(await isListed(stale)).toBe(true);
    expectOk(await changeProjectState(database.db, { projectId, event: "close" }, organizer, stale));
    expect(await isListed(stale)).toBe(false);
  });
});
