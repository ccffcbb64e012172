import { expect, type Page, test } from "@playwright/test";
import { codeOfStep, stepAt } from "#app/auth/totp.server.ts";
import { accessibilityProblems, scrollsSideways } from "#tests/setup/accessibility.ts";

const password = "三江 侨乡 榕树 2016";

async function expectGoodPage(page: Page): Promise<void> {
  expect(await accessibilityProblems(page)).toEqual([]);
  expect(await scrollsSideways(page)).toBe(false);
}

async function showPassword(page: Page, email: string): Promise<void> {
  await page.goto("/login");
  await page.getByLabel("电子邮箱").fill(email);
  await page.getByLabel("密码", { exact: true }).fill(password);
  await page.getByRole("button", { name: "登录", exact: true }).click();
}

async function signOut(page: Page): Promise<void> {
  await page.locator("details.menu summary").click();
  await page.getByRole("button", { name: "退出登录" }).click();
}

test("E3: somebody turns on two steps on a phone, signs in with the app, and with a recovery code", async ({
  browser,
}) => {
  test.setTimeout(120_000);
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  const email = "two-steps@jiedui.example";
  await page.goto("/join");
  await page.getByLabel("称呼").fill("陈小步");
  await page.getByLabel("电子邮箱").fill(email);
  await page.getByLabel("密码", { exact: true }).fill(password);
  await page.getByRole("button", { name: "注册" }).click();
  await showPassword(page, email);

  await page.goto("/me");
  await page.getByRole("link", { name: "两步登录" }).click();
  await page.getByRole("button", { name: "取密钥" }).click();
  await expect(page.getByRole("img", { name: "QR" })).toBeVisible();
  await expectGoodPage(page);
  const secret = ((await page.locator("code").textContent()) ?? "").replaceAll(" ", "");
  const now = () => stepAt(new Date());
  await page.getByLabel("验证器上的 6 位数字").fill("12");
  await page.getByRole("button", { name: "确认并开通" }).click();
  await expect(page.getByRole("alert")).toContainText("验证码不对");
  const used = now();
  await page.getByLabel("验证器上的 6 位数字").fill(codeOfStep(secret, used));
  await page.getByRole("button", { name: "确认并开通" }).click();
  await expect(page.locator("ol code")).toHaveCount(10);
  await expectGoodPage(page);
  const recoveryCode = (await page.locator("ol code").nth(4).textContent()) ?? "";
  await page.getByRole("link", { name: "抄好了，继续" }).click();
  await expect(page).toHaveURL(/\/me$/);

  await signOut(page);
  await showPassword(page, email);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("输入验证码");
  await expectGoodPage(page);
  await page.goto("/me/sessions");
  await expect(page).toHaveURL(/\/login\?/);
  await page.goto("/login/code");
  await page.getByLabel("验证码").fill(codeOfStep(secret, Math.max(now(), used + 1)));
  await page.getByRole("button", { name: "登录", exact: true }).click();
  await expect(page).toHaveURL(/\/me$/);
  await page.getByRole("link", { name: "登录过的设备" }).click();
  await expect(page.getByRole("heading", { level: 2 }).first()).toContainText("这台设备");

  await signOut(page);
  await showPassword(page, email);
  await page.getByLabel("验证码").fill(recoveryCode.toLowerCase());
  await page.getByRole("button", { name: "登录", exact: true }).click();
  await page.getByRole("link", { name: "两步登录" }).click();
  await expect(page.getByText("9 个")).toBeVisible();
  await expectGoodPage(page);
  await context.close();
});
