import { expect, test } from "@playwright/test";
import { e2eSite } from "#tests/setup/e2e.ts";
import { openAs, signIn } from "#tests/setup/sign-in.ts";
import { createSmtpCatcherClient } from "#tests/stand-ins/smtp/catcher-client.ts";

/** A day ahead of every other test's clock. */
const dayOfShift = new Date(Date.now() + 400 * 86_400_000).toISOString().slice(0, 10);

test("S77: an organization posts a project, a citizen signs up, hours are checked in and out and confirmed", async ({
  browser,
}) => {
  const organizer = await openAs(browser, "ngo@jiedui.example");
  await organizer.goto("/org/volunteer-projects");
  await organizer.getByRole("link", { name: "发布志愿项目" }).first().click();
  await organizer.getByLabel("项目名称").fill("高山村冬日义诊");
  await organizer.getByLabel("做什么，怎么做").fill("为村里老人量血压、测血糖，教大家看药品说明。");
  await organizer.getByLabel("服务类型").selectOption("clinic");
  await organizer.getByLabel("服务地区").selectOption({ label: "赤水镇 高山村" });
  await organizer.getByLabel("集合地点").fill("高山村委会");
  await organizer.getByRole("button", { name: "保存并添加班次" }).click();
  await expect(organizer, "what is missing is named and what was typed is kept").toHaveTitle(/^错误：/);
  await expect(organizer.getByLabel("项目名称")).toHaveValue("高山村冬日义诊");
  await organizer.getByLabel("风险与保障").fill("山路弯多，统一乘车往返，队里统一买意外保险。");
  await organizer.getByRole("button", { name: "保存并添加班次" }).click();

  await organizer.getByLabel("日期").fill(dayOfShift);
  await organizer.getByLabel("开始时间").fill("09:00");
  await organizer.getByLabel("结束时间").fill("12:00");
  await organizer.getByLabel("人数").fill("5");
  await organizer.getByRole("button", { name: "添加班次" }).click();
  await organizer.getByRole("button", { name: "发布项目" }).click();
  const projectPage = organizer.url();
  await organizer.getByRole("link", { name: "查看公开页面" }).click();
  const publicPage = new URL(organizer.url()).pathname;

  const citizen = await (await browser.newContext()).newPage();
  const email = `volunteer-${Date.now()}@jiedui.example`;
  await citizen.goto("/join");
  await citizen.getByLabel("称呼").fill("何小满");
  await citizen.getByLabel("电子邮箱").fill(email);
  await citizen.getByLabel("密码", { exact: true }).fill("wei-liang-de-feng-2026");
  await citizen.getByRole("button", { name: /注册/ }).click();
  await signIn(citizen, email, "wei-liang-de-feng-2026");
  await citizen.goto(publicPage);
  await citizen.getByRole("link", { name: "先登记为志愿者" }).click();
  await citizen.getByLabel("真实姓名").fill("何小满");
  await citizen.getByLabel("手机号码").fill("138 0000 0001");
  await citizen.getByLabel("所在地区").selectOption({ label: "赤水镇" });
  await citizen.getByLabel("义诊").check();
  await citizen.getByRole("button", { name: "保存登记" }).click();
  await expect(citizen).toHaveURL(publicPage);
  await citizen.getByRole("button", { name: "报名这一班" }).click();
  await expect(citizen, "the risk notice must be read first (L33)").toHaveTitle(/^错误：/);
  await citizen.getByLabel("我已阅读并了解上面的风险与保障").check();
  await citizen.getByRole("button", { name: "报名这一班" }).click();
  await expect(citizen.getByText("您已报名这一班")).toBeVisible();

  await organizer.goto(projectPage);
  for (const step of [/接受.*何小满/, /签到.*何小满/, /签退.*何小满/])
    await organizer.getByRole("button", { name: step }).click();
  await organizer.getByRole("button", { name: /确认时长.*何小满/ }).click();
  await expect(organizer.getByText(/已确认 \d+ 分钟/)).toBeVisible();

  const mails = await createSmtpCatcherClient(e2eSite().mailUrl).waitFor(email, 1);
  expect(mails.map((mail) => mail.subject).join(" ")).toContain("高山村冬日义诊");
  await citizen.goto("/me/volunteering");
  await expect(citizen.getByText("时长已确认")).toBeVisible();
});
