import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SignedInActor } from "#app/domain/actor.ts";
import { createWorkerPrinter, defaultPrinterOptions } from "#app/printing/worker-printer.server.ts";
import { createSealer } from "#db/sealer.server.ts";
import { bulan, createHousehold, createStaff, createTestRegions, gaoshan } from "#db/seed/factories.server.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";
import { readPdf } from "#tests/setup/read-pdf.ts";
import { startSite, type TestSite } from "#tests/setup/site.ts";

const key = Buffer.alloc(32, 9);
// A busy machine may take longer than a visitor would wait.
const printer = createWorkerPrinter({ ...defaultPrinterOptions, limitMs: 100_000 });
let now = new Date("2026-11-10T02:00:00Z");

describe("a household's file, by its pages", () => {
  let database: TestDatabase;
  let site: TestSite;
  let householdId: string;
  let picture: Buffer;
  const cookies = new Map<string, string>();
  let signInAll = async (): Promise<void> => {};

  beforeAll(async () => {
    database = await createTestDatabase();
    await createTestRegions(database.db);
    const services = { clock: { now: () => now }, sealer: createSealer(key, key), printer };
    site = await startSite(database, { services });
    const people: [string, SignedInActor][] = [
      ["officer", await createStaff(database.db, "village_officer", bulan, { displayName: "步栏信息员" })],
      ["town", await createStaff(database.db, "town_verifier", "440783116", { displayName: "镇审核员" })],
      ["county", await createStaff(database.db, "county_verifier", "440783", { displayName: "县审核员" })],
      ["auditor", await createStaff(database.db, "auditor", "4407", { displayName: "稽查员" })],
      ["neighbour", await createStaff(database.db, "village_officer", gaoshan)],
    ];
    signInAll = async () => {
      for (const [name, actor] of people) cookies.set(name, await site.signInAs(actor));
    };
    await signInAll();
    const createdBy = people[0]?.[1].userId;
    ({ id: householdId } = await createHousehold(database.db, { state: "applied", createdBy }));
    picture = await sharp({ create: { width: 40, height: 30, channels: 3, background: "#7a5" } })
      .jpeg()
      .toBuffer();
  }, 300_000);
  afterAll(async () => {
    await site.close();
    await printer.close();
    await database.drop();
  });

  const get = async (who: string, path: string) => {
    const answer = await site.request(`/staff/households/${householdId}${path}`, { cookie: cookies.get(who) ?? "" });
    return { status: answer.status, text: await answer.text() };
  };
  /** Sends a form the way a browser does; with a picture where the step needs one. */
  async function send(who: string, path: string, fields: Record<string, string>, hasPicture = false) {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.append(name, value);
    if (hasPicture) body.append("photo", new Blob([new Uint8Array(picture)], { type: "image/jpeg" }), "a.jpg");
    const answer = await fetch(`${site.url}/staff/households/${householdId}${path}`, {
      method: "POST",
      redirect: "manual",
      headers: { Origin: site.url, Cookie: cookies.get(who) ?? "" },
      body,
    });
    return { status: answer.status, location: answer.headers.get("Location") ?? "", text: await answer.text() };
  }
  const meeting = {
    heldOn: "2026-11-09",
    place: "步栏村党群服务中心",
    attendees: "村民代表十五人",
    attendeeCount: "15",
    votesFor: "12",
    votesAgainst: "1",
    votesAbstained: "2",
    minutes: "逐项议过，大家同意上报。",
  };

  it("S5 S7 S8: from the application to the file, each step on its own page, in the order of the levels", async () => {
    expect((await get("officer", "")).text).not.toContain("/steps/review");
    expect((await get("town", "")).text).toContain(`/staff/households/${householdId}/steps/review`);
    expect((await get("neighbour", "/steps/sign")).status).toBe(404);
    expect((await get("county", "/steps/approve")).status, "not yet").toBe(302);
    const bad = await send("town", "/steps/review", { ...meeting, votesFor: "40" }, true);
    expect([bad.status, bad.text.includes("票数合计不能多于到会人数")]).toEqual([422, true]);
    expect((await send("town", "/steps/review", meeting)).text).toContain("请选择照片");
    expect((await send("town", "/steps/review", meeting, true)).location).toContain("done=review");
    expect((await send("town", "/steps/notice", { objectionPhone: "0750-2000116" })).location).toContain("done=notice");
    const notices = await (await site.request("/notices")).text();
    const [, code] = /href="\/notices\/([0-9A-Z]{5}-[0-9A-Z]{5})"/.exec(notices) ?? [];
    const notice = await (await site.request(`/notices/${code}`)).text();
    expect(notice).toContain("梁*明");
    expect(notice).not.toContain("梁家明");
    expect((await get("officer", "/steps/sign")).status, "the days are not over").toBe(302);
    now = new Date("2026-11-17T02:00:00Z");
    // A week later everybody has to sign in again.
    await signInAll();
    const signature = { signerName: "梁家明", method: "signature" };
    expect((await send("officer", "/steps/sign", signature, true)).location).toContain("done=sign");
    expect((await send("county", "/steps/approve", {})).status).toBe(422);
    expect((await send("county", "/steps/approve", { hasComparedRegister: "on" })).location).toContain("done=approve");
    expect((await get("officer", "?done=approve")).text).toContain("已批准，这户从今天起在册");
    expect((await send("county", "/steps/approve", { hasComparedRegister: "on" })).status).toBe(409);
  });

  it("S15 S19 S12: checklist, warning and ledger are kept on one page, and stand in the town's monitoring", async () => {
    const path = "/monitoring";
    const list = { intent: "checklist", food: "on", clothing: "on", education: "on", medical: "on", water: "on" };
    const saved = await send("officer", path, { ...list, allowance: "none", revision: "0" });
    expect(saved.location).toContain("done=checklist");
    expect((await send("officer", path, { ...list, allowance: "none", revision: "0" })).text).toContain("别人刚刚改过");
    const page = await get("officer", path);
    expect(page.text).toContain(`household=${householdId}&amp;gap=housing`);
    const draft = `/staff/needs/new?household=${householdId}&gap=housing`;
    const form = await (await site.request(draft, { cookie: cookies.get("officer") ?? "" })).text();
    expect(form).toContain("为一户人家修缮住房");
    const warning = { intent: "raise", kind: "illness", grade: "red", note: "户主住院，花费很大" };
    expect((await send("town", path, warning)).location).toContain("done=raise");
    const monitoring = await site.request("/staff/monitoring?gap=housing", { cookie: cookies.get("town") ?? "" });
    const text = await monitoring.text();
    expect(text).toContain("大病");
    expect(text).toContain(`/staff/households/${householdId}/monitoring`);
    expect((await send("auditor", path, warning)).status, "who looks on changes nothing").toBe(404);
  });

  it("S3: the whole file prints as one PDF, masked for who only looks on", async () => {
    const pdfOf = async (who: string) => {
      const answer = await site.request(`/staff/households/${householdId}/file.pdf`, {
        cookie: cookies.get(who) ?? "",
      });
      expect([answer.status, answer.headers.get("Content-Type")]).toEqual([200, "application/pdf"]);
      const { pages } = await readPdf(new Uint8Array(await answer.arrayBuffer()));
      return pages.flat().join("\n");
    };
    const whole = await pdfOf("officer");
    for (const word of [
      "一户一档 梁家明",
      "因病",
      "两不愁三保障",
      "有缺口",
      "入户走访",
      "收到的帮扶",
      "签字",
      "县审核员",
    ]) {
      expect(whole).toContain(word);
    }
    const masked = await pdfOf("auditor");
    expect(masked).toContain("梁*明");
    expect(masked).not.toContain("梁家明");
    const other = await site.request(`/staff/households/${householdId}/file.pdf`, {
      cookie: cookies.get("neighbour") ?? "",
    });
    expect(other.status).toBe(404);
  }, 120_000);

  it("S3 C6: the versions are listed with their fields", async () => {
    const page = await get("auditor", "/versions");
    expect(page.text).toContain("版本和修改");
    expect(page.text).toContain("梁家明签字");
  });
});
