import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";

const phone = { width: 360, height: 740 };

async function search(page: Page, words: string): Promise<void> {
  await page.getByRole("searchbox").fill(words);
  await page.getByRole("searchbox").press("Enter");
  await expect(page).toHaveURL((url) => url.searchParams.get("q") === words);
}

const found = (page: Page) => page.getByRole("status").first();

test.describe("without scripts, on a phone", () => {
  test.use({ javaScriptEnabled: false, viewport: phone });

  test("S35: words, then the filters behind their switch, then the need", async ({ page }) => {
    await page.goto("/needs");
    await search(page, "喝水");
    await expect(page.getByRole("link", { name: "饮水安全" })).toBeHidden();
    await page.getByText("筛选条件").click();
    await page
      .getByRole("navigation", { name: "筛选" })
      .getByRole("link", { name: /^步栏村/ })
      .click();
    await page.getByRole("link", { name: "步栏村饮水管网入户" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("步栏村饮水管网入户");
    await expect(page.getByText(/已与帮扶台账核对一致/)).toBeVisible();
    await expect(page.getByText(/人次 · 截至 \d{4}/)).toBeVisible();
  });

  test("U16: each filter goes by its own chip, and all of them are in the address", async ({ page }) => {
    await page.goto("/needs?q=饮水&region=440783116248&status=open");
    await expect(page.getByRole("list", { name: "已选条件" }).getByRole("link")).toHaveCount(4);
    await page.getByRole("link", { name: /^正在求助\s*，/ }).click();
    await expect(page).toHaveURL((url) => url.search === "?q=%E9%A5%AE%E6%B0%B4&region=440783116248");
    await page.getByRole("link", { name: /^饮水\s*，/ }).click();
    await expect(page).toHaveURL((url) => url.search === "?region=440783116248");
  });

  test("U16: page 2 is a link, and the way back too", async ({ page }) => {
    await page.goto("/needs");
    await page.getByRole("link", { name: "下一页" }).click();
    await expect(page.getByText(/^第 2 页/)).toBeVisible();
    await page.getByRole("link", { name: "上一页" }).click();
    await expect(page.getByText(/^第 1 页/)).toBeVisible();
  });

  test("U16: nothing found says so and leads on", async ({ page }) => {
    await page.goto("/needs?q=太空站&region=440783116248&category=housing");
    await expect(found(page)).toHaveText("找到 0 份需求");
    await page
      .getByRole("main")
      .getByRole("link", { name: /看步栏村的所有需求/ })
      .click();
    await expect(found(page)).not.toHaveText("找到 0 份需求");
  });

  test("S4: a village by its initials, its profile, and the way to pair with it", async ({ page }) => {
    await page.goto("/villages");
    await search(page, "gsc");
    await page.getByRole("link", { name: "高山村", exact: true }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("高山村");
    await expect(page.getByRole("link", { name: "结对这个村" }).first()).toHaveAttribute(
      "href",
      "/villages/440783116255/pair",
    );
  });
});

const pages = [
  "/needs",
  "/needs?q=饮水&region=440783116248&status=open",
  "/needs?q=太空站",
  "/villages",
  "/villages/440783116248",
];
const views = [
  { locale: "zh-CN", width: 390, display: "normal" },
  { locale: "en", width: 1280, display: "normal" },
  { locale: "zh-CN", width: 390, display: "large" },
];

async function expectNoProblems(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
    .analyze();
  expect(
    violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.target).join(" ")}`),
  ).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)).toBe(false);
}

for (const { locale, width, display } of views) {
  test(`axe finds nothing on needs and villages (${locale}, ${width} px, ${display} text)`, async ({
    page,
    context,
    baseURL,
  }) => {
    await context.addCookies([
      { name: "lang", value: locale, url: baseURL },
      { name: "display", value: display, url: baseURL },
    ]);
    await page.setViewportSize({ width, height: 844 });
    for (const path of pages) {
      await page.goto(path);
      await expectNoProblems(page);
    }
    await page.goto("/needs");
    await page.getByRole("article").first().getByRole("link").click();
    await expectNoProblems(page);
  });
}
