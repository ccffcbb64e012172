import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Actor, anonymousActor, type SignedInActor } from "#app/domain/actor.ts";
import { addNeedPhotos } from "#app/domain/needs/add-need-photos.server.ts";
import { readEnv } from "#app/env.server.ts";
import type { RequestContext } from "#app/http/guard.server.ts";
import { loader as fileLoader } from "#app/routes/files_.$id.ts";
import { loader as publicHouseholdLoader } from "#app/routes/households_.$publicCode/route.tsx";
import { loader as staffHomeLoader } from "#app/routes/staff/route.tsx";
import { loader as householdsLoader } from "#app/routes/staff_.households/route.tsx";
import { action as householdAction, loader as householdLoader } from "#app/routes/staff_.households_.$id/route.tsx";
import { action as newHouseholdAction } from "#app/routes/staff_.households_.new/route.tsx";
import { loader as needsLoader } from "#app/routes/staff_.needs/route.tsx";
import { action as caseAction, loader as caseLoader } from "#app/routes/staff_.needs_.$id/route.tsx";
import { action as editAction, loader as editLoader } from "#app/routes/staff_.needs_.$id_.edit/route.tsx";
import { action as newNeedAction, loader as newNeedLoader } from "#app/routes/staff_.needs_.new/route.tsx";
import { createServices, type Services } from "#app/services.server.ts";
import { households } from "#db/schema/households.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import {
  bulan,
  createHousehold,
  createNeed,
  createStaff,
  createTestRegions,
  createUser,
  gaoshan,
} from "#db/seed/factories.server.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";

const base = "http://127.0.0.1:3000";

