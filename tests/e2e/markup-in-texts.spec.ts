import { type Browser, expect, type Page, test } from "@playwright/test";
import postgres from "postgres";
import { demoPassword } from "#db/seed/personas.ts";
import { type OwnSite, startOwnSite } from "#tests/setup/own-site.ts";

/** A real browser is asked, not a parser: whatever of these runs opens a dialog, and a dialog fails the test. */
const strings = [
  "<img src=x onerror=alert(1)>",
  '"><svg onload=alert(2)>',
  "</script><script>alert(3)</script>",
  "</title></textarea><script>alert(4)</script>",
  "' autofocus onfocus='alert(5)",
];
const typed = strings.join(" ");

let site: OwnSite;
let sql: postgres.Sql;
let pages: { needId: string; householdId: string; needCode: string; householdCode: string; village: string };

test.beforeAll(async () => {
  test.setTimeout(240_000);
  site = await startOwnSite();
  sql = postgres(site.databaseUrl, { max: 1, onnotice: () => {} });
  pages = await plant();
});
test.afterAll(async () => {
  await sql.end();
  await site.end();
});

/** Into every column of text that the pages of a need and of its household show, past the forms and their refusals. */
async function plant() {
  const [row] = await sql<(typeof pages)[]>`
    select need.id as "needId", home.id as "householdId", need.public_code as "needCode", home.public_code as "householdCode",
      home.region_code as village
    from needs need join households home on home.id = need.household_id
    where need.state in ('published', 'fulfilled', 'reported') and not need.is_village_too_small
    order by exists (select from impact_reports where need_id = need.id and state = 'published') desc, need.id limit 1`;
  if (row === undefined) throw new Error("no public need of a household");
  await sql.begin(async (owner) => {
    await owner`set local session_replication_role = replica`;
    await owner`update needs set title = ${typed}, summary = ${typed}, story = ${typed}, staff_note = ${typed} where id = ${row.needId}`;
    await owner`update need_items set name = ${typed}, unit = ${strings[0] ?? ""} where need_id = ${row.needId}`;
    await owner`update need_photos set alternative_text = ${typed} where need_id = ${row.needId}`;
    await owner`update impact_reports set title = ${typed}, body = ${typed} where need_id = ${row.needId}`;
    await owner`update notices set title = ${typed}, body = ${typed} where need_id = ${row.needId}`;
    await owner`update households set head_name = ${typed}, circumstances = ${typed}, strengths = ${typed}, group_name = ${typed}, bank_name = ${typed}
      where id = ${row.householdId}`;
    await owner`update household_members set name = ${typed} where household_id = ${row.householdId}`;
    await owner`update regions set name = ${typed}, short_name = ${typed} where code = ${row.village}`;
    await owner`update users set display_name = ${typed} where email <> 'county@jiedui.example'`;
    await owner`update state_transitions set reason = ${typed} where subject_id in (${row.needId}, ${row.householdId})`;
    await owner`update organizations set name = ${typed}`;
  });
  return row;
}

async function openQuietly(browser: Browser): Promise<{ page: Page; dialogs: string[] }> {
  const context = await browser.newContext({ baseURL: site.siteUrl, locale: "zh-CN" });
  const page = await context.newPage();
  const dialogs: string[] = [];
  page.on("dialog", async (dialog) => {
    dialogs.push(`${page.url()}: ${dialog.message()}`);
    await dialog.dismiss();
  });
  return { page, dialogs };
}

async function visit(page: Page, path: string): Promise<string> {
  const answer = await page.goto(path, { waitUntil: "load" });
  expect(answer?.status(), path).toBe(200);
  // Whatever a string might have become an element of.
  expect(await page.locator("img[src='x'], [onerror], [onload], [onfocus], [autofocus]").count(), path).toBe(0);
  return page.content();
}

test("E10: no text of a need, a household, a village, a person or an organization runs on a public or a staff page", async ({
  browser,
}) => {
  const { page, dialogs } = await openQuietly(browser);
  const { needCode, householdCode, village, needId, householdId } = pages;
  const publicPaths = [
    `/needs/${needCode}`,
    `/households/${householdCode}`,
    `/villages/${village}`,
    `/ledger/needs/${needCode}`,
  ];
  for (const path of [...publicPaths, "/needs", "/ledger", "/results", "/notices", "/"]) {
    const html = await visit(page, path);
    if (publicPaths.includes(path)) expect(html, path).toContain("alert(1)");
  }
  await page.goto("/login?next=%2Fstaff");
  await page.getByLabel("电子邮箱").fill("county@jiedui.example");
  await page.getByLabel("密码", { exact: true }).fill(demoPassword);
  await page.getByRole("main").getByRole("button", { name: "登录", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("工作台");
  const caseFile = `/staff/households/${householdId}`;
  for (const path of [
    `/staff/needs/${needId}`,
    caseFile,
    `${caseFile}/versions`,
    "/staff/households",
    "/staff/needs",
    "/staff/roles",
    "/staff/erasure",
  ]) {
    const html = await visit(page, path);
    if (path.includes(needId) || path === caseFile) expect(html, path).toContain("alert(1)");
  }
  expect(dialogs).toEqual([]);
});

test("E10: the test would see it: the same strings in a page of no site do open dialogs", async ({ browser }) => {
  const { page, dialogs } = await openQuietly(browser);
  await page.setContent(`<!doctype html><title>x</title><p>${typed}</p>`, { waitUntil: "load" });
  expect(dialogs.length).toBeGreaterThan(0);
});
