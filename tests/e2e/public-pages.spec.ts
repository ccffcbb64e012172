import { expect, test } from "@playwright/test";
import { accessibilityProblems, scrollsSideways } from "#tests/setup/accessibility.ts";

const pages = ["/", "/ways", "/policies", "/policies/tax-deduction", "/accessibility", "/no-such-page"];
const channels = [
  { name: "扶贫需求", path: "/needs" },
  { name: "帮扶渠道", path: "/ways" },
  { name: "政策宣传", path: "/policies" },
  { name: "帮扶成效", path: "/results" },
];

/** 320 px is also 1280 px at 400 %. */
const views = [
  { locale: "zh-CN", width: 390, display: "normal" },
  { locale: "zh-CN", width: 1280, display: "normal" },
  { locale: "en", width: 320, display: "large" },
];

test.describe("the four channels", () => {
  test.use({ javaScriptEnabled: false });

  for (const { name, path } of channels) {
    test(`S35: ${name} is one tap from home, and searched there, without scripts`, async ({ page }) => {
      await page.goto("/");
      await page.getByRole("main").getByRole("link", { name, exact: true }).click();
      await expect(page).toHaveURL((url) => url.pathname === path);
      await expect(page.getByRole("heading", { level: 1 })).toHaveText(name);
      await page.getByRole("searchbox").fill("老人");
      await page.getByRole("button", { name: "搜索" }).click();
      await expect(page).toHaveURL((url) => url.searchParams.get("q") === "老人");
    });
  }

  test("S35: on a phone every channel is one tap from every page", async ({ page }) => {
    await page.setViewportSize({ width: 360, height: 740 });
    for (const { name, path } of channels) {
      await page.goto("/accessibility");
      await page.getByRole("navigation", { name: "主导航" }).getByRole("link", { name }).click();
      await expect(page).toHaveURL((url) => url.pathname === path);
    }
  });

  test("S35: policies are found by a word of their text", async ({ page }) => {
    await page.goto("/policies");
    await page.getByRole("searchbox").fill("12%");
    await page.getByRole("button", { name: "搜索" }).click();
    await expect(page.getByRole("status")).toHaveText("共 1 条");
    await page.getByRole("link", { name: "捐赠怎样抵扣所得税" }).click();
    await expect(page.getByText("出处")).toBeVisible();
    await expect(page.getByText("2019年1月1日", { exact: true })).toBeVisible();
  });

  test("U15: the figures of the home page say when they were read", async ({ page }) => {
    await page.goto("/");
    await expect(page.getByText(/^截至 \d{4}-\d{2}-\d{2} \d{2}:\d{2}$/)).toBeVisible();
  });

  test("U31: the language changes on the page one is on, with its query", async ({ page }) => {
    await page.goto("/policies?q=12%25");
    await page.getByRole("link", { name: "English" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Policies");
    await expect(page.locator("html")).toHaveAttribute("lang", "en");
    await expect(page.getByRole("status")).toHaveText("1 policy");
    await page.goto("/accessibility");
    await expect(page.locator("html")).toHaveAttribute("lang", "en");
  });

  test("U42: large text is kept from page to page and makes everything larger", async ({ page }) => {
    await page.goto("/ways");
    await page.getByRole("button", { name: "长者模式" }).click();
    await expect(page).toHaveURL((url) => url.pathname === "/ways");
    await page.goto("/policies");
    const sizes = await page.evaluate(() => ({
      text: Number.parseFloat(getComputedStyle(document.body).fontSize),
      button: document.querySelector("main button")?.getBoundingClientRect().height ?? 0,
    }));
    expect(sizes.text).toBe(20);
    expect(sizes.button).toBeGreaterThanOrEqual(60);
    await page.getByRole("button", { name: "恢复标准文字大小" }).click();
    await expect(page.locator("html")).not.toHaveAttribute("data-display", "large");
  });
});

test("U44: an address that leads nowhere says so, with a number and ways on", async ({ page }) => {
  const reply = await page.goto("/no-such-page");
  expect(reply?.status()).toBe(404);
  await expect(page).toHaveTitle("没有找到这个页面 - 结对");
  await expect(page.getByText("错误编号 404")).toBeVisible();
  await page.getByRole("main").getByRole("link", { name: "看看需求" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("扶贫需求");
});

for (const path of pages) {
  for (const { locale, width, display } of views) {
    test(`axe finds nothing on ${path} (${locale}, ${width} px, ${display} text)`, async ({
      page,
      context,
      baseURL,
    }) => {
      await context.addCookies([
        { name: "lang", value: locale, url: baseURL },
        { name: "display", value: display, url: baseURL },
      ]);
      await page.setViewportSize({ width, height: 844 });
      await page.goto(path);
      expect(await accessibilityProblems(page)).toEqual([]);
      expect(await scrollsSideways(page)).toBe(false);
    });
  }
}

test("a form is sent once, however often its button is pressed, and again on the page that comes back", async ({
  page,
}) => {
  let sent = 0;
  await page.route("**/join", async (route) => {
    if (route.request().method() === "POST") sent += 1;
    await route.continue();
  });
  await page.goto("/join");
  await page.locator("main form.form").evaluate((form: HTMLFormElement) => {
    const button = form.querySelector<HTMLButtonElement>("button[type=submit]");
    for (let press = 0; press < 3; press += 1) button?.click();
  });
  await expect(page).toHaveTitle(/^错误：/);
  expect(sent).toBe(1);
  await page.locator("main form.form button[type=submit]").click();
  await expect.poll(() => sent).toBe(2);
});