describe("the village officer's pages", () => {
  let database: TestDatabase;
  let services: Services;
  let folder: string;
  let officer: SignedInActor;
  let neighbour: SignedInActor;
  let citizen: SignedInActor;
  let householdId: string;
  let publicCode: string;
  let needId: string;

  beforeAll(async () => {
    database = await createTestDatabase();
    folder = await mkdtemp(join(tmpdir(), "jiedui-files-"));
    services = createServices(readEnv({ DATABASE_URL: database.url, FILES_DIR: folder, JIEDUI_MODE: "test" }));
    await createTestRegions(database.db);
    officer = await createStaff(database.db, "village_officer", bulan);
    neighbour = await createStaff(database.db, "village_officer", gaoshan);
    citizen = await createUser(database.db);
    ({ id: householdId, publicCode } = await createHousehold(database.db, {
      headName: "欧阳秘密",
      groupName: "秘密小组",
      consentTo: ["publish_masked"],
    }));
    ({ id: needId } = await createNeed(database.db, { householdId, state: "drafted", publishedAt: null }));
  });
  afterAll(async () => {
    await services.close();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  function argsOf(actor: Actor, path: string, params: Record<string, string> = {}, init?: RequestInit) {
    const context: RequestContext = {
      services,
      actor,
      locale: "zh-CN",
      isLargeText: false,
      clientAddress: "127.0.0.1",
      nonce: "nonce",
      sessionIdHash: null,
    };
    return { request: new Request(`${base}${path}`, init), params, context };
  }
  function posted(fields: readonly (readonly [string, string])[]): RequestInit {
    return { method: "POST", body: new URLSearchParams(fields.map(([name, value]) => [name, value])) };
  }
  /** The status a loader or action answers with, whether returned or thrown. */
  async function statusOf(answer: () => Promise<unknown>): Promise<number> {
    const reply = await answer().catch((thrown: unknown) => thrown);
    if (reply instanceof Response) return reply.status;
    if (reply instanceof Error) throw reply;
    const init = typeof reply === "object" && reply !== null && "init" in reply ? reply.init : null;
    const status = typeof init === "object" && init !== null && "status" in init ? init.status : 200;
    return typeof status === "number" ? status : 200;
  }

  it("S31: another village's officer, a citizen and a stranger do not find file, case or forms", async () => {
    const pages: ((actor: Actor) => Promise<unknown>)[] = [
      async (actor) => householdLoader(argsOf(actor, "/staff/households/x", { id: householdId })),
      async (actor) => caseLoader(argsOf(actor, "/staff/needs/x", { id: needId })),
      async (actor) => editLoader(argsOf(actor, "/staff/needs/x/edit", { id: needId })),
      async (actor) => newNeedLoader(argsOf(actor, `/staff/needs/new?household=${householdId}`)),
    ];
    for (const page of pages) {
      expect(await statusOf(() => page(officer))).toBe(200);
      expect(await statusOf(() => page(neighbour))).toBe(404);
      expect(await statusOf(() => page(citizen))).toBe(404);
      expect(await statusOf(() => page(anonymousActor)), "a stranger is asked to sign in").toBe(302);
    }
  });

  it("S31: nor do their actions reach it", async () => {
    const withdraw = posted([
      ["intent", "withdraw"],
      ["reason", "不是我的村"],
    ]);
    const answers = [
      async (actor: Actor) => caseAction(argsOf(actor, "/staff/needs/x", { id: needId }, withdraw)),
      async (actor: Actor) => householdAction(argsOf(actor, "/staff/households/x", { id: householdId }, withdraw)),
      async (actor: Actor) =>
        newNeedAction(argsOf(actor, `/staff/needs/new?household=${householdId}`, {}, posted([["title", "x"]]))),
    ];
    for (const answer of answers) expect(await statusOf(() => answer(neighbour))).toBe(404);
    const [need] = await database.db.select().from(needs).where(eq(needs.id, needId));
    expect(need?.state).toBe("drafted");
  });

  it("S31: lists and queues hold the reader's own subtree only", async () => {
    const mine = await householdsLoader(argsOf(officer, "/staff/households"));
    const theirs = await householdsLoader(argsOf(neighbour, "/staff/households"));
    expect([mine.total, theirs.total]).toEqual([1, 0]);
    expect((await needsLoader(argsOf(neighbour, "/staff/needs"))).items).toEqual([]);
    const home = await staffHomeLoader(argsOf(officer, "/staff"));
    expect(home.groups.flatMap((group) => group.tiles).find((tile) => tile.key === "drafted")?.count).toBe(1);
  });

  it("U7: a refused household form is a 422 that keeps what was typed and stores nothing", async () => {
    const before = await database.db.select({ id: households.id }).from(households);
    const fields = [
      ["regionCode", bulan],
      ["members[0].name", "谭秀芳"],
      ["members[0].relation", "head"],
      ["members[0].idNumber", "110101900307451"],
      ["members[0].labourAbility", "full"],
    ] as const;
    const reply = await newHouseholdAction(argsOf(officer, "/staff/households/new", {}, posted(fields)));
    expect(reply).toMatchObject({ init: { status: 422 } });
    const text = JSON.stringify(reply);
    expect(text).toContain("idNumber.old_15");
    expect(text).toContain("谭秀芳");
    expect(await database.db.select({ id: households.id }).from(households)).toHaveLength(before.length);
  });

  it("adding a member is no refused form", async () => {
    const insert = JSON.stringify({ type: "insert", payload: { name: "members", defaultValue: {} } });
    const reply = await newHouseholdAction(
      argsOf(officer, "/staff/households/new", {}, posted([["__intent__", insert]])),
    );
    expect(reply).toMatchObject({ init: { status: 200 } });
  });

  it("F3: fields the form does not have are ignored", async () => {
    const [before] = await database.db.select().from(needs).where(eq(needs.id, needId));
    const fields = [
      ["version", String(before?.version ?? 0)],
      ["type", "money"],
      ["category", "drinking_water"],
      ["title", "为一户人家打水井"],
      ["summary", "家里取水要走两公里山路，想在院里打井。"],
      ["items[0].name", "打井"],
      ["items[0].unit", "米"],
      ["items[0].quantity", "60"],
      ["items[0].unitPriceFen", "185.5"],
      ["state", "published"],
      ["goalFen", "1"],
      ["fundedFen", "999"],
      ["publicationMode", "public"],
    ] as const;
    const args = argsOf(officer, "/staff/needs/x/edit", { id: needId }, posted(fields));
    expect(await statusOf(async () => editAction(args))).toBe(303);
    const [after] = await database.db.select().from(needs).where(eq(needs.id, needId));
    expect(after).toMatchObject({
      state: "drafted",
      goalFen: 1_113_000n,
      fundedFen: 0n,
      publicationMode: "intent_only",
    });
  });

  it("C6: the second of two editors gets both texts", async () => {
    const fields = [
      ["version", "1"],
      ["type", "money"],
      ["category", "drinking_water"],
      ["title", "第二位编辑写的标题"],
      ["summary", "家里取水要走两公里山路，想在院里打井。"],
      ["items[0].name", "打井"],
      ["items[0].unit", "米"],
      ["items[0].quantity", "60"],
      ["items[0].unitPriceFen", "185.5"],
    ] as const;
    const reply = await editAction(argsOf(officer, "/staff/needs/x/edit", { id: needId }, posted(fields)));
    expect(reply).toMatchObject({ init: { status: 422 } });
    expect(JSON.stringify(reply)).toContain("第二位编辑写的标题");
    const page = await editLoader(argsOf(officer, "/staff/needs/x/edit", { id: needId }));
    expect(page.need).toMatchObject({ title: "为一户人家打水井", version: 2 });
  });

  it("G2: a picture is sent sealed off, to those who may see it only", async () => {
    const bytes = await sharp({ create: { width: 30, height: 20, channels: 3, background: "#7a5" } })
      .png()
      .toBuffer();
    const added = await addNeedPhotos(
      services,
      { needId, pictures: [bytes], alternativeText: "水缸", showsPerson: false },
      officer,
      services.clock.now(),
    );
    const id = added.ok ? (added.value.fileIds[0] ?? "") : "";
    const get = async (actor: Actor) => fileLoader(argsOf(actor, `/files/${id}`, { id }));
    for (const actor of [anonymousActor, citizen, neighbour]) expect(await statusOf(() => get(actor))).toBe(404);
    const shown = await get(officer);
    expect(Object.fromEntries(shown.headers)).toMatchObject({
      "content-type": "image/jpeg",
      "x-content-type-options": "nosniff",
      "content-security-policy": "default-src 'none'; sandbox",
      "cache-control": "private, no-store",
    });
    expect((await sharp(await shown.arrayBuffer()).metadata()).format).toBe("jpeg");
    for (const wrong of ["../../etc/passwd", id.toUpperCase(), ""]) {
      expect(await statusOf(async () => fileLoader(argsOf(officer, "/files/x", { id: wrong })))).toBe(404);
    }
  });

  it("F4: the public page tells nothing by which the household could be known", async () => {
    const show = async () => publicHouseholdLoader(argsOf(anonymousActor, "/households/x", { publicCode }));
    expect(await statusOf(show), "while nothing is published there is no page").toBe(404);
    await createNeed(database.db, { householdId, title: "为一户人家打水井" });
    const page = JSON.stringify(await show(), (_key, value) => (typeof value === "bigint" ? String(value) : value));
    expect(page).toContain("步栏村");
    expect(page).not.toMatch(/欧阳|秘密|1968/);
    expect(page).not.toContain(householdId);
  });
});
