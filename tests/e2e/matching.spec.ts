import { type Browser, expect, type Page, test } from "@playwright/test";
import { scrollsSideways } from "#tests/setup/accessibility.ts";
import { openAs, signIn } from "#tests/setup/sign-in.ts";

/** A citizen with an account of her own, on a phone whose browser runs no scripts. */
async function joinOnPhone(browser: Browser, displayName: string): Promise<Page> {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  const [email, password] = [`intent-${Date.now()}@jiedui.example`, "wei-liang-de-feng-2026"];
  await page.goto("/join");
  await page.getByLabel("称呼").fill(displayName);
  await page.getByLabel("电子邮箱").fill(email);
  await page.getByLabel("密码", { exact: true }).fill(password);
  await page.getByRole("button", { name: /注册/ }).click();
  await signIn(page, email, password);
  return page;
}

const inAMonth = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);

/** "+3.0" and "匹配分 5.25" as thousandths of a point. */
const thousandths = (text: string) => Math.round(Number(/\d+(\.\d+)?/.exec(text)?.[0] ?? Number.NaN) * 1_000);

test("D1 S37: a citizen leaves an intent, reads why a need is proposed, accepts it, and its town hears of it", async ({
  browser,
}) => {
  const citizen = await joinOnPhone(browser, "容小雨");
  await citizen.goto("/ways");
  await citizen.getByRole("link", { name: "登记意向", exact: true }).click();
  await citizen.getByRole("radio", { name: "物资" }).check();
  await citizen.getByRole("button", { name: "登记意向" }).click();
  await expect(citizen, "what is missing is named and what was chosen is kept").toHaveTitle(/^错误：/);
  await expect(citizen.getByRole("radio", { name: "物资" })).toBeChecked();
  await citizen.getByLabel("什么物品，什么技能").fill("书包");
  await citizen.getByLabel(/^一共多少(?!元)/).fill("20");
  await citizen.getByLabel("家乡").selectOption("440783116");
  await citizen.getByRole("button", { name: "登记意向" }).click();

  await expect(citizen.getByText("意向已登记")).toBeVisible();
  expect(await scrollsSideways(citizen)).toBe(false);
  await citizen.locator("main a[href^='/me/proposals/']").first().click();
  await expect(citizen.getByText("你的家乡 赤水镇").first()).toBeVisible();
  const score = thousandths(
    (await citizen
      .getByText(/^匹配分/)
      .first()
      .textContent()) ?? "",
  );
  const points = await citizen.locator("li > b.figure").allInnerTexts();
  expect(
    points.map(thousandths).reduce((sum, one) => sum + one, 0),
    "nothing but the reasons decides",
  ).toBe(score);

  await citizen.locator("input[name=needItemId]").first().check();
  await citizen.getByLabel("认领多少").fill("1");
  await citizen.getByLabel("什么时候兑现").fill(inAMonth);
  await citizen.locator("input[name=isBinding]").check();
  await citizen.getByRole("button", { name: "确认认领" }).click();
  await expect(citizen, "the pledge itself").toHaveURL(/\/me\/pledges\//);
  const town = await openAs(browser, "town@jiedui.example");
  await town.goto("/staff/pledges");
  await expect(town.getByText("容小雨").first()).toBeVisible();
});
