import { readFile } from "node:fs/promises";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";

const pages = ["/ledger", "/ledger/funds/housing", "/ledger/verify", "/ledger/roots"];

async function accessibilityProblems(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
    .analyze();
  return violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.target).join(" ")}`);
}

test.describe("story 7: anyone checks the money, without signing in and without scripts", () => {
  test.use({ javaScriptEnabled: false });

  test("D12: the plan on the page equals the document", async ({ page }) => {
    await page.goto("/");
    await page.getByRole("navigation", { name: "主导航" }).getByRole("link", { name: "账目" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("资金台账");
    const plan = page.locator("#plan");
    await expect(plan.getByText("251 人 × 每人三年 20,000.00 元 = 5,020,000.00 元")).toBeVisible();
    await expect(plan.getByText("按 8:2 分担：4,016,000.00 + 1,004,000.00 = 5,020,000.00 元")).toBeVisible();
    await expect(plan.getByText("1,500.00 + 1,500.00 + 1,000.00 = 4,000.00 元")).toBeVisible();
    await expect(plan.getByText("450.00 + 450.00 + 300.00 = 1,200.00 元")).toBeVisible();
    await expect(plan.getByText("与文件逐项相符，分毫不差")).toBeVisible();
    const city = plan.getByRole("row").filter({ hasText: "江门市扶贫基金" });
    await expect(city).toContainText("16,000.00");
    await expect(city.getByText("4,016,000.00")).toHaveCount(2);
    await expect(city).toContainText("相符");
  });

  test("S97: the four funds, with a page for each", async ({ page }) => {
    await page.goto("/ledger");
    const funds = page.locator("#funds");
    await expect(funds.getByRole("row")).toHaveCount(1 + 4 + 1);
    await funds.getByRole("link", { name: "老区建设专项资金" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("老区建设专项资金");
    await expect(page.getByText("饮水安全、村道硬底化")).toBeVisible();
    await expect(page.getByText("¥1,500,000.00").first()).toBeVisible();
  });

  test("S123: movements are filtered by year and village, with both sides", async ({ page }) => {
    await page.goto("/ledger");
    const movements = page.locator("#movements");
    await movements.getByLabel("年度").selectOption("2017");
    await movements.getByLabel("村", { exact: true }).selectOption({ label: "林屋村" });
    await movements.getByRole("button", { name: "查看" }).click();
    await expect(page).toHaveURL((url) => url.searchParams.get("year") === "2017");
    const rows = page.locator("#movements tbody tr");
    await expect(rows.first()).toContainText(/2017-\d\d-\d\d/);
    await expect(rows.first()).toContainText("林屋村果园路硬底化六百米");
    // First the need owes it to the supplier; that the charity's account then paid it is a movement of its own.
    await expect(rows.first()).toContainText("应付");
    await expect(rows.filter({ hasText: "潭江侨乡慈善会捐赠账户" }).first()).toBeVisible();
  });

  test("the check of the ledger holds, also while others give", async ({ page }) => {
    await page.goto("/ledger");
    await page.getByRole("link", { name: "核对这本账" }).click();
    await expect(page.getByText("全部核对通过")).toBeVisible();
    await expect(page.getByText("处不符")).toHaveCount(0);
  });
});

test("S123: the exported journal's debits equal its credits to the fen", async ({ page }) => {
  await page.goto("/ledger");
  const waiting = page.waitForEvent("download");
  await page.getByRole("link", { name: "下载全部流水（CSV）" }).click();
  const download = await waiting;
  expect(download.suggestedFilename()).toMatch(/^jiedui-ledger-\d{4}-\d\d-\d\d\.csv$/);
  const lines = (await readFile(await download.path(), "utf8")).trim().split("\r\n").slice(1);
  const totals = lines
    .map((line) => line.split(",").slice(-2))
    .reduce<[bigint, bigint]>(
      ([debits, credits], [debit = "", credit = ""]) => [debits + fenOf(debit), credits + fenOf(credit)],
      [0n, 0n],
    );
  expect(lines.length).toBeGreaterThan(500);
  expect(totals[0]).toBe(totals[1]);
});

for (const path of pages) {
  for (const width of [390, 1280]) {
    test(`axe finds nothing on ${path} at ${width} px, and nothing runs over the edge`, async ({ page }) => {
      await page.setViewportSize({ width, height: 900 });
      for (const language of ["zh", "en"]) {
        await page.goto(`${path}?lang=${language}`);
        expect(await accessibilityProblems(page)).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)).toBe(false);
      }
    });
  }
}

function fenOf(decimal: string): bigint {
  return decimal === "" ? 0n : BigInt(decimal.replace(".", ""));
}
