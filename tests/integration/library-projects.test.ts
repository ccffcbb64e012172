import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SignedInActor } from "#app/domain/actor.ts";
import { getFileForActor } from "#app/domain/file-access/get-file-for-actor.server.ts";
import { acceptLibraryProject } from "#app/domain/library-projects/accept-library-project.server.ts";
import { addLibraryFile } from "#app/domain/library-projects/add-library-file.server.ts";
import { approveLibraryProject } from "#app/domain/library-projects/approve-library-project.server.ts";
import { decideBudgetVersion } from "#app/domain/library-projects/decide-budget-version.server.ts";
import {
  getAcceptance,
  getStaffProject,
  listBudgetVersions,
  listLibraryFiles,
  listProjectSteps,
} from "#app/domain/library-projects/library-project-queries.server.ts";
import { linkNeed } from "#app/domain/library-projects/link-need.server.ts";
import { proposeBudgetVersion } from "#app/domain/library-projects/propose-budget-version.server.ts";
import { getPublicProject, listProjectNeeds } from "#app/domain/library-projects/public-project-queries.server.ts";
import { saveLibraryProject } from "#app/domain/library-projects/save-library-project.server.ts";
import { type PlainProjectStep, takeProjectStep } from "#app/domain/library-projects/take-project-step.server.ts";
import { libraryProjects } from "#db/schema/library-projects.server.ts";
import { bulan, createNeed, createStaff, createTestRegions, factoryDate, gaoshan } from "#db/seed/factories.server.ts";
import { createLibraryProject } from "#db/seed/library-project-factory.server.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";
import { documentPicture, memoryFileStore } from "#tests/setup/offline-gifts.ts";
import { sqlRefusal } from "#tests/setup/sql-refusal.ts";

let database: TestDatabase;
let officer: SignedInActor;
let otherOfficer: SignedInActor;
let town: SignedInActor;
let county: SignedInActor;
let second: SignedInActor;
let picture: Uint8Array;
const files = memoryFileStore();
const at = factoryDate;
/** Each step a minute after the one before. */
let minutes = 0;
const next = () => {
  minutes += 1;
  return new Date(at.getTime() + minutes * 60_000);
};
const services = () => ({ db: database.db, files });

beforeAll(async () => {
  database = await createTestDatabase();
  const { db } = database;
  await createTestRegions(db);
  officer = await createStaff(db, "village_officer", bulan);
  otherOfficer = await createStaff(db, "village_officer", gaoshan);
  town = await createStaff(db, "town_verifier", "440783116");
  county = await createStaff(db, "county_verifier", "440783");
  second = await createStaff(db, "county_verifier", "440783");
  picture = await documentPicture();
});
afterAll(() => database.drop());

const line = { item: "供水管网", quantity: 620, unit: "米", unitPrice: 3_000n };
const input = {
  version: 0,
  regionCode: bulan,
  title: "步栏村集中供水改造",
  purpose: "饮水安全",
  description: "旧水管换成集中供水，给 214 户接上合格的水。",
  plannedFrom: "2026-12-01",
  plannedTo: "2027-03-31",
  lines: [line],
};

async function apply(): Promise<string> {
  const saved = await saveLibraryProject(database.db, { ...input, projectId: null }, officer, at);
  if (!saved.ok) throw new Error(saved.code);
  return saved.value.projectId;
}
const addPapers = async (projectId: string) => {
  const quote = { kind: "quote" as const, words: "恒泉供水安装队", amountFen: 1_860_000n, projectId };
  expect(await addLibraryFile(services(), { ...quote, pictures: [picture] }, officer, at)).toMatchObject({ ok: true });
  const photo = { kind: "photo" as const, words: "旧水管", amountFen: null, projectId };
  expect(await addLibraryFile(services(), { ...photo, pictures: [picture] }, officer, at)).toMatchObject({ ok: true });
};
const step = (projectId: string, event: PlainProjectStep, actor: SignedInActor, reason = "") =>
  takeProjectStep(database.db, { projectId, event, reason }, actor, next());
const good = { ok: true };

