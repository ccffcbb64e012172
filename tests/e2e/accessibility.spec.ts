import { expect, type Page, test } from "@playwright/test";
import { accessibilityProblems, scrollsSideways } from "#tests/setup/accessibility.ts";

/** Addresses that differ only in a code are one kind of page: /needs/7N3XQ-JMHKV → /needs/:code. */
function kindOf(path: string): string {
  return path
    .split("/")
    .map((part) => (/\d/.test(part) ? ":code" : part))
    .join("/");
}

/** Pages of this site that the page links to; no files, no queries. */
async function linkedPaths(page: Page): Promise<string[]> {
  const paths = await page
    .locator("a[href^='/']")
    .evaluateAll((links) => links.map((link) => new URL(link.getAttribute("href") ?? "", document.baseURI).pathname));
  return paths.filter((path) => !/^\/(files|assets|logout)\b|\.[a-z]+$/.test(path));
}

/** Walks from home along the links, one page of each kind, as a visitor who has not signed in; returns what was seen by kind. */
async function walk(page: Page, look: (path: string) => Promise<void>): Promise<Map<string, string>> {
  const seen = new Map([["/", "/"]]);
  const waiting = ["/"];
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    const reply = await page.goto(path);
    expect.soft(reply?.status(), path).toBe(200);
    await look(path);
    for (const linked of await linkedPaths(page)) {
      if (seen.has(kindOf(linked))) continue;
      seen.set(kindOf(linked), linked);
      waiting.push(linked);
    }
  }
  return seen;
}

for (const width of [390, 1280]) {
  test(`axe finds nothing on any public page at ${width} px`, async ({ page }) => {
    test.setTimeout(240_000);
    await page.setViewportSize({ width, height: 844 });
    const kinds = await walk(page, async (path) => {
      expect.soft(await accessibilityProblems(page), path).toEqual([]);
      expect.soft(await scrollsSideways(page), `${path} scrolls sideways`).toBe(false);
    });
    for (const kind of [
      "/needs/:code",
      "/villages/:code",
      "/policies/privacy",
      "/results/:code",
      "/ledger",
      "/login",
    ]) {
      expect([...kinds.keys()], "the walk has lost its way").toContain(kind);
    }
  });
}

/** Forms that refuse to be sent empty, and how a visitor gets there. */
const forms: { name: string; open: (page: Page) => Promise<unknown> }[] = [
  { name: "sign-in", open: (page) => page.goto("/login") },
  { name: "registration", open: (page) => page.goto("/join") },
  {
    name: "gift",
    open: async (page) => {
      await page.goto("/needs?type=money&status=open");
      await page.locator("article a").first().click();
      await page.getByRole("link", { name: "我要捐款" }).first().click();
    },
  },
];

for (const { name, open } of forms) {
  for (const width of [390, 1280]) {
    test(`U7: the refused ${name} form leads to its first mistake, and axe finds nothing at ${width} px`, async ({
      page,
    }) => {
      await page.setViewportSize({ width, height: 844 });
      await open(page);
      await page.locator("main form.form button").last().click();
      await expect(page).toHaveTitle(/^错误：/);
      const summary = page.locator(".error-summary");
      await expect(summary).toBeFocused();
      const target = await summary.getByRole("link").first().getAttribute("href");
      await expect(page.locator(target ?? "none")).toHaveCount(1);
      expect(await accessibilityProblems(page)).toEqual([]);
      expect(await scrollsSideways(page)).toBe(false);
    });
  }
}
