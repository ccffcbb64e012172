import { type Browser, expect, type Page, test } from "@playwright/test";
import sharp from "sharp";
import { demoPassword } from "#db/seed/personas.ts";
import { accessibilityProblems, scrollsSideways } from "#tests/setup/accessibility.ts";
import { type OwnSite, startOwnSite } from "#tests/setup/own-site.ts";

const title = "步栏村一位老人需要制氧机";

let site: OwnSite;
let photo: { name: string; mimeType: string; buffer: Buffer };

test.describe.configure({ mode: "serial" });
test.beforeAll(async () => {
  test.setTimeout(240_000);
  site = await startOwnSite();
  const picture = sharp({ create: { width: 60, height: 40, channels: 3, background: "#7a5" } });
  photo = { name: "minutes.jpg", mimeType: "image/jpeg", buffer: await picture.jpeg().toBuffer() };
});
test.afterAll(() => site.end());

type Options = { width?: number; javaScriptEnabled?: boolean };

async function open(browser: Browser, { width = 1280, javaScriptEnabled = true }: Options = {}): Promise<Page> {
  const context = await browser.newContext({
    baseURL: site.siteUrl,
    viewport: { width, height: 900 },
    javaScriptEnabled,
    locale: "zh-CN",
  });
  return context.newPage();
}

async function openAs(browser: Browser, mailbox: string, options: Options = {}): Promise<Page> {
  const page = await open(browser, options);
  await page.goto("/login?next=%2Fstaff");
  await page.getByLabel("电子邮箱").fill(`${mailbox}@jiedui.example`);
  await page.getByLabel("密码", { exact: true }).fill(demoPassword);
  await page.getByRole("main").getByRole("button", { name: "登录", exact: true }).click();
  await expect(heading(page)).toHaveText("工作台");
  return page;
}

const heading = (page: Page) => page.getByRole("heading", { level: 1 });

/** From the workspace through a queue to the case. */
async function openCase(page: Page, queue: RegExp): Promise<void> {
  await page.getByRole("link", { name: queue }).click();
  await page.getByRole("link", { name: title }).click();
  await expect(heading(page)).toHaveText(title);
}

async function expectUsable(page: Page): Promise<void> {
  expect(await accessibilityProblems(page)).toEqual([]);
  expect(await scrollsSideways(page)).toBe(false);
}

let caseUrl = "";
let noticeUrl = "";

test("S6: the town cannot check without the review meeting, then records it and checks, on a phone", async ({
  browser,
}) => {
  const page = await openAs(browser, "town", { width: 390 });
  await openCase(page, /等镇级核实/);
  caseUrl = new URL(page.url()).pathname;
  await page.getByRole("link", { name: "镇级核实" }).click();
  await expect(page.getByText("还没有评议记录")).toBeVisible();
  await expect(page.getByRole("button", { name: "核实通过" })).toHaveCount(0);
  await page.getByRole("link", { name: "记录民主评议" }).click();

  await page.getByLabel("到会人数").fill("１２");
  await page.getByLabel("同意").fill("13");
  await page.getByRole("button", { name: "保存评议记录" }).click();
  await expect(page).toHaveTitle(/^错误：/);
  await expect(page.getByRole("alert")).toContainText("地点：请填写此项");
  await expect(page.getByLabel("到会人数"), "what was typed is kept").toHaveValue("１２");
  await expectUsable(page);

  await page.getByLabel("评议日期").fill("2026-01-05");
  await page.getByLabel("地点").fill("步栏村党群服务中心");
  await page.getByLabel("参加人员").fill("村民代表 10 人，监督委员会 2 人");
  await page.getByLabel("同意").fill("11");
  await page.getByLabel("弃权").fill("1");
  await page.getByLabel("会议记录", { exact: true }).fill("到会代表逐项议过，同意上报。");
  await page.getByRole("button", { name: "保存评议记录" }).click();
  await expect(page.getByRole("alert")).toContainText("会议记录照片：请选择照片");
  await page.getByLabel("会议记录照片").setInputFiles(photo);
  await page.getByRole("button", { name: "保存评议记录" }).click();
  await expect(page.getByText("评议记录已保存。")).toBeVisible();

  await page.getByRole("link", { name: "镇级核实" }).click();
  await expect(page.getByText("同意 11，反对 0，弃权 1")).toBeVisible();
  await page.getByRole("button", { name: "核实通过" }).click();
  await expect(page.getByRole("alert")).toContainText("请核对后打勾");
  await expectUsable(page);
  await page.getByLabel("我已查看评议记录、预算和照片").check();
  await page.getByLabel("我已对照登记簿，情况属实").check();
  await page.getByRole("button", { name: "核实通过" }).click();
  await expect(page.getByText("核实通过，等待县级公示。")).toBeVisible();
  await expect(page.getByRole("link", { name: "批准发布" }), "not the town's step").toHaveCount(0);
});

