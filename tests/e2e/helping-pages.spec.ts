import { expect, type Page, test } from "@playwright/test";
import { accessibilityProblems, scrollsSideways } from "#tests/setup/accessibility.ts";
import { connectToSiteDatabase } from "#tests/setup/e2e.ts";
import { openAs } from "#tests/setup/sign-in.ts";

const widths = [390, 1280] as const;

async function expectGoodPage(page: Page, what: string): Promise<void> {
  for (const width of widths) {
    await page.setViewportSize({ width, height: 844 });
    expect(await accessibilityProblems(page), `${what} at ${width} px`).toEqual([]);
    expect(await scrollsSideways(page), `${what} runs over the edge at ${width} px`).toBe(false);
  }
}

/** Sends a form as it is, empty, and looks at the page of its errors. */
async function expectGoodRefusal(page: Page, button: string): Promise<void> {
  await page.getByRole("button", { name: button }).click();
  await expect(page).toHaveTitle(/^错误：/);
  await expect(page.getByRole("alert").first()).toBeVisible();
  await expectGoodPage(page, `${button}, refused`);
}

test("axe finds nothing on the volunteer pages and their refused forms", async ({ browser }) => {
  test.slow();
  const organizer = await openAs(browser, "ngo@jiedui.example");
  await organizer.goto("/org/volunteer-projects");
  await expectGoodPage(organizer, "own projects");
  await organizer.getByRole("link", { name: "步栏村义剪和修家电" }).click();
  await expectGoodPage(organizer, "own project");
  await expectGoodRefusal(organizer, "添加班次");
  await organizer.goto("/org/volunteer-projects/new");
  await expectGoodRefusal(organizer, "保存并添加班次");

  const citizen = await openAs(browser, "partner@jiedui.example");
  await citizen.goto("/me/volunteer");
  await expectGoodRefusal(citizen, "保存登记");
  await citizen.goto("/me/volunteering");
  await expectGoodPage(citizen, "own volunteering");
  await citizen.goto("/me/volunteering/certificate");
  await expectGoodPage(citizen, "certificate");
});

test("axe finds nothing on payments and reports and their refused forms", async ({ browser }) => {
  test.slow();
  const sql = connectToSiteDatabase();
  const [need] = await sql<{ id: string }[]>`select id from needs where title = '步栏村一户人家的屋顶翻修'`;
  await sql.end();
  const officer = await openAs(browser, "officer-bulan@jiedui.example");
  await officer.goto(`/staff/needs/${need?.id}/payments`);
  await expectGoodPage(officer, "payments");
  await expectGoodRefusal(officer, "提出付款");
  await officer.goto(`/staff/needs/${need?.id}/report`);
  await expectGoodRefusal(officer, "保存草稿");
  await officer.goto("/staff/reports");
  await expectGoodPage(officer, "results and payments");
  const payer = await openAs(browser, "charity-payer@jiedui.example");
  await payer.goto("/org/payments");
  await expectGoodPage(payer, "payments to record");
});
