import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newId } from "#app/domain/ids.ts";
import { drainOutbox } from "#app/jobs/drain-outbox.server.ts";
import { eventHandlers } from "#app/jobs/event-handlers.server.ts";
import { sendMails } from "#app/jobs/send-mails.server.ts";
import { complaints } from "#db/schema/complaints.server.ts";
import { mails } from "#db/schema/outbox.server.ts";
import { createNeed, createStaff, createTestRegions } from "#db/seed/factories.server.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";
import { readForms, readLinks } from "#tests/setup/html-forms.ts";
import { startSite, type TestSite } from "#tests/setup/site.ts";

const now = new Date("2025-09-30T02:00:00Z");
const sent: { to: string; subject: string; text: string }[] = [];

let database: TestDatabase;
let site: TestSite;
let need: { id: string; publicCode: string };

beforeAll(async () => {
  database = await createTestDatabase();
  await createTestRegions(database.db);
  need = await createNeed(database.db);
  const mailer = { send: async (mail: { to: string; subject: string; text: string }) => void sent.push(mail) };
  site = await startSite(database, { services: { clock: { now: () => now }, mailer } });
}, 300_000);
afterAll(async () => {
  await site?.close();
  await database.drop();
});

const about = () => `/needs/${need.publicCode}`;
const formOf = (changes: Record<string, string> = {}) => ({
  kind: "money",
  content: "九月二十八日我在村口看到水管没有铺，公示说已经铺好了。",
  contact: "",
  email: "",
  website: "",
  about: about(),
  formNonce: newId(),
  ...changes,
});

async function work(): Promise<void> {
  await drainOutbox(site.services, eventHandlers);
  await sendMails(site.services);
}

describe("complaints", () => {
  it("S121, L25: every page carries the link, with the public page it stands on and nothing private", async () => {
    const linkOn = async (path: string) =>
      readLinks(await (await site.request(path)).text()).find((link) => link.startsWith("/complaints/new"));
    expect(await linkOn(about())).toBe(`/complaints/new?about=${encodeURIComponent(about())}`);
    expect(await linkOn("/needs?q=张三丰")).toBe("/complaints/new?about=%2Fneeds");
    for (const path of ["/", "/login", `/donations/${newId()}`, "/objections/7KQ4D-M29XB", "/no-such-page"]) {
      expect(await linkOn(path), path).toBe("/complaints/new");
    }
  });

  it("S121: who complains gets a code and follows it; the answer comes by the code and by mail, sealed on the way", async () => {
    const page = await (await site.request(`/complaints/new?about=${encodeURIComponent(about())}`)).text();
    expect(page).toContain("步栏村饮水管网入户");
    expect(
      readForms(page).some((form) => form.fields.some((field) => field.name === "about" && field.value === about())),
    ).toBe(true);
    const answer = await site.request("/complaints/new", {
      form: formOf({ contact: "陈先生 13800000000", email: "witness@jiedui.example" }),
    });
    expect(answer.status).toBe(303);
    const address = answer.headers.get("Location") ?? "";
    const code = /^\/complaints\/([0-9A-Z-]{23})\?sent=1$/.exec(address)?.[1] ?? "";
    const receipt = await (await site.request(address)).text();
    expect(receipt).toContain(code);
    expect(receipt).toContain("2025年10月14日");
    for (const secret of ["13800000000", "witness@jiedui.example", "水管没有铺"]) expect(receipt).not.toContain(secret);
    await work();
    expect(sent.at(-1)).toMatchObject({ to: "witness@jiedui.example" });
    expect(sent.at(-1)?.text).toContain(code);
    expect(JSON.stringify(await database.db.select().from(mails))).not.toContain("witness@");
    const county = await site.signInAs(await createStaff(database.db, "county_verifier", "440783"));
    const [row] = await database.db.select().from(complaints).where(eq(complaints.aboutPath, about()));
    const path = `/staff/complaints/${row?.id}`;
    expect(await (await site.request("/staff/complaints", { cookie: county })).text()).toContain(row?.caseNumber);
    expect(await (await site.request(path, { cookie: county })).text()).toContain("13800000000");
    expect((await site.request(path, { form: { intent: "accept" }, cookie: county })).status).toBe(303);
    const reply = { intent: "answer", outcome: "upheld", answer: "核查属实，已责成施工方在十月底前铺完。" };
    expect((await site.request(path, { form: reply, cookie: county })).status).toBe(303);
    await work();
    expect(sent.at(-1)?.subject).toContain("答复");
    expect(sent.at(-1)?.text).not.toContain("施工方");
    expect(await (await site.request(`/complaints/${code}`)).text()).toContain("施工方");
    const typed = await site.request("/complaints", { form: { code: code.toLowerCase().replaceAll("-", " ") } });
    expect(typed.headers.get("Location")).toBe(`/complaints/${code}`);
    expect((await site.request("/complaints", { form: { code: "WWWWW-WWWWW-WWWWW-WWWWW" } })).status).toBe(422);
    const figures = await (await site.request("/complaints")).text();
    expect(figures).toContain("2025 年收到的投诉举报");
    expect(figures).not.toContain("水管没有铺");
  });

  it("S121: machines are kept out without pictures to solve: a field for them, and a limit for each address", async () => {
    expect((await site.request("/complaints/new", { form: formOf({ website: "http://spam.example" }) })).status).toBe(
      422,
    );
    const statuses: number[] = [];
    for (let count = 0; count < 12; count++) {
      statuses.push((await site.request("/complaints/new", { form: formOf({ about: "" }) })).status);
    }
    expect(statuses).toContain(303);
    expect(statuses.at(-1)).toBe(429);
  });
});
