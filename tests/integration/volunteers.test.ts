import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SignedInActor } from "#app/domain/actor.ts";
import { addShift } from "#app/domain/volunteers/add-shift.server.ts";
import { changeProjectState } from "#app/domain/volunteers/change-project-state.server.ts";
import { cancelSignup, confirmHours, moveSignup } from "#app/domain/volunteers/move-signup.server.ts";
import { postProject } from "#app/domain/volunteers/post-project.server.ts";
import { registerVolunteer } from "#app/domain/volunteers/register-volunteer.server.ts";
import { signUp } from "#app/domain/volunteers/sign-up.server.ts";
import { getOwnProject, getOwnVolunteer } from "#app/domain/volunteers/volunteer-private-queries.server.ts";
import { getPublicProject, listPublicProjects } from "#app/domain/volunteers/volunteer-queries.server.ts";
import { volunteerShifts, volunteerSignups, volunteers } from "#db/schema/volunteers.server.ts";
import { createSealer } from "#db/sealer.server.ts";
import {
  bulan,
  createMember,
  createOrganization,
  createTestRegions,
  createUser,
  factoryDate,
} from "#db/seed/factories.server.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";

const sealer = createSealer(Buffer.alloc(32, 1), Buffer.alloc(32, 2));
const soon = new Date(factoryDate.getTime() + 86_400_000);
const later = new Date(soon.getTime() + 3 * 3_600_000);
let database: TestDatabase;
let organizer: SignedInActor;
let stranger: SignedInActor;

beforeAll(async () => {
  database = await createTestDatabase({ max: 20 });
  await createTestRegions(database.db);
  organizer = await createMember(
    database.db,
    await createOrganization(database.db, { kind: "social_organization" }),
    "social_organization",
  );
  stranger = await createMember(
    database.db,
    await createOrganization(database.db, { kind: "social_organization", name: "另一家" }),
    "social_organization",
  );
});
afterAll(() => database.drop());

function expectOk<Value>(result: { ok: true; value: Value } | { ok: false; code: string }): Value {
  if (!result.ok) throw new Error(result.code);
  return result.value;
}

const projectInput = {
  title: "步栏村义剪",
  description: "为村里老人理发，顺便修风扇。",
  serviceType: "haircut" as const,
  regionCode: bulan,
  place: "文化室",
  riskNotice: "山路弯多，统一乘车，队里买保险。",
  visitsHomes: false,
};

async function openShift(seats: number) {
  const { projectId } = expectOk(
    await postProject(
      database.db,
      { ...projectInput, organizationId: organizer.memberships[0]?.organizationId ?? "" },
      organizer,
      factoryDate,
    ),
  );
  const { shiftId } = expectOk(
    await addShift(database.db, { projectId, startsAt: soon, endsAt: later, seats }, organizer, factoryDate),
  );
  expectOk(await changeProjectState(database.db, { projectId, event: "publish" }, organizer, factoryDate));
  return { projectId, shiftId };
}

async function createVolunteer(): Promise<SignedInActor> {
  const actor = await createUser(database.db);
  const entry = {
    realName: "陈晓彤",
    phone: "13800000000",
    regionCode: bulan,
    skills: ["haircut" as const],
    availability: "",
  };
  expectOk(await registerVolunteer({ db: database.db, sealer }, entry, actor, factoryDate));
  return actor;
}

async function takenSeats(shiftId: string): Promise<number> {
  const [shift] = await database.db.select().from(volunteerShifts).where(eq(volunteerShifts.id, shiftId));
  return shift?.takenSeats ?? -1;
}

