import { expect, type Page, test } from "@playwright/test";
import sharp from "sharp";
import { connectToSiteDatabase, e2eSite } from "#tests/setup/e2e.ts";
import { openAs } from "#tests/setup/sign-in.ts";
import { createSmtpCatcherClient } from "#tests/stand-ins/smtp/catcher-client.ts";

const title = "高山村十四个孩子一学期的接送车费";

async function needAddresses(): Promise<{ id: string; code: string }> {
  const sql = connectToSiteDatabase();
  const [need] = await sql<
    { id: string; code: string }[]
  >`select id, public_code as code from needs where title = ${title}`;
  await sql.end();
  if (need === undefined) throw new Error("the demo need is missing");
  return need;
}

async function give(page: Page, code: string, email: string): Promise<string> {
  await page.goto(`/needs/${code}/donate`);
  await page.getByLabel(/^50 元/).check();
  await page.getByLabel("电子邮箱").fill(email);
  await page.getByRole("button", { name: "核对后再付款" }).click();
  await page.getByRole("button", { name: "去支付 ¥50.00" }).click();
  await page.getByRole("button", { name: /捐赠/ }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("谢谢您，捐赠已到账");
  return new URL(page.url()).pathname;
}

test("Q7: the donor of 50 yuan sees it paid out by three people and reported", async ({ page, browser }) => {
  const need = await needAddresses();
  const email = "impact-donor@jiedui.example";
  const donationPage = await give(page, need.code, email);
  await expect(
    page
      .getByRole("cell", { name: /等待使用/ })
      .or(page.getByText(/等待使用/))
      .first(),
  ).toBeVisible();

  const officer = await openAs(browser, "officer-gaoshan@jiedui.example");
  await officer.goto(`/staff/needs/${need.id}/payments`);
  await officer.getByLabel("收款方名称").fill("赤水镇客运队");
  await officer.getByLabel("用途").fill("第一周的接送车费");
  await officer.getByLabel("发票号").fill("20261101");
  await officer.getByLabel("金额").fill("5000000");
  await officer.getByLabel("发票照片").setInputFiles(await smallPhoto("invoice.jpg"));
  await officer.getByRole("button", { name: "提出付款" }).click();
  await expect(officer.getByText("需求账上的余额不够。").first()).toBeVisible();
  await officer.getByLabel("金额").fill("50");
  await officer.getByLabel("发票照片").setInputFiles(await smallPhoto("invoice.jpg"));
  await officer.getByRole("button", { name: "提出付款" }).click();
  await expect(officer.getByText("待付款")).toBeVisible();

  const payer = await openAs(browser, "charity-payer@jiedui.example");
  await payer.goto("/org/payments");
  await payer
    .getByRole("row", { name: /第一周的接送车费/ })
    .getByRole("button", { name: "登记已付款" })
    .click();

  await officer.reload();
  await expect(officer.getByRole("button", { name: "确认收到" }), "D6: the proposer cannot confirm").toHaveCount(0);
  const town = await openAs(browser, "town@jiedui.example");
  await town.goto(`/staff/needs/${need.id}/payments`);
  await town.getByRole("button", { name: "确认收到" }).click();
  await expect(town.getByText("已确认收到")).toBeVisible();

  await writeReport(officer, need.id);
  const county = await openAs(browser, "county@jiedui.example");
  await county.goto(`/staff/needs/${need.id}/report`);
  await county.getByRole("button", { name: "公布报告" }).click();
  await expect(county.getByText("已公布")).toBeVisible();

  const mails = await createSmtpCatcherClient(e2eSite().mailUrl).waitFor(email, 2);
  expect(mails.map((mail) => mail.subject).join(" ")).toContain("有成效了");
  await page.goto(donationPage);
  await expect(page.getByText("付给赤水镇客运队")).toBeVisible();
  await expect(page.getByText("凭证号 20261101")).toBeVisible();
  await expect(page.getByText("收到方确认收到")).toBeVisible();
  await expect(page.getByText("相加等于这批钱，一分不差")).toBeVisible();
  await page.getByRole("link", { name: "看成效报告" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("十四个孩子每天准时到校");
  await expect(page.getByText("赤水镇客运队")).toBeVisible();
});

async function writeReport(officer: Page, needId: string): Promise<void> {
  await officer.goto(`/staff/needs/${needId}/report`);
  await officer.getByLabel("标题").fill("十四个孩子每天准时到校");
  await officer.getByLabel("做了什么").fill("电话 13812345678 联系车队，第一周的车每天准时到村口。");
  await officer.getByLabel("受益户数").fill("1");
  await officer.getByLabel("受益人数").fill("14");
  await officer.getByLabel("村里谁确认的").fill("校长和村民代表");
  await officer.getByLabel("确认日期").fill("2026-11-20");
  await officer.getByRole("button", { name: "保存草稿" }).click();
  await expect(officer, "a phone number does not get into a public text (F4)").toHaveTitle(/^错误：/);
  await officer.getByLabel("做了什么").fill("第一周的车每天准时到村口，十四个孩子没有一天迟到。");
  await officer.getByRole("button", { name: "保存草稿" }).click();
  await officer.getByRole("button", { name: "提交县级审核" }).click();
  await expect(officer.getByText("请先添加至少一张照片。").first()).toBeVisible();
  await officer.getByLabel("照片里有什么").fill("停在村口的校车");
  await officer.getByLabel("照片", { exact: true }).setInputFiles(await smallPhoto("photo.jpg"));
  await officer.getByRole("button", { name: "添加照片" }).click();
  await officer.getByRole("button", { name: "提交县级审核" }).click();
  await expect(officer.getByText("待县级审核")).toBeVisible();
}

async function smallPhoto(name: string) {
  const picture = sharp({ create: { width: 800, height: 600, channels: 3, background: "#8fb3a3" } });
  return { name, mimeType: "image/jpeg", buffer: await picture.jpeg().toBuffer() };
}