test("S7 L31: the county starts the notice; anyone reads it, masked, and nobody can approve it early", async ({
  browser,
}) => {
  const county = await openAs(browser, "county");
  await openCase(county, /等县级公示/);
  const householdFact = county.locator("dt", { hasText: "农户" }).locator("xpath=following-sibling::dd");
  const headName = (await householdFact.textContent()) ?? "";
  await county.getByRole("main").getByRole("link", { name: "公示", exact: true }).click();
  await expect(county.getByText("公示期不少于 7 天")).toBeVisible();
  await expectUsable(county);
  await county.getByLabel("异议电话").fill("");
  await county.getByRole("button", { name: "开始公示" }).click();
  await expect(county.getByRole("alert")).toContainText("异议电话：请填写此项");
  await county.getByLabel("异议电话").fill("0750-2000116");
  await county.getByRole("button", { name: "开始公示" }).click();
  await expect(county.getByText("公示已经开始。")).toBeVisible();

  const visitor = await open(browser, { width: 390, javaScriptEnabled: false });
  await visitor.goto("/notices");
  await visitor.getByLabel("地区").selectOption({ label: "\u3000\u3000步栏村" });
  await visitor.getByRole("button", { name: "筛选" }).click();
  await visitor.getByRole("link", { name: title }).click();
  noticeUrl = new URL(visitor.url()).pathname;
  await expect(heading(visitor)).toHaveText(`关于“${title}”的公示`);
  await expect(visitor.getByText("还有 7 天")).toBeVisible();
  const masked = `${headName.slice(0, 1)}${"*".repeat(Math.max(1, headName.length - 2))}${headName.length > 2 ? headName.slice(-1) : ""}`;
  await expect(visitor.getByText(masked)).toBeVisible();
  expect(await visitor.content()).not.toContain(headName);
  await expectUsable(await reopened(browser, noticeUrl));

  await county.goto(`${caseUrl}/publish`);
  await expect(county.getByText("还不能批准，缺少：")).toBeVisible();
  await county.getByLabel("我已对照登记簿，情况没有变化").check();
  await county.getByRole("button", { name: "批准并发布" }).click();
  await expect(county.getByRole("alert").first()).toContainText("公示期未满，还不能批准");
});

/** axe needs scripts: the same page with them. */
async function reopened(browser: Browser, path: string): Promise<Page> {
  const page = await open(browser, { width: 390 });
  await page.goto(path);
  return page;
}

