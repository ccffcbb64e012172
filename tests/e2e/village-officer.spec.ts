import AxeBuilder from "@axe-core/playwright";
import { expect, type Locator, type Page, test } from "@playwright/test";
import sharp from "sharp";
import { idNumberCheckCharacter } from "#app/domain/households/id-number.ts";
import { demoPassword } from "#db/seed/personas.ts";

async function signIn(page: Page): Promise<void> {
  await page.goto("/login?next=%2Fstaff");
  await page.getByLabel("电子邮箱").fill("officer-bulan@jiedui.example");
  await page.getByLabel("密码", { exact: true }).fill(demoPassword);
  await page.getByRole("main").getByRole("button", { name: "登录" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("工作台");
}

/** A checksummed number nobody was given; another one at each run of the test. */
function inventIdNumber(birthDate: string): string {
  const first17 = `440783${birthDate}${String(100 + Math.floor(Math.random() * 899))}`;
  return first17 + idNumberCheckCharacter(first17);
}

const member = (page: Page, name: string): Locator => page.getByRole("group", { name, exact: true });

async function fillHousehold(page: Page, registerNumber: string): Promise<void> {
  const head = member(page, "户主");
  await head.getByLabel("姓名").fill("谭金水");
  await head.getByLabel("身份证号").fill(inventIdNumber("19600412"));
  await head.getByLabel("部分劳动能力").check();
  await page.getByRole("button", { name: "再加一位成员" }).click();
  const child = member(page, "第 2 位成员");
  await child.getByLabel("姓名").fill("谭小满");
  await child.getByLabel("与户主关系").selectOption("孙辈");
  await child.getByText("没有身份证号", { exact: true }).click();
  await child.getByLabel("出生日期").fill("2018-03-01");
  await child.getByLabel("女").check();
  await child.getByLabel("未成年").check();
  await child.getByLabel("在校学生").check();
  await page.getByLabel("缺水").check();
  await page.getByLabel("因病").check();
  await page.getByLabel("档案编号").fill(registerNumber);
  await page.getByLabel("帮扶责任人").selectOption("谭秀英");
  await page.getByLabel("同意登记建档").check();
  await page.getByLabel("同意匿名公开需求").check();
  // The head signs unless another name is typed: nothing to fill in here (S33).
  await page.getByRole("button", { name: "保存档案" }).click();
}

async function fillNeed(page: Page, summary: string): Promise<void> {
  await page.getByLabel(/^资金/).check();
  await page.getByLabel("类别").selectOption("饮水安全");
  await page.getByLabel("标题").fill("为一户人家打水井");
  await page.getByLabel("简介").fill(summary);
  const first = member(page, "第 1 项");
  await first.getByLabel("名称").fill("打井");
  await first.getByLabel("数量").fill("60");
  await first.getByLabel("单位").fill("米");
  await first.getByLabel("单价").fill("１８５.5");
}

test.describe("on a cheap phone, without JavaScript", () => {
  test.use({ viewport: { width: 360, height: 640 }, javaScriptEnabled: false });

  test("S3 S5 S10 S23 S36: the village officer registers a household, drafts a need and submits it", async ({
    page,
  }) => {
    await signIn(page);
    await page.getByRole("link", { name: "登记农户" }).click();
    const registerNumber = `BL-E2E-${Math.floor(Math.random() * 1e9)}`;
    await fillHousehold(page, registerNumber);

    await expect(page, "a child lives here: the guardian must say so").toHaveTitle(/^错误：/);
    await expect(page.getByText("请由监护人签字并勾选").first()).toBeVisible();
    await expect(member(page, "户主").getByLabel("姓名"), "what was typed is kept").toHaveValue("谭金水");
    await page.getByLabel("签字人是家里孩子的监护人").check();
    await page.getByRole("button", { name: "保存档案" }).click();

    await expect(page.getByRole("heading", { level: 1 })).toHaveText("谭金水");
    await expect(page.getByText(`档案编号 ${registerNumber}`).first()).toBeVisible();
    await expect(page.getByText(/^440\*{11}/)).toBeVisible();
    await page.getByRole("link", { name: "起草需求" }).click();

    await fillNeed(page, "谭金水家取水要走两公里，请打 138 1234 5678。");
    await page.getByRole("button", { name: "保存草稿" }).click();
    await expect(page.getByText("文字里有电话“138 1234 5678”，请删去").first()).toBeVisible();
    await expect(page.getByText("文字里有家庭成员姓名“谭金水”").first()).toBeVisible();
    await page.getByLabel("简介").fill("家里取水要走两公里山路，想在院里打一口水井。");
    await page.getByRole("button", { name: "再加一项" }).click();
    const second = member(page, "第 2 项");
    await second.getByLabel("名称").fill("水泵");
    await second.getByLabel("数量").fill("1");
    await second.getByLabel("单位").fill("台");
    await second.getByLabel("单价").fill("1,299.99");
    await page.getByRole("button", { name: "保存草稿" }).click();
    await expect(page.getByText("12,429.99").first(), "S94: 60 × 185.50 + 1,299.99").toBeVisible();

    const photo = await sharp({ create: { width: 300, height: 200, channels: 3, background: "#8aa27a" } })
      .jpeg()
      .toBuffer();
    await page.getByLabel("照片说明").fill("院里的旧水缸");
    const upload = page.getByLabel("拍照或选择照片");
    await upload.setInputFiles({ name: "page.jpg", mimeType: "image/jpeg", buffer: Buffer.from("<html></html>") });
    await page.getByRole("button", { name: "上传照片" }).click();
    await expect(page.getByText("只能用 JPG、PNG 或 WebP 照片").first()).toBeVisible();
    await expect(page.getByLabel("照片说明"), "what was typed is kept").toHaveValue("院里的旧水缸");
    await upload.setInputFiles({ name: "photo.jpg", mimeType: "image/jpeg", buffer: photo });
    await page.getByRole("button", { name: "上传照片" }).click();
    await expect(page.getByRole("img", { name: "院里的旧水缸" })).toBeVisible();

    await page.getByRole("button", { name: "提交镇级核实" }).click();
    await expect(page.getByText("已提交，等待镇级核实。")).toBeVisible();
    await expect(page.getByRole("link", { name: "修改内容" })).toHaveCount(0);
  });
});

for (const width of [390, 1280]) {
  test(`the officer's pages and refused forms have no accessibility fault at ${width} px`, async ({ page }) => {
    // Ten pages, each read by axe: slow on a busy machine.
    test.slow();
    await page.setViewportSize({ width, height: 900 });
    await signIn(page);
    const check = async (name: string) => {
      const { violations } = await new AxeBuilder({ page })
        .withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"])
        .analyze();
      const found = violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`,
      );
      expect(found, name).toEqual([]);
      const isWide = await page.evaluate(
        () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
      );
      expect(isWide, `${name} scrolls sideways`).toBe(false);
    };
    await check("workspace");
    await page.goto("/staff/households");
    await check("household list");
    await page.getByRole("table").getByRole("link").first().click();
    await page.getByText("补签同意", { exact: true }).first().click();
    await page.getByRole("button", { name: "记录同意" }).click();
    await check("household file, refused consent");
    await page.getByRole("link", { name: "修改档案" }).click();
    await page.getByRole("button", { name: "保存修改" }).click();
    await check("refused change of a file");
    await page.goto("/staff/households/new");
    await page.getByRole("button", { name: "保存档案" }).click();
    await check("refused household form");
    await page.goto("/staff/needs/new");
    await page.getByRole("button", { name: "保存草稿" }).click();
    await check("refused need form");
    await page.goto("/staff/needs?queue=drafted");
    await check("list of needs");
    await page.getByRole("table").getByRole("link").first().click();
    await page.getByRole("button", { name: "上传照片" }).click();
    await check("case of a need, refused photo");
    await page.goto("/needs?region=440783116248");
    const titles = page.getByRole("main").locator("a.card-link");
    const addresses = await titles.evaluateAll((links) => links.map((link) => link.getAttribute("href") ?? ""));
    for (const address of addresses) {
      await page.goto(address);
      const home = await page
        .locator('main a[href^="/households/"]')
        .evaluateAll((all) => all[0]?.getAttribute("href"));
      if (!home) continue;
      await page.goto(home.replace(/\/pair$/, ""));
      await expect(page.getByRole("heading", { level: 1 })).toContainText("农户");
      await check("public page of a household");
      break;
    }
    expect(page.url(), "a need of a household leads to its masked page").toContain("/households/");
  });
}
