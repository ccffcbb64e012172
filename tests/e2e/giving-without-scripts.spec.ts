import { expect, type Page, test } from "@playwright/test";
import { accessibilityProblems, scrollsSideways } from "#tests/setup/accessibility.ts";
import { connectToSiteDatabase } from "#tests/setup/e2e.ts";

const email = "no-scripts-donor@jiedui.example";

/** The address of a need that no other story counts on. */
async function donatePath(): Promise<string> {
  const sql = connectToSiteDatabase();
  const [need] = await sql<{ code: string }[]>`
    select public_code as code from needs where title = '大津村老人午餐，先办半年'`;
  await sql.end();
  return `/needs/${need?.code}/donate`;
}

async function giveUntilCheck(page: Page): Promise<void> {
  await page.goto(await donatePath());
  await page.getByLabel(/^50 元/).check();
  await page.getByLabel("电子邮箱").fill(email);
  await page.getByRole("button", { name: "核对后再付款" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("请核对");
}

test.describe("without scripts, on a phone", () => {
  test.use({ javaScriptEnabled: false, viewport: { width: 360, height: 740 } });

  test("U6: a gift goes from the form to the receipt", async ({ page }) => {
    await giveUntilCheck(page);
    await page.getByRole("button", { name: "去支付 ¥50.00" }).click();
    await page.getByRole("button", { name: "捐赠 ¥50.00" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("谢谢您，捐赠已到账");
  });
});

for (const width of [390, 1280]) {
  test(`axe finds nothing on the check page and the receipt at ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height: 844 });
    await giveUntilCheck(page);
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(await scrollsSideways(page)).toBe(false);
    await page.getByRole("button", { name: "去支付 ¥50.00" }).click();
    await page.getByRole("button", { name: "捐赠 ¥50.00" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("谢谢您，捐赠已到账");
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(await scrollsSideways(page)).toBe(false);
  });
}