test("S7: an objection without a name and without JavaScript pauses it; the county answers and it goes on", async ({
  browser,
}) => {
  const visitor = await open(browser, { width: 390, javaScriptEnabled: false });
  await visitor.goto(noticeUrl);
  await visitor.getByRole("link", { name: "提出异议" }).click();
  await visitor.getByLabel("异议内容").fill("不同意");
  await visitor.getByRole("button", { name: "提交异议" }).click();
  await expect(visitor.getByRole("alert")).toContainText("异议内容：至少 10 个字");
  await expect(visitor.getByLabel("异议内容")).toHaveValue("不同意");
  await visitor.getByLabel("异议内容").fill("这户人家去年已经领过制氧机，请核对。");
  await visitor.getByRole("button", { name: "提交异议" }).click();
  await expect(heading(visitor)).toHaveText("异议已收到");
  const receipt = new URL(visitor.url()).pathname;
  await visitor.goto(noticeUrl);
  await expect(visitor.getByText("有异议，暂停").first()).toBeVisible();
  expect(await visitor.content(), "the words of an objection are not public").not.toContain("去年已经领过");

  const county = await openAs(browser, "county");
  await county.getByRole("link", { name: /异议等待答复/ }).click();
  await county.getByRole("link", { name: title }).first().click();
  await expect(county.getByText("这户人家去年已经领过制氧机，请核对。")).toBeVisible();
  await county.getByRole("button", { name: "公开答复" }).click();
  await expect(county.getByRole("alert")).toContainText("核实结果");
  await expectUsable(county);
  await county.getByLabel(/^不成立/).check();
  await county.getByLabel("公开答复").fill("已到户核对，没有领过，登记簿上也没有记录。");
  await county.getByRole("button", { name: "公开答复" }).click();
  await expect(county.getByText("已答复。没有其他异议时，公示继续。")).toBeVisible();

  await visitor.goto(noticeUrl);
  await expect(visitor.getByText("已到户核对，没有领过")).toBeVisible();
  await expect(visitor.getByText("有异议，暂停")).toHaveCount(0);
  await visitor.goto(receipt);
  await expect(visitor.getByText("异议不成立")).toBeVisible();
});

test("S8 S45: after the full days and the signature another county verifier approves; the need is public and found", async ({
  browser,
}) => {
  site.moveClockDays(8);
  const officer = await openAs(browser, "officer-bulan", { width: 390 });
  await officer.goto(caseUrl);
  await officer.getByRole("link", { name: "逐户签字" }).click();
  await officer.getByLabel("签字人姓名").fill("谭");
  await officer.getByRole("button", { name: "保存签字" }).click();
  await expect(officer.getByRole("alert")).toContainText("签字人姓名：至少 2 个字");
  await expectUsable(officer);
  await officer.getByLabel("签字人姓名").fill("谭金水");
  await officer.getByLabel("签字照片").setInputFiles(photo);
  await officer.getByRole("button", { name: "保存签字" }).click();
  await expect(officer.getByText("签字已保存。")).toBeVisible();

  const county = await openAs(browser, "county2");
  await county.getByRole("link", { name: /公示期满，可批准/ }).click();
  const row = county.getByRole("row", { name: title });
  await row.getByRole("link", { name: "去批准" }).click();
  await expect(county.getByText("还不能批准，缺少：")).toHaveCount(0);
  await expectUsable(county);
  await county.getByLabel("我已对照登记簿，情况没有变化").check();
  await county.getByRole("button", { name: "批准并发布" }).click();
  await expect(county.getByText("已批准。需求已经公开。")).toBeVisible();

  const visitor = await open(browser, { javaScriptEnabled: false });
  await expect(async () => {
    await visitor.goto("/needs?q=制氧机");
    await expect(visitor.getByRole("link", { name: title })).toBeVisible({ timeout: 500 });
  }, "search finds it within seconds").toPass({ timeout: 15_000 });
  await visitor.getByRole("link", { name: title }).click();
  await expect(heading(visitor)).toHaveText(title);
  expect(await visitor.content()).not.toContain("谭金水");
  await visitor.goto(noticeUrl);
  await expect(visitor.getByText("期满结束")).toBeVisible();
  await expect(visitor.getByText("公示已结束，不再显示姓名。")).toBeVisible();
});

test("S31: supervisors look on, strangers and other villages' officers find nothing", async ({ browser }) => {
  const supervisor = await openAs(browser, "supervisor");
  await supervisor.goto("/staff/notices?view=running");
  await expect(heading(supervisor)).toHaveText("公示与异议");
  await supervisor.goto(`${caseUrl}/publish`);
  await expect(heading(supervisor)).toHaveText("没有找到这个页面");
  const neighbour = await openAs(browser, "officer-gaoshan");
  await neighbour.goto(caseUrl);
  await expect(heading(neighbour)).toHaveText("没有找到这个页面");
  const stranger = await open(browser);
  await stranger.goto(`${caseUrl}/check`);
  await expect(stranger).toHaveURL(/\/login\?next=/);
});
