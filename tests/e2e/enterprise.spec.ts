import AxeBuilder from "@axe-core/playwright";
import { type Browser, expect, type Page, test } from "@playwright/test";
import sharp from "sharp";
import { demoPassword } from "#db/seed/personas.ts";
import { inventCreditCode } from "#db/seed/seed-organizations.server.ts";

const gaoshan = "440783116255";

/** A page of its own for one persona, on a phone without JavaScript unless said otherwise. */
async function signedIn(browser: Browser, mailbox: string, start: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`/login?next=${encodeURIComponent(start)}`);
  await page.getByLabel("电子邮箱").fill(`${mailbox}@jiedui.example`);
  await page.getByLabel("密码", { exact: true }).fill(demoPassword);
  await page.getByRole("main").getByRole("button", { name: "登录" }).click();
  return page;
}

/** A new person who has just joined, on the page where an organization is registered. */
async function joined(browser: Browser, mailbox: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto("/join?next=%2Forg%2Fnew");
  await page.getByLabel("称呼").fill("黄建业");
  await page.getByLabel("电子邮箱").fill(`${mailbox}@jiedui.example`);
  await page.getByLabel("密码", { exact: true }).fill("jiedui-test-2026");
  await page.getByRole("main").getByRole("button", { name: "注册" }).click();
  await page.getByLabel("电子邮箱").fill(`${mailbox}@jiedui.example`);
  await page.getByLabel("密码", { exact: true }).fill("jiedui-test-2026");
  await page.getByRole("main").getByRole("button", { name: "登录" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("登记组织");
  return page;
}

async function expectNoFault(page: Page, name: string): Promise<void> {
  const wanted = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"];
  const { violations } = await new AxeBuilder({ page }).withTags(wanted).analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`);
  expect(found, name).toEqual([]);
  const isWide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
  expect(isWide, `${name} scrolls sideways`).toBe(false);
}

async function registerCompany(page: Page, name: string, creditCode: string): Promise<void> {
  await page.getByLabel(/^企业/).check();
  await page.getByLabel("名称").fill(name);
  const wrong = creditCode.slice(0, 17) + (creditCode.endsWith("0") ? "1" : "0");
  await page.getByLabel("统一社会信用代码").fill(wrong);
  await page.getByLabel("组织介绍").fill("做太阳能路灯，想为没有路灯的村子装上灯。");
  await page.getByLabel("联系电话").fill("0750-2000000");
  await page.getByLabel("我受本组织委托").check();
  await page.getByRole("button", { name: "提交登记" }).click();
  await expect(page.getByText("代码有误").first(), "S48: the check character").toBeVisible();
  await expect(page.getByLabel("名称"), "what was typed is kept").toHaveValue(name);
  await page.getByLabel("统一社会信用代码").fill(creditCode.toLowerCase());
  await page.getByRole("button", { name: "提交登记" }).click();
  await expect(page.getByText("已收到登记，等县里核验。")).toBeVisible();
}

async function proposeToAdopt(page: Page): Promise<void> {
  await page.goto(`/villages/${gaoshan}`);
  await page.getByRole("link", { name: "结对这个村" }).first().click();
  await page.getByLabel("打算怎么帮").fill("三年内把山路的灯都装上，并教会两名村民维护。电话 138 0013 8000");
  await page.getByLabel("三年").check();
  await page.getByRole("button", { name: "提出结对" }).click();
  await expect(page.getByText("承诺会公开，请删去电话").first(), "U18: no contact swap").toBeVisible();
  await page.getByLabel("打算怎么帮").fill("三年内把山路的灯都装上，并教会两名村民维护。");
  await page.getByLabel("我明白，也会这样做").check();
  await page.getByLabel("没有利害关系").check();
  await page.getByRole("button", { name: "提出结对" }).click();
  await expect(page.getByText("已提出。镇或县先核验身份，再问村里。")).toBeVisible();
}

test("S39 S40 S48 S93: an enterprise registers, is verified, adopts 高山村 and brings street lamps that are signed for", async ({
  browser,
}) => {
  test.setTimeout(180_000);
  const serial = String(Math.floor(1000 + Math.random() * 8999));
  const name = `光明照明${serial}有限公司`;
  const company = await joined(browser, `lamps-${serial}`);
  await registerCompany(company, name, inventCreditCode("enterprise", `MAKX${serial}`));
  await company.goto(`/villages/${gaoshan}/pair`);
  await expect(company.getByText("您的组织还在核验")).toBeVisible();

  const county = await signedIn(browser, "county", "/staff");
  await county.getByRole("link", { name: /等待核验/ }).click();
  await county.getByRole("link", { name }).click();
  await county.getByLabel("核对记录").fill("已在公示系统查到，已打座机核对");
  await county.getByRole("button", { name: "核验通过" }).click();
  await expect(county.getByText("已核验通过，对方会收到邮件。")).toBeVisible();

  await proposeToAdopt(company);
  const pairingUrl = company.url().replace(/\?.*/, "");

  const town = await signedIn(browser, "town", "/staff");
  await town.getByRole("link", { name: /等核验身份/ }).click();
  await town.getByRole("link", { name }).click();
  await town.getByLabel("怎么核对的").fill("组织已核验");
  await town.getByRole("button", { name: "身份属实" }).click();

  const officer = await signedIn(browser, "officer-gaoshan", "/staff");
  await officer.getByRole("link", { name: /等村户答复/ }).click();
  await officer.getByRole("link", { name }).click();
  await expect(officer.getByRole("button", { name: "宣布开始" })).toHaveCount(0);
  await officer.getByLabel("村里的话", { exact: true }).fill("村委会议过，欢迎，最缺路灯。");
  await officer.getByRole("button", { name: "同意结对" }).click();

  await company.goto(pairingUrl);
  await expect(company.getByText("村委会议过，欢迎，最缺路灯。").first()).toBeVisible();
  await company.getByRole("button", { name: "确认结对" }).click();
  await town.goto("/staff/pairings?queue=to_activate");
  await town.getByRole("link", { name }).click();
  await town.getByRole("button", { name: "宣布开始" }).click();
  await expect(town.getByText("结对已开始。")).toBeVisible();
  await company.goto(`/villages/${gaoshan}`);
  await expect(company.getByText(name).first(), "the partner stands on the village's page").toBeVisible();

  await company.goto(pairingUrl);
  await company.getByRole("link", { name: "看这个村的需求" }).click();
  await company.getByRole("link", { name: "高山村五公里山路的太阳能路灯" }).click();
  await company.getByRole("link", { name: /认领/ }).first().click();
  await company.getByLabel(/^太阳能路灯/).check();
  await company.getByLabel("认领多少").fill("400");
  const day = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10);
  await company.getByLabel("什么时候兑现").fill(day);
  await company.getByLabel("我明白这是承诺").check();
  await company.getByRole("button", { name: "确认认领" }).click();
  await expect(company.getByText("只剩 40 份没有认领").first(), "C4: never more than is asked for").toBeVisible();
  await company.getByLabel("认领多少").fill("30");
  await company.getByRole("button", { name: "确认认领" }).click();
  await expect(company.getByText("认领已登记，谢谢您。等村里接受。")).toBeVisible();
  const pledgeUrl = company.url().replace(/\?.*/, "");

  await bringTheLamps(officer, town, name);
  await company.goto(pledgeUrl);
  await expect(company.getByText("已签收，谢谢您。")).toBeVisible();
  await expect(company.getByText(/交付 28 \/ 30 盏/)).toBeVisible();
  await expect(company.getByRole("button", { name: "撤回认领" })).toHaveCount(0);
  await company.goto("/org");
  await company.getByRole("link", { name: /公开页/ }).click();
  await expect(company.getByText(/太阳能路灯.* 28 盏/)).toBeVisible();
});

/** The village's and the town's steps with thirty lamps of which two arrive broken. */
async function bringTheLamps(officer: Page, town: Page, name: string): Promise<void> {
  await officer.goto("/staff/pledges?queue=to_accept");
  await officer
    .getByRole("row", { name: new RegExp(name) })
    .getByRole("link")
    .click();
  await officer.getByLabel("送到哪里").fill("送到村委会仓库");
  await officer.getByRole("button", { name: "接受认领" }).click();
  await expect(officer.getByText("已接受，对方会收到邮件。")).toBeVisible();
  const pledgeUrl = officer.url().replace(/\?.*/, "");
  await officer.getByLabel("这次收到多少").fill("31");
  await officer.getByRole("button", { name: "记录收到" }).click();
  await expect(officer.getByText("最多 30").first(), "S93: received never exceeds promised").toBeVisible();
  await officer.getByLabel("这次收到多少").fill("20");
  await officer.getByRole("button", { name: "记录收到" }).click();
  await officer.getByLabel("这次收到多少").fill("10");
  await officer.getByRole("button", { name: "记录收到" }).click();
  await expect(officer.getByText(/收到 30 \/ 30 盏/)).toBeVisible();
  await expect(officer.getByRole("button", { name: "验收通过" }), "the town checks, not the village").toHaveCount(0);

  await town.goto(pledgeUrl);
  await town.getByLabel("验收记录").fill("两盏灯罩破损，其余相符");
  await town.getByRole("button", { name: "验收通过" }).click();

  await officer.goto(pledgeUrl);
  await officer.getByLabel("交付多少").fill("28");
  await officer.getByRole("button", { name: "记录交付" }).click();
  await officer.getByLabel("签收人姓名").fill("关伟强");
  const photo = await sharp({ create: { width: 300, height: 200, channels: 3, background: "#f4efe4" } })
    .jpeg()
    .toBuffer();
  await officer.getByLabel("签收单照片").setInputFiles({ name: "receipt.jpg", mimeType: "image/jpeg", buffer: photo });
  await officer.getByRole("button", { name: "完成签收" }).click();
  await expect(officer.getByText("已签收，对方会收到邮件。")).toBeVisible();
  await expect(officer.getByRole("img", { name: "签收单" })).toBeVisible();
}

for (const width of [390, 1280]) {
  test(`the pages of organizations, pairings and pledges have no accessibility fault at ${width} px`, async ({
    page,
  }) => {
    test.setTimeout(150_000);
    await page.setViewportSize({ width, height: 900 });
    const signIn = async (mailbox: string) => {
      await page.context().clearCookies();
      await page.goto("/login?next=%2Fme");
      await page.getByLabel("电子邮箱").fill(`${mailbox}@jiedui.example`);
      await page.getByLabel("密码", { exact: true }).fill(demoPassword);
      await page.getByRole("main").getByRole("button", { name: "登录" }).click();
      await page.waitForURL("**/me");
    };
    await signIn("partner");
    await page.goto("/org");
    await expectNoFault(page, "organization home");
    await page.getByRole("table").first().getByRole("link").first().click();
    await expectNoFault(page, "own pairing");
    await page.goto("/org/new");
    await page.getByRole("button", { name: "提交登记" }).click();
    await expectNoFault(page, "refused registration");
    await page.goto(`/villages/${gaoshan}/pair`);
    await page.getByRole("button", { name: "提出结对" }).click();
    await expectNoFault(page, "refused pairing");
    await page.goto("/needs?type=goods");
    await page
      .getByRole("link", { name: /图书角/ })
      .first()
      .click();
    await page.getByRole("link", { name: /认领/ }).first().click();
    await page.getByRole("button", { name: "确认认领" }).click();
    await expectNoFault(page, "refused pledge");
    await signIn("town");
    for (const path of ["/staff", "/staff/pairings", "/staff/pledges"]) {
      await page.goto(path);
      await expectNoFault(page, path);
    }
    await page.getByRole("table").getByRole("link").first().click();
    await expectNoFault(page, "pledge case");
    await signIn("county");
    await page.goto("/staff/organizations");
    await expectNoFault(page, "organization queue");
    await page.getByRole("table").getByRole("link").first().click();
    await expectNoFault(page, "organization case");
  });
}