describe("S47, S100: a village applies, the town checks, the county admits, approves and announces", () => {
  it("takes the whole way, each step by another person, with its papers", async () => {
    const { db } = database;
    const projectId = await apply();
    expect(await step(projectId, "submit", officer), "S47: quotes and photos first").toMatchObject({
      code: "quote_required",
    });
    await addPapers(projectId);
    expect(await step(projectId, "submit", otherOfficer), "another village").toMatchObject({ code: "not_found" });
    expect(await step(projectId, "submit", officer)).toMatchObject(good);
    expect(await saveLibraryProject(db, { ...input, version: 2, projectId }, officer, at)).toMatchObject({
      code: "not_editable",
    });
    expect(await step(projectId, "check", officer), "not an officer's step").toMatchObject({ code: "not_found" });
    expect(await step(projectId, "check", town)).toMatchObject(good);
    expect(await step(projectId, "reserve", town), "the county's step").toMatchObject({ code: "not_found" });
    expect(await getPublicProject(db, { code: (await found(projectId)).publicCode })).toBe(null);
    expect(await step(projectId, "reserve", county)).toMatchObject(good);
    const approval = { projectId, documentNumber: "批〔2026〕1号" };
    expect(await approveLibraryProject(db, approval, county, at)).toMatchObject({ code: "same_person" });
    expect(await approveLibraryProject(db, approval, second, next())).toMatchObject(good);
    expect(await found(projectId)).toMatchObject({ state: "approved", approvedFen: 1_860_000n });
    expect(await step(projectId, "start", officer)).toMatchObject(good);
    const acceptance = {
      projectId,
      acceptedOn: "2026-11-01",
      members: "村民代表 5 人、镇水利所",
      conclusion: "214 户通水，水质检测合格。",
    };
    const accept = (actor: SignedInActor, pictures: readonly Uint8Array[]) =>
      acceptLibraryProject(services(), { ...acceptance, pictures }, actor, next());
    expect(await accept(second, [picture]), "who approved does not accept").toMatchObject({ code: "same_person" });
    expect(await accept(town, [])).toMatchObject({ code: "photo_required" });
    expect(await getAcceptance(db, { projectId })).toBe(null);
    expect(await accept(town, [picture])).toMatchObject(good);
    expect(await getAcceptance(db, { projectId })).toMatchObject({ conclusion: acceptance.conclusion });
    expect(await step(projectId, "announce", county)).toMatchObject(good);
    const steps = await listProjectSteps(db, { projectId });
    expect(steps.map((one) => one.event)).toEqual([
      "draft",
      "submit",
      "check",
      "reserve",
      "approve",
      "start",
      "accept",
      "announce",
    ]);
  });

  it("what is returned or refused says why, and comes back with its old papers and a new version of its budget", async () => {
    const { db } = database;
    const projectId = await apply();
    await addPapers(projectId);
    await step(projectId, "submit", officer);
    expect(await step(projectId, "return", town)).toMatchObject({ code: "reason_required" });
    expect(await step(projectId, "return", town, "单价偏高，请重新询价")).toMatchObject(good);
    const { version } = await found(projectId);
    const cheaper = { ...input, version, projectId, lines: [{ ...line, unitPrice: 2_500n }] };
    expect(await saveLibraryProject(db, { ...cheaper, version: version - 1 }, officer, at)).toMatchObject({
      code: "conflict",
    });
    expect(await saveLibraryProject(db, cheaper, officer, at)).toMatchObject(good);
    const versions = await listBudgetVersions(db, { projectId });
    expect(versions.map((one) => [one.number, one.totalFen])).toEqual([
      [2, 1_550_000n],
      [1, 1_860_000n],
    ]);
    expect(await step(projectId, "submit", officer)).toMatchObject(good);
    expect(await step(projectId, "check", town)).toMatchObject(good);
    expect(await step(projectId, "return", town, "县里才退回"), "now it is the county's").toMatchObject({
      code: "not_found",
    });
    expect(await step(projectId, "reject", county, "已有同类项目")).toMatchObject(good);
  });

  it("L17: names of numbers that make a person known are refused in its public words", async () => {
    const personal = { ...input, description: "联系人 13800138000，旧水管换成集中供水，给大家接水。" };
    const saved = await saveLibraryProject(database.db, { ...personal, projectId: null }, officer, at);
    expect(saved).toMatchObject({ code: "forbidden_text" });
    expect(
      await saveLibraryProject(database.db, { ...input, regionCode: gaoshan, projectId: null }, officer, at),
    ).toMatchObject({ code: "other_place" });
  });

  it("G2: its quotes are seen by staff of the place, by nobody else", async () => {
    const { db } = database;
    const projectId = await apply();
    await addPapers(projectId);
    const [file] = await listLibraryFiles(db, { projectId });
    const fileId = file?.fileId ?? "";
    expect(await getFileForActor(db, { fileId, actor: county })).toMatchObject({ isPublic: false });
    expect(await getFileForActor(db, { fileId, actor: otherOfficer })).toBe(null);
    expect(await getFileForActor(db, { fileId, actor: { kind: "anonymous" } })).toBe(null);
  });

  async function found(projectId: string) {
    const project = await getStaffProject(database.db, { projectId, actor: county });
    if (project === null) throw new Error("not there");
    return project;
  }
});

