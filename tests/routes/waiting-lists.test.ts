import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { SignedInActor } from "#app/domain/actor.ts";
import { moveSignup } from "#app/domain/volunteers/move-signup.server.ts";
import { signUp } from "#app/domain/volunteers/sign-up.server.ts";
import { tendSignups } from "#app/domain/volunteers/tend-signups.server.ts";
import { drainOutbox } from "#app/jobs/drain-outbox.server.ts";
import { eventHandlers } from "#app/jobs/event-handlers.server.ts";
import { mails } from "#db/schema/outbox.server.ts";
import { volunteerProjects } from "#db/schema/volunteers.server.ts";
import { createMember, createOrganization, createTestRegions, factoryDate } from "#db/seed/factories.server.ts";
import { type RenderedMail, renderMail } from "#emails/templates.server.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";
import { startSite, type TestSite } from "#tests/setup/site.ts";
import { createVolunteer, expectOk, openShift, testSealer } from "#tests/setup/volunteer-shifts.ts";

const hour = 3_600_000;
let now = factoryDate;
let database: TestDatabase;
let site: TestSite;
let organizer: SignedInActor;

beforeAll(async () => {
  database = await createTestDatabase();
  await createTestRegions(database.db);
  site = await startSite(database, { services: { clock: { now: () => now }, sealer: testSealer } });
  const organizationId = await createOrganization(database.db, { kind: "social_organization" });
  organizer = await createMember(database.db, organizationId, "social_organization");
});
afterAll(async () => {
  await site.close();
  await database.drop();
});

/** The newest mail of a template to this person, as it is sent. */
async function mailTo({ email }: SignedInActor, template: "volunteer-signup" | "signups-unanswered") {
  while ((await drainOutbox(site.services, eventHandlers)) > 0);
  const rows = await database.db.select().from(mails).where(eq(mails.recipient, email));
  const row = rows.filter((mail) => mail.template === template).at(-1);
  if (row === undefined) return undefined;
  const rendered: (RenderedMail | null)[] = [];
  for (const locale of ["zh-CN", "en"] as const)
    rendered.push(await renderMail(site.services, template, row.parameters, locale));
  return rendered;
}

it("C5 Q14: the pages and mails of a full shift lead from the line to the seat, and the organization is reminded", async () => {
  now = factoryDate;
  const startsAt = new Date(now.getTime() + 240 * hour);
  const { projectId, shiftId } = await openShift(database.db, organizer, { seats: 1, startsAt });
  const [project] = await database.db.select().from(volunteerProjects).where(eq(volunteerProjects.id, projectId));
  const address = `/volunteer-projects/${project?.publicCode}`;
  const first = await createVolunteer(database.db);
  const { signupId } = expectOk(await signUp(database.db, { shiftId }, first, now));
  const second = await createVolunteer(database.db);
  const cookie = await site.signInAs(second);

  const full = await (await site.request(address, { cookie })).text();
  expect(full).toContain("排队候补");
  const form = { shiftId, acceptsRisk: "on" };
  expect((await site.request(address, { cookie, form })).status, "without the tick for the line it is full").toBe(422);
  const joined = await site.request(address, { cookie, form: { ...form, mayWait: "on" } });
  expect(joined.headers.get("location")).toBe(`${address}?done=wait`);
  expect(await (await site.request("/me/volunteering", { cookie })).text()).toContain("第 1 位");

  expectOk(await moveSignup(database.db, { signupId, step: "decline" }, organizer, now));
  const [chinese, english] = (await mailTo(second, "volunteer-signup")) ?? [];
  expect(chinese?.subject).toBe("有名额了，请尽快确认：步栏村义剪");
  expect(english?.subject).toContain("A place is free");
  const mine = await (await site.request("/me/volunteering", { cookie })).text();
  const [, offered = ""] = /name="signupId" value="([^"]+)"/.exec(mine) ?? [];
  expect(mine).toContain("接受名额");
  expect(await (await site.request("/me", { cookie })).text()).toContain("确认为您保留的志愿名额");
  const taken = await site.request("/me/volunteering", { cookie, form: { signupId: offered, intent: "take" } });
  expect(taken.status).toBe(303);
  expect(await (await site.request("/me/volunteering", { cookie })).text()).toContain("待答复");

  now = new Date(now.getTime() + 48 * hour);
  await tendSignups(database.db, now);
  const [reminder] = (await mailTo(organizer, "signups-unanswered")) ?? [];
  expect(reminder?.subject).toBe("1 人在等您答复：步栏村义剪");
  expect(reminder?.html).toContain(`/org/volunteer-projects/${projectId}`);
  const desk = await (await site.request("/org", { cookie: await site.signInAs(organizer) })).text();
  expect(desk).toContain("报名已过答复时间");
});
