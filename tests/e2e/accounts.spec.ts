import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";

const password = "三江 侨乡 榕树 2016";

/** No violation of WCAG 2.2 AA. */
async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
    .analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
}

for (const [device, viewport] of [
  ["phone", { width: 390, height: 844 }],
  ["desktop", { width: 1280, height: 800 }],
] as const) {
  test(`U7: somebody joins, signs in and out on a ${device} without scripts, after being told what was wrong`, async ({
    browser,
  }) => {
    const context = await browser.newContext({ viewport, javaScriptEnabled: false, locale: "zh-CN" });
    const page = await context.newPage();
    const email = `newcomer-${device}@jiedui.example`;

    await page.goto("/join?next=/ways");
    await page.getByLabel("称呼").fill("陈");
    await page.getByLabel("电子邮箱").fill("没有这样的邮箱");
    await page.getByLabel("密码").fill("password1234");
    await page.getByRole("button", { name: "注册" }).click();
    await expect(page).toHaveTitle(/^错误：/);
    await expect(page.getByRole("alert").getByRole("link")).toHaveCount(3);
    await expect(page.getByLabel("电子邮箱")).toHaveValue("没有这样的邮箱");
    await expect(page.getByLabel("密码")).toHaveValue("");

    await page.getByLabel("称呼").fill("陈晓彤");
    await page.getByLabel("电子邮箱").fill(email);
    await page.getByLabel("密码").fill(password);
    await page.getByRole("button", { name: "注册" }).click();
    await expect(page.getByText("账户已经准备好")).toBeVisible();

    await page.getByLabel("电子邮箱").fill(email);
    await page.getByLabel("密码").fill("not the password");
    await page.getByRole("button", { name: "登录", exact: true }).click();
    await expect(page.getByRole("alert")).toContainText("邮箱或密码不对");
    await page.getByLabel("密码").fill(password);
    await page.getByRole("button", { name: "登录", exact: true }).click();
    await expect(page).toHaveURL(/\/ways$/);

    await page.goto("/me");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("陈晓彤，您好");
    await page.locator("details.menu summary").click();
    await page.getByRole("button", { name: "退出登录" }).click();
    await page.goto("/me");
    await expect(page).toHaveURL(/\/login\?next=%2Fme$/);
    await context.close();
  });

  test(`the account pages are accessible on a ${device}, their errors too`, async ({ page }) => {
    await page.setViewportSize(viewport);
    for (const path of ["/login", "/login?next=/me", "/join"]) {
      await page.goto(path);
      await expectAccessible(page);
      await page.getByRole("main").getByRole("button").first().click();
      await expect(page).toHaveTitle(/^错误：/);
      await expectAccessible(page);
    }
    await page.goto("/login");
    await page.getByLabel("电子邮箱").fill("citizen@jiedui.example");
    await page.getByLabel("密码").fill("jiedui-demo-2016");
    await page.getByRole("button", { name: "登录", exact: true }).click();
    for (const path of ["/me", "/me/password"]) {
      await page.goto(path);
      await expectAccessible(page);
    }
    await page.getByRole("button", { name: "修改密码" }).click();
    await expect(page).toHaveTitle(/^错误：/);
    await expectAccessible(page);
  });
}

test("E7: no page reports a breach of its own policy, and a script without the nonce does not run", async ({
  page,
}) => {
  const breaches: string[] = [];
  page.on("console", (message) => {
    if (/Content Security Policy/i.test(message.text())) breaches.push(message.text());
  });
  for (const path of ["/", "/needs", "/villages", "/ledger", "/login", "/needs", "/no-such-page"])
    await page.goto(path);
  expect(breaches).toEqual([]);
  await page.evaluate(() => {
    const script = document.createElement("div");
    script.innerHTML = '<img src="x" onerror="document.title = \'broken in\'">';
    document.body.append(script);
  });
  await expect.poll(() => breaches.length).toBeGreaterThan(0);
  expect(await page.title()).not.toBe("broken in");
});
