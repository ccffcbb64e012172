import { expect, type Page, test } from "@playwright/test";
import type { Sql } from "postgres";
import { accessibilityProblems, scrollsSideways } from "#tests/setup/accessibility.ts";
import { connectToSiteDatabase, e2eSite } from "#tests/setup/e2e.ts";
import { createSmtpCatcherClient } from "#tests/stand-ins/smtp/catcher-client.ts";
import type { CaughtMail } from "#tests/stand-ins/smtp/caught-mail.ts";
import { createStripeControlClient } from "#tests/stand-ins/stripe/control-client.ts";

let sql: Sql;
test.beforeAll(() => {
  sql = connectToSiteDatabase();
});
test.afterAll(() => sql.end());

/** A need that no other story counts on. */
async function donatePath(): Promise<string> {
  const [need] = await sql<{ code: string }[]>`
    select public_code as code from needs where title = '三合村一户人家的走地鸡起步金'`;
  return `/needs/${need?.code}/donate`;
}

async function startUntilCheck(page: Page, email: string): Promise<void> {
  await page.goto(await donatePath());
  await page.getByRole("radio", { name: /^每月/ }).check();
  await page.getByLabel(/^50 元/).check();
  await page.getByLabel("电子邮箱").fill(email);
  await page.getByRole("button", { name: "核对后再付款" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("请核对每月捐赠");
}

async function payFirstMonth(page: Page): Promise<string> {
  await page.getByRole("button", { name: "去支付第一个月 ¥50.00" }).click();
  await page.getByRole("button", { name: "每月捐赠 ¥50.00" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("我的每月捐赠");
  await expect(page.getByText("谢谢您，每月捐赠开始了")).toBeVisible();
  return new URL(page.url()).pathname.split("/")[2] ?? "";
}

async function subscriptionOf(id: string): Promise<string> {
  const [row] = await sql<{ id: string }[]>`
    select provider_subscription_id as id from monthly_gifts where id = ${id}`;
  return row?.id ?? "";
}

/** The mail with this word in its subject; fails when it does not come. */
async function mailWith(email: string, word: string): Promise<CaughtMail> {
  const catcher = createSmtpCatcherClient(e2eSite().mailUrl);
  let found: CaughtMail | undefined;
  await expect
    .poll(async () => {
      found = (await catcher.messages(email)).find((mail) => mail.subject?.includes(word));
      return found !== undefined;
    })
    .toBe(true);
  if (!found) throw new Error(`no mail about ${word}`);
  return found;
}

function manageLinkIn(mail: CaughtMail): string {
  return /https?:\/\/\S*\/monthly\/\S+\?key=[\w.-]+/.exec(mail.text ?? "")?.[0] ?? "";
}

test.describe("without scripts, on a phone", () => {
  test.use({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } });

  test("U4 Q6: a monthly gift begins, is charged next month, fails, gets another card, and is cancelled by the guest's link", async ({
    page,
    context,
  }) => {
    const email = "monthly-story@jiedui.example";
    const stripe = createStripeControlClient(e2eSite().stripeUrl);
    await startUntilCheck(page, email);
    await expect(page.getByText("仅支持银行卡")).toBeVisible();
    const id = await payFirstMonth(page);
    await expect(page.getByRole("link", { name: "查看回执" })).toHaveCount(1);

    const subscriptionId = await subscriptionOf(id);
    await stripe.billMonth(subscriptionId);
    await stripe.settled();
    await page.reload();
    await expect(page.getByRole("link", { name: "查看回执" })).toHaveCount(2);

    await stripe.setCardFailure(subscriptionId, { declineCode: "generic_decline" });
    await stripe.billMonth(subscriptionId);
    await stripe.settled();
    const failed = await mailWith(email, "没有扣成");
    expect(failed.text).toContain("下次重试");

    // Another day, another browser: nothing but the mail.
    await context.clearCookies();
    await page.goto(manageLinkIn(failed));
    await expect(page).toHaveURL(`/monthly/${id}`);
    await expect(page.getByText("上次扣款没有成功")).toBeVisible();
    await page.getByRole("button", { name: "换卡" }).click();
    await page.getByRole("button", { name: "保存这张卡" }).click();
    await expect(page.getByText("新卡已生效")).toBeVisible();
    await expect(page.getByRole("link", { name: "查看回执" })).toHaveCount(3);

    const receipts = await sql`select distinct receipt_number from donations where monthly_gift_id = ${id}`;
    expect(receipts).toHaveLength(3);
    await context.clearCookies();
    await page.goto(manageLinkIn(await mailWith(email, "开始了")));
    await page.getByRole("button", { name: "取消每月捐赠" }).click();
    await expect(page.getByText("已取消，不再扣款")).toBeVisible();
    await mailWith(email, "已取消");
    await expect(stripe.billMonth(subscriptionId)).rejects.toThrow("409");
  });
});

for (const width of [390, 1280]) {
  test(`axe finds nothing on the pages of a monthly gift at ${width} px`, async ({ page, context }) => {
    await page.setViewportSize({ width, height: 844 });
    const look = async (name: string) => {
      expect(await accessibilityProblems(page), name).toEqual([]);
      expect(await scrollsSideways(page), name).toBe(false);
    };
    await startUntilCheck(page, `monthly-look-${width}@jiedui.example`);
    await look("check");
    await page.goBack();
    await look("form");
    await page.goForward();
    const id = await payFirstMonth(page);
    await look("active");
    await page.getByRole("button", { name: "暂停" }).click();
    await expect(page.getByText("已暂停。暂停期间不扣款")).toBeVisible();
    await look("paused");
    await page.goto(`/monthly/${id}?lang=en`);
    await look("english");
    await page.goto("/?lang=zh");
    await context.clearCookies();
    await page.goto(`/monthly/${id}`);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("用邮箱找回每月捐赠");
    await page.getByLabel("电子邮箱").fill(`monthly-look-${width}@jiedui.example`);
    await page.getByRole("button", { name: "寄给我" }).click();
    await expect(page.getByText("如果这个邮箱有进行中的每月捐赠")).toBeVisible();
    await look("link");
    const mail = await mailWith(`monthly-look-${width}@jiedui.example`, "链接");
    await page.goto(manageLinkIn(mail));
    await page.getByRole("button", { name: "恢复" }).click();
    await expect(page.getByText("已恢复。")).toBeVisible();
  });
}
