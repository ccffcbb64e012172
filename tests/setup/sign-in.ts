import { type Browser, expect, type Page } from "@playwright/test";
import { demoPersonas } from "#db/seed/personas.ts";

/** Signs in by the form, as people do. */
export async function signIn(page: Page, email: string, password: string): Promise<void> {
  await page.goto("/login");
  await page.getByLabel("电子邮箱").fill(email);
  await page.getByLabel("密码").fill(password);
  await page.getByRole("button", { name: "登录", exact: true }).click();
  await expect(page).not.toHaveURL(/\/login/);
}

/** A browser of one demo persona's own, signed in. */
export async function openAs(browser: Browser, email: string): Promise<Page> {
  const persona = demoPersonas.find((one) => one.email === email);
  if (persona === undefined) throw new Error(`no demo persona ${email}`);
  const page = await (await browser.newContext()).newPage();
  await signIn(page, persona.email, persona.password);
  return page;
}