describe("S100: the budget is versioned, and money follows the version that was approved", () => {
  it("a change waits for another person of the county, and is never below what was promised", async () => {
    const { db } = database;
    const { id: projectId } = await createLibraryProject(db, { budgetFen: 900_000n });
    const change = { projectId, reason: "材料涨价", lines: [{ ...line, quantity: 400 }] };
    const proposed = await proposeBudgetVersion(db, change, county, at);
    if (!proposed.ok) throw new Error(proposed.code);
    const { budgetId } = proposed.value;
    expect(await getStaffProject(db, { projectId, actor: county })).toMatchObject({ approvedFen: 900_000n });
    expect(await proposeBudgetVersion(db, change, county, at)).toMatchObject({ code: "same_budget" });
    const decide = (actor: SignedInActor, decision: "approve" | "refuse", reason = "") =>
      decideBudgetVersion(db, { projectId, budgetId, decision, reason }, actor, at);
    expect(await decide(county, "approve")).toMatchObject({ code: "same_person" });
    expect(await decide(town, "approve")).toMatchObject({ code: "not_found" });
    expect(await decide(second, "refuse")).toMatchObject({ code: "reason_required" });
    expect(await decide(second, "approve")).toMatchObject(good);
    expect(await decide(second, "approve"), "once").toMatchObject({ code: "conflict" });
    expect(await getStaffProject(db, { projectId, actor: county })).toMatchObject({ approvedFen: 1_200_000n });
  });
});

describe("S100: past the application PostgreSQL refuses", () => {
  it.each([
    [
      "a project that begins approved",
      (
        id: string,
      ) => sql`insert into library_projects (id, public_code, region_code, title, purpose, description, planned_from,
      planned_to, state, applied_by, created_at, updated_at) select gen_random_uuid(), 'x', region_code, title, purpose, description, planned_from,
      planned_to, 'approved', applied_by, created_at, updated_at from library_projects where id = ${id}`,
      "library_projects_states",
    ],
    [
      "a step that is left out",
      (id: string) => sql`update library_projects set state = 'announced' where id = ${id}`,
      "library_projects_states",
    ],
    [
      "an acceptance without its record",
      (id: string) => sql`update library_projects set state = 'accepted', accepted_by = checked_by where id = ${id}`,
      "library_projects_acceptance",
    ],
    [
      "the same person for two steps",
      (id: string) => sql`update library_projects set approved_by = reserved_by where id = ${id}`,
      "library_projects_fixed",
    ],
    [
      "other words afterwards",
      (id: string) => sql`update library_projects set title = '别的' where id = ${id}`,
      "library_projects_fixed",
    ],
    ["deleting one", (id: string) => sql`delete from library_projects where id = ${id}`, "library_projects_kept"],
    [
      "another total of a version",
      (id: string) => sql`update library_budgets set total_fen = 1 where project_id = ${id}`,
      "library_budgets_fixed",
    ],
    [
      "one more line of a version",
      (
        id: string,
      ) => sql`insert into library_budget_lines (id, budget_id, position, item, quantity, unit, unit_price_fen)
      select gen_random_uuid(), id, 9, 'x', 1, 'x', 1 from library_budgets where project_id = ${id}`,
      "library_budgets_lines",
    ],
  ])("%s", async (_words, statement, constraint) => {
    const { id } = await createLibraryProject(database.db, { state: "under_way" });
    const refused = sqlRefusal(database, (tx) => tx.execute(statement(id)));
    expect(await refused).toBe(`23514 ${constraint}`);
  });

  it("an approval without a budget that was approved", async () => {
    const { id } = await createLibraryProject(database.db, { state: "reserved" });
    const refused = sqlRefusal(database, (tx) =>
      tx
        .update(libraryProjects)
        .set({ state: "approved", approvedBy: second.userId, documentNumber: "x" })
        .where(eq(libraryProjects.id, id)),
    );
    expect(await refused).toBe("23514 library_projects_budget");
  });
});

it("S100: a need of type project names its library project, in its own place, once", async () => {
  const { db } = database;
  const { id: projectId } = await createLibraryProject(db);
  const need = await createNeed(db, { type: "project", regionCode: bulan, goalFen: 100_000n });
  const other = await createNeed(db, { type: "money", regionCode: bulan, goalFen: 100_000n });
  expect(await linkNeed(db, { projectId, needCode: other.publicCode }, officer, at)).toMatchObject({
    code: "unknown_need",
  });
  expect(await linkNeed(db, { projectId, needCode: need.publicCode }, otherOfficer, at)).toMatchObject({
    code: "not_found",
  });
  expect(await linkNeed(db, { projectId, needCode: need.publicCode }, officer, at)).toMatchObject(good);
  expect(await linkNeed(db, { projectId, needCode: need.publicCode }, officer, at)).toMatchObject({
    code: "already_linked",
  });
  expect(await listProjectNeeds(db, { projectId })).toHaveLength(1);
});