describe("volunteering", () => {
  it("S75: the register keeps the phone sealed, and opens it to the volunteer alone", async () => {
    const actor = await createVolunteer();
    const [row] = await database.db.select().from(volunteers).where(eq(volunteers.userId, actor.userId));
    expect(row?.phoneSealed).not.toContain("13800000000");
    expect((await getOwnVolunteer(database.db, sealer, { userId: actor.userId }))?.phone).toBe("13800000000");
  });

  it("S77: sign up, accept, check in and out, confirm hours within the time present", async () => {
    const { projectId, shiftId } = await openShift(2);
    const actor = await createVolunteer();
    const { signupId } = expectOk(await signUp(database.db, { shiftId }, actor, factoryDate));
    expect(await confirmHours(database.db, { signupId, minutes: 10 }, organizer, factoryDate)).toMatchObject({
      code: "conflict",
    });
    expectOk(await moveSignup(database.db, { signupId, step: "accept" }, organizer, factoryDate));
    expectOk(await moveSignup(database.db, { signupId, step: "check_in" }, organizer, soon));
    expectOk(await moveSignup(database.db, { signupId, step: "check_out" }, organizer, later));
    expect(await confirmHours(database.db, { signupId, minutes: 181 }, organizer, later)).toMatchObject({
      code: "longer_than_present",
    });
    expectOk(await confirmHours(database.db, { signupId, minutes: 180 }, organizer, later));
    const project = await getOwnProject(database.db, sealer, { projectId, actor: organizer });
    expect(project?.signups[0]).toMatchObject({ state: "hours_confirmed", confirmedMinutes: 180, phone: null });
  });

  it("a shift cannot be joined unregistered, late, twice, or in a draft", async () => {
    const { shiftId } = await openShift(5);
    expect(await signUp(database.db, { shiftId }, await createUser(database.db), factoryDate)).toMatchObject({
      code: "not_registered",
    });
    const actor = await createVolunteer();
    expect(await signUp(database.db, { shiftId }, actor, soon)).toMatchObject({ code: "past" });
    expectOk(await signUp(database.db, { shiftId }, actor, factoryDate));
    expect(await signUp(database.db, { shiftId }, actor, factoryDate)).toMatchObject({ code: "already_signed_up" });
    expect(await takenSeats(shiftId)).toBe(1);
  });

  it("C5: 60 people race for 20 seats while some cancel, and no seat is sold twice", async () => {
    const { shiftId } = await openShift(20);
    const people = await Promise.all(Array.from({ length: 60 }, createVolunteer));
    const results = await Promise.all(
      people.map(async (actor, index) => {
        const result = await signUp(database.db, { shiftId }, actor, factoryDate);
        if (result.ok && index % 3 === 0)
          expectOk(await cancelSignup(database.db, { signupId: result.value.signupId }, actor, factoryDate));
        return result;
      }),
    );
    const live = await database.db.select().from(volunteerSignups).where(eq(volunteerSignups.shiftId, shiftId));
    const holding = live.filter((signup) => signup.state === "applied").length;
    expect(holding).toBeLessThanOrEqual(20);
    expect(await takenSeats(shiftId)).toBe(holding);
    expect(results.every((result) => result.ok || result.code === "full")).toBe(true);
  });

  it("S31: another organization sees and moves nothing; anyone sees no volunteer", async () => {
    const { projectId, shiftId } = await openShift(3);
    const { signupId } = expectOk(await signUp(database.db, { shiftId }, await createVolunteer(), factoryDate));
    expect(await getOwnProject(database.db, sealer, { projectId, actor: stranger })).toBeNull();
    expect(await moveSignup(database.db, { signupId, step: "accept" }, stranger, factoryDate)).toMatchObject({
      code: "not_found",
    });
    expect(await confirmHours(database.db, { signupId, minutes: 1 }, stranger, factoryDate)).toMatchObject({
      code: "not_found",
    });
    expect(await changeProjectState(database.db, { projectId, event: "close" }, stranger, factoryDate)).toMatchObject({
      code: "not_found",
    });
    const { projects } = await listPublicProjects(database.db, {
      regionPrefix: "440783116",
      serviceType: "haircut",
      page: 1,
      at: factoryDate,
    });
    const shown = await getPublicProject(database.db, { publicCode: projects[0]?.publicCode ?? "", at: factoryDate });
    expect(JSON.stringify([projects, shown])).not.toMatch(/陈晓彤|13800000000/);
  });

  it("S1: lists filter by region subtree", async () => {
    const inside = await listPublicProjects(database.db, {
      regionPrefix: "44",
      serviceType: null,
      page: 1,
      at: factoryDate,
    });
    const outside = await listPublicProjects(database.db, {
      regionPrefix: "51",
      serviceType: null,
      page: 1,
      at: factoryDate,
    });
    expect(inside.total).toBeGreaterThan(0);
    expect(outside.total).toBe(0);
  });

  it("a project without a shift is not published", async () => {
    const organizationId = organizer.memberships[0]?.organizationId ?? "";
    const { projectId } = expectOk(
      await postProject(database.db, { ...projectInput, organizationId }, organizer, factoryDate),
    );
    expect(
      await changeProjectState(database.db, { projectId, event: "publish" }, organizer, factoryDate),
    ).toMatchObject({ code: "no_shift" });
  });
});
