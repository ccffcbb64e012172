import { expect, type Page, test } from "@playwright/test";
import type { Sql } from "postgres";
import { connectToSiteDatabase, e2eSite } from "#tests/setup/e2e.ts";
import { createSmtpCatcherClient } from "#tests/stand-ins/smtp/catcher-client.ts";

let sql: Sql;
test.beforeAll(() => {
  sql = connectToSiteDatabase();
});
test.afterAll(() => sql.end());

/** 饮水 in 步栏村, as a citizen finds it; returns the need's public code. */
async function findWaterNeed(page: Page): Promise<string> {
  await page.goto("/");
  await page.goto("/needs");
  await page.getByRole("searchbox").fill("饮水");
  await page.getByRole("button", { name: "搜索" }).click();
  await page
    .getByRole("link", { name: /^步栏村/ })
    .first()
    .click();
  await page.getByRole("link", { name: "步栏村饮水管网入户" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("步栏村饮水管网入户");
  return new URL(page.url()).pathname.split("/").at(-1) ?? "";
}

async function fillGift(page: Page, email: string): Promise<void> {
  await page.getByLabel(/^50 元/).check();
  await page.getByLabel("电子邮箱").fill(email);
  await page.getByLabel("留言").fill("希望早日通水");
  await page.getByRole("button", { name: "核对后再付款" }).click();
}

async function fundedFen(code: string): Promise<bigint> {
  const [row] = await sql<
    { funded: string }[]
  >`select funded_fen::text as funded from needs where public_code = ${code}`;
  return BigInt(row?.funded ?? "0");
}

test("Q7: a citizen finds drinking water in 步栏村, gives 50 yuan by Alipay and follows the money", async ({
  page,
}) => {
  const email = "story-donor@jiedui.example";
  const code = await findWaterNeed(page);
  const before = await fundedFen(code);
  await page.getByRole("link", { name: /捐/ }).first().click();
  await fillGift(page, email);

  await expect(page.getByRole("heading", { level: 1 })).toHaveText("请核对");
  await expect(page.getByText("爱心人士")).toBeVisible();
  await page.getByRole("button", { name: "去支付 ¥50.00" }).click();

  await page.getByLabel("支付宝").check();
  await page.getByRole("button", { name: "捐赠 ¥50.00" }).click();
  await page.getByRole("button", { name: "授权付款" }).click();

  await expect(page.getByRole("heading", { level: 1 })).toHaveText("谢谢您，捐赠已到账");
  await expect(page.getByText("伍拾元整")).toBeVisible();
  await expect(page.getByText("这笔钱去了哪里")).toBeVisible();
  expect((await fundedFen(code)) - before).toBe(5_000n);

  const [ledger] = await sql<{ off: string; entries: number }[]>`
    select sum(e.amount_fen)::text as off, count(*)::int as entries from ledger_entries e
    join ledger_transactions t on t.id = e.transaction_id
    join donations d on t.source = 'donation:' || d.id where d.email = ${email}`;
  expect(ledger?.off).toBe("0");
  expect(ledger?.entries).toBe(4);

  const receipt = await createSmtpCatcherClient(e2eSite().mailUrl).waitFor(email, 1);
  expect(receipt[0]?.subject).toContain("¥50.00");

  const donationId = new URL(page.url()).pathname.split("/")[2] ?? "";
  await page.goto(`/donations/${donationId}/check`);
  await expect(page, "back after paying leads to the receipt (U10)").toHaveURL(`/donations/${donationId}`);
  await page.goto(`/needs/${code}`);
  await expect(page.getByText("爱心人士").first()).toBeVisible();
  await expect(page.getByText("希望早日通水")).toBeVisible();
});

test("a declined card and a closed tab leave no trace but a failed attempt", async ({ page }) => {
  const email = "declined-donor@jiedui.example";
  const code = await findWaterNeed(page);
  const before = await fundedFen(code);
  await page.getByRole("link", { name: /捐/ }).first().click();
  await fillGift(page, email);
  await page.getByRole("button", { name: /去支付/ }).click();
  await page.getByLabel("银行卡").check();
  await page.getByLabel("卡号").fill("4000000000000002");
  await page.getByRole("button", { name: /捐赠/ }).click();
  await expect(page.getByRole("alert")).toContainText("支付没有成功");
  await page.close();

  expect(await fundedFen(code)).toBe(before);
  await expect
    .poll(async () =>
      (await sql<{ state: string }[]>`select state from donations where email = ${email}`).map((row) => row.state),
    )
    .toEqual(["failed"]);
  const [posted] = await sql<{ count: number }[]>`
    select count(*)::int as count from ledger_transactions t join donations d on t.source = 'donation:' || d.id where d.email = ${email}`;
  expect(posted?.count).toBe(0);
});

test("B9: the back button and a second click open one payment page and charge once", async ({ page }) => {
  const email = "double-donor@jiedui.example";
  await findWaterNeed(page);
  await page.getByRole("link", { name: /捐/ }).first().click();
  await fillGift(page, email);
  await page.getByRole("button", { name: /去支付/ }).click();
  // There, and not on the way: between two sites the browser has no page to go back from.
  await expect(page.getByRole("button", { name: /捐赠/ })).toBeVisible();
  const firstPayPage = page.url();
  await page.goBack();
  await page.getByRole("button", { name: /去支付/ }).click();
  await expect(page).toHaveURL(firstPayPage);
  await page.getByRole("button", { name: /捐赠/ }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("谢谢您，捐赠已到账");
  const paid = await sql`select 1 from donations where email = ${email} and state in ('paid', 'settled')`;
  expect(paid).toHaveLength(1);
});

test("B1: a return address with somebody's session proves nothing", async ({ page }) => {
  const email = "forged-donor@jiedui.example";
  await findWaterNeed(page);
  await page.getByRole("link", { name: /捐/ }).first().click();
  await fillGift(page, email);
  const donationId = new URL(page.url()).pathname.split("/")[2] ?? "";
  await page.goto(`/donations/${donationId}?session_id=cs_test_somebody_else`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("还没有付款");
});

for (const bad of ["", "0", "-5", "12.345", "1e3", "５\u202e0", "99999999999", "0x10"]) {
  test(`bad input: the amount ${JSON.stringify(bad)} is refused beside the field and kept`, async ({ page }) => {
    await page.goto(`/needs/${await waterCode()}/donate`);
    await page.getByLabel("其他金额", { exact: true }).check();
    await page.getByLabel("其他金额（元）").fill(bad);
    await page.getByLabel("电子邮箱").fill("bad-input@jiedui.example");
    await page.getByRole("button", { name: "核对后再付款" }).click();
    await expect(page).toHaveTitle(/^错误：/);
    await expect(page.getByLabel("其他金额（元）")).toHaveAttribute("aria-invalid", "true");
    await expect(page.getByLabel("其他金额（元）")).toHaveValue(bad);
    expect(await sql`select 1 from donations where email = 'bad-input@jiedui.example'`).toHaveLength(0);
  });
}

async function waterCode(): Promise<string> {
  const [row] = await sql<{ code: string }[]>`select public_code as code from needs where title = '步栏村饮水管网入户'`;
  return row?.code ?? "";
}
