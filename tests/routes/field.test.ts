import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import AxeBuilder from "@axe-core/playwright";
import { type Locator, expect as onScreen, type Page } from "@playwright/test";
import { eq, sql } from "drizzle-orm";
import sharp from "sharp";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { idNumberCheckCharacter } from "#app/domain/households/id-number.ts";
import { files } from "#db/schema/files.server.ts";
import { visitPhotoUploads } from "#db/schema/visit-uploads.server.ts";
import { visitPhotos, visits } from "#db/schema/visits.server.ts";
import { bulan, createHousehold, createStaff } from "#db/seed/factories.server.ts";
import {
  beginVisit,
  cameraPicture,
  expectCount,
  type FieldWorld,
  fillVisit,
  next,
  openWithList,
  type Phone,
  photoSums,
  startFieldWorld,
  takePhotos,
} from "#tests/setup/field-phone.ts";
import { forceHouseholdState } from "#tests/setup/force-household-state.ts";
import { readPdf } from "#tests/setup/read-pdf.ts";

let world: FieldWorld;
let phone: Phone | undefined;
beforeAll(async () => {
  world = await startFieldWorld();
}, 600_000);
afterAll(() => world.close());
/** Also before the site: a tab opened without signal may send in the moment before the browser has told it so. */
async function cutLine({ context }: Phone): Promise<void> {
  world.front.setFaults(({ method, path }) =>
    method === "POST" && path.startsWith("/field/") ? "lose_request" : "pass",
  );
  await context.setOffline(true);
}

async function mendLine({ context }: Phone): Promise<void> {
  world.front.setFaults(() => "pass");
  await context.setOffline(false);
}

afterEach(async () => {
  world.front.setFaults(() => "pass");
  world.front.posts.length = 0;
  await phone?.close();
  phone = undefined;
});

const slow = 180_000;
/** A busy machine draws late; that is no fault. */
const seen = onScreen.configure({ timeout: 30_000 });

async function rowsOf(found: string) {
  return world.database.db.select().from(visits).where(eq(visits.found, found));
}
/** Every photo of the visit: what the phone sent, and that the stored file is there whole. */
async function sumsOf(visitId: string): Promise<string[]> {
  const rows = await world.database.db
    .select({ sent: visitPhotos.sentSha256, key: files.storageKey, sha256: files.sha256 })
    .from(visitPhotos)
    .innerJoin(files, eq(files.id, visitPhotos.fileId))
    .where(eq(visitPhotos.visitId, visitId))
    .orderBy(visitPhotos.position);
  for (const { key, sha256 } of rows) {
    const bytes = await world.site.services.files.read(key);
    expect(
      createHash("sha256")
        .update(bytes ?? new Uint8Array())
        .digest("hex"),
      "G3",
    ).toBe(sha256);
  }
  return rows.map(({ sent }) => sent);
}
/** One row, its photos once each, nothing half left over. */
async function expectOnce(found: string, sums: readonly string[] = []): Promise<string> {
  const rows = await rowsOf(found);
  expect(rows).toHaveLength(1);
  expect(await sumsOf(rows[0]?.id ?? "")).toEqual(sums);
  expect(await world.database.db.select().from(visitPhotoUploads)).toEqual([]);
  return rows[0]?.id ?? "";
}
/** Presses the button once nothing is under way: a press while it sends does nothing, as it should. */
async function upload(page: Page): Promise<void> {
  await seen(page.locator("html:not([data-sending])")).toBeAttached();
  await page.getByRole("button", { name: /^上传$/ }).click();
}

/** The same, and waits for what came of it: whatever the test changes next must not meet a try that is still under way. */
async function uploadToEnd(page: Page): Promise<void> {
  await upload(page);
  await seen(page.locator("html:not([data-sending])")).toBeAttached();
}

describe("the phone app of the field", () => {
  it(
    "D8 S27 U33 U34: without signal and closed at every step, the draft comes back with every answer; with signal it arrives once",
    async () => {
      phone = await world.newPhone();
      const found = "没有信号时记的：屋顶漏雨";
      await (await openWithList(phone)).close();
      await cutLine(phone);
      let page = await phone.open();
      await seen(page.getByText("没有信号，照样能记")).toBeVisible();
      await beginVisit(page);
      const again = async (step: number) => {
        await page.close();
        page = (await phone?.open()) ?? page;
        await expectCount(page, "draft", 1);
        await page.getByRole("link", { name: /草稿/ }).click();
        await page.getByText(`第 ${step} 步`).waitFor();
      };
      await again(1);
      await next(page);
      await page.getByLabel("田间或工地").check();
      await page.getByText("已保存").waitFor();
      await again(2);
      await seen(page.getByLabel("田间或工地")).toBeChecked();
      await next(page);
      await page.getByLabel("邻居").check();
      await page.getByText("已保存").waitFor();
      await again(3);
      await seen(page.getByLabel("邻居")).toBeChecked();
      await next(page);
      await page.getByLabel("姓名或单位").fill("驻村队员");
      await page.getByText("已保存").waitFor();
      await again(4);
      await seen(page.getByLabel("姓名或单位")).toHaveValue("驻村队员");
      await next(page);
      await page.getByLabel("看到什么、说了什么").fill(found);
      await page.getByText("已保存").waitFor();
      await again(5);
      await seen(page.getByLabel("看到什么、说了什么")).toHaveValue(found);
      await next(page);
      await page.getByLabel("住房").check();
      await page.getByText("已保存").waitFor();
      await again(6);
      await seen(page.getByLabel("六项都看过了"), "who names a difficulty has looked").toBeChecked();
      await next(page);
      await page.getByLabel("下一步做什么", { exact: true }).fill("约施工队");
      await page.getByText("已保存").waitFor();
      await again(7);
      await page.getByLabel("哪天之前做").fill("2026-12-31");
      await page.getByText("已保存").waitFor();
      await next(page);
      await takePhotos(page, [await cameraPicture(1), await cameraPicture(2)]);
      const sums = await photoSums(page);
      await again(8);
      expect(await photoSums(page)).toEqual(sums);
      await next(page);
      await page.getByRole("heading", { name: "核对" }).waitFor();
      await page.close();
      page = await phone.open();
      await page.getByRole("link", { name: /草稿/ }).click();
      await next(page);
      await page.getByRole("button", { name: "写好了，上传" }).click();
      await expectCount(page, "waiting", 1);
      await page.close();
      page = await phone.open();
      await expectCount(page, "waiting", 1);
      expect(await rowsOf(found)).toEqual([]);
      await mendLine(phone);
      await expectCount(page, "confirmed", 1);
      const id = await expectOnce(found, sums);
      expect((await rowsOf(found))[0]).toMatchObject({
        place: "field",
        metWith: "neighbour",
        companions: "驻村队员",
        lackingAssurances: ["housing"],
        nextStepOn: "2026-12-31",
        source: "phone",
        photoCount: 2,
        visitedBy: world.officer.userId,
      });
      expect(id).not.toBe("");
    },
    slow,
  );

  it(
    "D8 U35: closed in the middle of a photo, it goes on where it was; with answers lost at every step nothing is doubled",
    async () => {
      phone = await world.newPhone();
      const found = "上传照片时断电";
      let page = await openWithList(phone);
      let pieces = 0;
      // The third piece of a photo never gets an answer, and then the tab is killed.
      world.front.setFaults(({ path }) => {
        if (path !== "/field/photos") return "pass";
        pieces += 1;
        return pieces >= 3 ? "silence" : "pass";
      });
      await beginVisit(page);
      const sums = await fillVisit(page, found, [await cameraPicture(3), await cameraPicture(4)]);
      await expect.poll(() => pieces, { timeout: 30_000 }).toBeGreaterThanOrEqual(3);
      await page.close();
      expect(await rowsOf(found)).toHaveLength(1);
      // From now on every second answer is lost after the site has done its work.
      let turn = 0;
      world.front.setFaults(({ path }) => {
        if (!path.startsWith("/field/")) return "pass";
        turn += 1;
        return turn % 2 === 0 ? "lose_answer" : "pass";
      });
      page = await openWithList(phone);
      for (let tries = 0; tries < 40; tries += 1) {
        if ((await page.locator('.counts [data-state="confirmed"] b').textContent()) === "1") break;
        await page
          .getByRole("button", { name: /^上传$/ })
          .click({ timeout: 3_000 })
          .catch(() => undefined);
      }
      await expectCount(page, "confirmed", 1);
      await expectOnce(found, sums);
      const offsets = world.front.posts
        .filter(({ path }) => path === "/field/photos")
        .map(({ body }) => offsetOf(body));
      expect(offsets.filter((offset) => offset === 0).length, "it did not begin anew each time").toBeLessThan(8);
    },
    slow,
  );

  it(
    "D8: the whole queue played three times more, in any order, changes nothing",
    async () => {
      phone = await world.newPhone();
      const found = "重放三遍";
      const page = await openWithList(phone);
      await beginVisit(page);
      const sums = await fillVisit(page, found, [await cameraPicture(5)]);
      await expectCount(page, "confirmed", 1);
      const before = await world.database.db.execute(sql`select count(*) from state_transitions`);
      const cookie = await world.site.signInAs(world.officer);
      const sent = world.front.posts.filter(({ path }) => path.startsWith("/field/"));
      expect(sent.length).toBeGreaterThan(3);
      for (const order of [sent, [...sent].reverse(), [...sent, ...sent]]) {
        for (const { path, type, body } of order) {
          const answer = await fetch(`${world.site.url}${path}`, {
            method: "POST",
            headers: { Origin: world.front.url, Cookie: cookie, "Content-Type": type },
            body: new Uint8Array(body),
          });
          expect(answer.status).toBe(200);
        }
      }
      await expectOnce(found, sums);
      expect(await world.database.db.execute(sql`select count(*) from state_transitions`)).toEqual(before);
    },
    slow,
  );

  it(
    "U35: two tabs write one draft and send at once: both answers are there, one row",
    async () => {
      phone = await world.newPhone();
      const found = "两个标签页";
      const one = await openWithList(phone);
      await cutLine(phone);
      await beginVisit(one);
      const other = await phone.open();
      await other.getByRole("link", { name: /草稿/ }).click();
      await other.getByText("第 1 步").waitFor();
      for (const _ of [1, 2, 3, 4]) await next(one);
      for (const _ of [1, 2, 3]) await next(other);
      await other.getByLabel("姓名或单位").fill("另一页写的");
      await one.getByLabel("看到什么、说了什么").fill(found);
      await Promise.all([one, other].map((tab) => tab.getByText("已保存").waitFor()));
      for (const tab of [one, other]) {
        const last = tab.getByRole("button", { name: "写好了，上传" });
        const more = tab.getByRole("button", { name: "下一步" });
        for (await last.or(more).first().waitFor(); (await last.count()) === 0; await last.or(more).first().waitFor())
          await next(tab);
      }
      await Promise.all([one, other].map((tab) => tab.getByRole("button", { name: "写好了，上传" }).click()));
      await Promise.all([expectCount(one, "waiting", 1), expectCount(other, "waiting", 1)]);
      await mendLine(phone);
      await expectCount(one, "confirmed", 1);
      await expectOnce(found);
      expect((await rowsOf(found))[0]?.companions).toBe("另一页写的");
    },
    slow,
  );

  it(
    "D8: a site in trouble (500, a lost request) and an expired session keep the queue; signed in again it goes",
    async () => {
      phone = await world.newPhone();
      const found = "会话过期";
      const page = await openWithList(phone);
      world.front.setFaults(({ path }) => (path === "/field/visits" ? "error_500" : "pass"));
      await beginVisit(page);
      await fillVisit(page, found);
      await seen(page.getByText("没传完，有信号时再传")).toBeVisible();
      await expectCount(page, "waiting", 1);
      world.front.setFaults(({ path }) => (path === "/field/visits" ? "lose_request" : "pass"));
      await uploadToEnd(page);
      await expectCount(page, "waiting", 1);
      world.front.setFaults(() => "pass");
      await world.endSessions(world.officer);
      await uploadToEnd(page);
      await seen(page.getByText("登录过期了。记录都在手机里")).toBeVisible();
      await expectCount(page, "waiting", 1);
      expect(await rowsOf(found)).toEqual([]);
      await phone.signIn(await createStaff(world.database.db, "village_officer", bulan));
      await uploadToEnd(page);
      await seen(page.getByText("登录过期了。记录都在手机里"), "somebody else's session sends nothing").toBeVisible();
      expect(await rowsOf(found)).toEqual([]);
      await phone.signIn(world.officer);
      await uploadToEnd(page);
      await expectCount(page, "confirmed", 1);
      await expectOnce(found);
    },
    slow,
  );

  it(
    "D8: silence is given up after half a minute, and the visit goes with the next try",
    async () => {
      phone = await world.newPhone();
      const found = "没有回音";
      const page = await openWithList(phone);
      await page.clock.install();
      world.front.setFaults(({ path }) => (path === "/field/visits" ? "silence" : "pass"));
      await beginVisit(page);
      await fillVisit(page, found);
      await seen(page.getByRole("button", { name: "正在上传…" })).toBeVisible();
      await expect.poll(() => world.front.posts.filter(({ path }) => path === "/field/visits").length).toBe(1);
      await page.clock.fastForward(31_000);
      await seen(page.getByText("没传完，有信号时再传")).toBeVisible();
      world.front.setFaults(() => "pass");
      await upload(page);
      await expectCount(page, "confirmed", 1);
      await expectOnce(found);
    },
    slow,
  );

  it(
    "U35: a household withdrawn meanwhile is said on the phone and goes to staff; a refused day comes back, is mended and arrives once",
    async () => {
      phone = await world.newPhone();
      const page = await openWithList(phone);
      await phone.context.setOffline(true);
      await beginVisit(page);
      await fillVisit(page, "档案已撤");
      await forceHouseholdState(world.database, world.householdId, "withdrawn");
      await phone.context.setOffline(false);
      await expectCount(page, "confirmed", 1);
      await forceHouseholdState(world.database, world.householdId, "active");
      expect((await rowsOf("档案已撤"))[0]).toMatchObject({ conflict: "household_ended" });
      await page.getByRole("link", { name: /已收到，交给上级看/ }).click();
      await seen(page.getByText("内容都在系统里，没有丢")).toBeVisible();
      await page.getByRole("button", { name: "上一步" }).click();

      await beginVisit(page);
      await page.getByLabel("哪天走访").fill("2099-01-01");
      await page.getByText("已保存").waitFor();
      await fillVisit(page, "手机日期不对");
      await expectCount(page, "returned", 1);
      expect(await rowsOf("手机日期不对")).toEqual([]);
      await page.getByRole("link", { name: /被退回/ }).click();
      await seen(page.getByText("日期在今天之后")).toBeVisible();
      await page.getByRole("button", { name: "修改" }).click();
      await page.getByText("第 1 步").waitFor();
      await page.getByLabel("哪天走访").fill("2026-11-02");
      await page.getByText("已保存").waitFor();
      await fillVisit(page, "手机日期不对");
      await expectCount(page, "confirmed", 2);
      await expectOnce("手机日期不对");
    },
    slow,
  );

  it(
    "U36 G1: a photo leaves the phone with at most 1600 px, 300 kB and nothing of its camera or position",
    async () => {
      phone = await world.newPhone();
      const page = await openWithList(phone);
      await beginVisit(page);
      await fillVisit(page, "照片变小", [await cameraPicture(6)]);
      await expectCount(page, "confirmed", 1);
      const pieces = world.front.posts.filter(({ path }) => path === "/field/photos").map(({ body }) => body);
      const whole = Buffer.concat(pieces.map(pieceOf));
      expect(whole.length).toBeLessThanOrEqual(300 * 1024);
      const { width = 0, height = 0, exif, format } = await sharp(whole).metadata();
      expect({ longest: Math.max(width, height), exif, format }).toEqual({
        longest: 1600,
        exif: undefined,
        format: "jpeg",
      });
      await seen(page.locator("#camera")).toHaveCount(0);
    },
    slow,
  );

  it(
    "U39 F14: at rest there is no plain name or word; signing out removes the list and its key, the queue waits for its owner",
    async () => {
      phone = await world.newPhone();
      const page = await openWithList(phone);
      await phone.context.setOffline(true);
      await beginVisit(page);
      await fillVisit(page, "只有我知道的事");
      const atRest = await page.evaluate(dumpDatabases);
      expect(atRest).toContain("jiedui-field-places");
      for (const secret of ["欧", "密", "第三组", "只有我知道的事", "步栏信息员"]) expect(atRest).not.toContain(secret);
      world.front.setFaults(({ path }) => (path === "/field/visits" ? "error_500" : "pass"));
      await phone.context.setOffline(false);
      await page.getByRole("button", { name: "退出并清除名单" }).click();
      await seen(page.getByText("先在有信号时登录一次")).toBeVisible();
      expect(await page.evaluate(countRows, "jiedui-field-places")).toEqual({ keys: 0, kept: 0 });
      await seen(page.locator(".list"), "not even its owner opens it without a sign-in").toHaveCount(0);
      await expectCount(page, "waiting", 1);
      world.front.setFaults(() => "pass");
      await phone.signIn(world.officer);
      await page.reload();
      await expectCount(page, "confirmed", 1);
      await expectOnce("只有我知道的事");
      const left = () => page.evaluate(countRows, "jiedui-field-visits");
      await expect.poll(left, { message: "wiped once the site has it" }).toMatchObject({ answers: 0, photos: 0 });
    },
    slow,
  );

  it(
    "U39: a list older than seven days is removed from the phone",
    async () => {
      phone = await world.newPhone();
      const page = await openWithList(phone);
      await phone.context.setOffline(true);
      await page.close();
      const later = await phone.context.newPage();
      await later.clock.install({ time: Date.now() + 8 * 86_400_000 });
      await later.goto(`${world.front.url}/field`);
      await seen(later.getByText("农户名单超过期限")).toBeVisible();
      expect(await later.evaluate(countRows, "jiedui-field-places")).toEqual({ keys: 0, kept: 0 });
    },
    slow,
  );

  it(
    "U34 U38: little space is said before it is too late; a browser without a worker is told, whatever its name",
    async () => {
      phone = await world.newPhone();
      const full = await phone.context.newPage();
      await full.addInitScript(() => {
        navigator.storage.estimate = async () => ({ quota: 120_000_000, usage: 100_000_000 });
      });
      await full.goto(`${world.front.url}/field`);
      await seen(full.getByText("手机空间只剩 20 MB")).toBeVisible();
      const old = await phone.context.newPage();
      await old.addInitScript(() => {
        Reflect.deleteProperty(Navigator.prototype, "serviceWorker");
      });
      await old.goto(`${world.front.url}/field`);
      await seen(old.getByText("请用系统浏览器打开本页")).toBeVisible();
      await seen(old.getByRole("link", { name: "用网页记走访" })).toHaveAttribute("href", "/staff/visits/new");
    },
    slow,
  );
});

describe("the paper form and the look of the app", () => {
  it(
    "U40: the same questions print empty on one sheet of A4",
    async () => {
      phone = await world.newPhone();
      const page = await phone.context.newPage();
      await page.goto(`${world.front.url}/staff/visits/paper`);
      for (const word of ["哪天走访", "在哪里", "见到谁", "看到什么", "两不愁三保障", "下一步做什么", "走访人签名"]) {
        await seen(page.getByRole("rowheader", { name: new RegExp(word) }).first()).toBeVisible();
      }
      const pdf = await page.pdf({
        format: "A4",
        margin: { top: "12mm", bottom: "12mm", left: "12mm", right: "12mm" },
      });
      expect((await readPdf(pdf)).pages).toHaveLength(1);
    },
    slow,
  );

  it(
    "U37: every screen has no accessibility fault and no sideways scroll at 360 px, and large targets",
    async () => {
      phone = await world.newPhone();
      const page = await openWithList(phone);
      const check = async (name: string) => {
        const { violations } = await new AxeBuilder({ page })
          .withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"])
          .analyze();
        expect(
          violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" "))}`),
          name,
        ).toEqual([]);
        const wide = await page.evaluate(
          () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
        );
        expect(wide, `${name} scrolls sideways`).toBe(false);
        const heights = await page
          .locator("button, .choice, a.button")
          .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height));
        expect(Math.min(...heights), `${name} has a small target`).toBeGreaterThanOrEqual(44);
      };
      await check("first screen");
      await page.getByRole("button", { name: "开始走访" }).click();
      await page.getByLabel("找一户").waitFor();
      await check("households");
      await page.getByRole("button", { name: /欧\*\*密/ }).click();
      for (const step of [1, 2, 3, 4, 5, 6, 7, 8]) {
        await page.getByText(`第 ${step} 步`).waitFor();
        await seen(page.getByRole("button", { name: "保存并退出" })).toBeVisible();
        await check(`question ${step}`);
        await next(page);
      }
      await page.getByRole("heading", { name: "核对" }).waitFor();
      await seen(page.getByRole("alert"), "U33: what is missing blocks the end").toContainText("看到什么、说了什么");
      await seen(page.getByRole("button", { name: "写好了，上传" })).toHaveCount(0);
      await check("check");
    },
    slow,
  );
});

describe("a household and its need on a 360 px phone", () => {
  it(
    "S33: the officer registers a household and drafts its need with 9 taps and 8 texts; what the system knows it does not ask",
    async () => {
      phone = await world.newPhone();
      const page = await phone.context.newPage();
      const count = { taps: 0, texts: 0, characters: 0 };
      const tap = async (target: Locator) => {
        count.taps += 1;
        await target.click();
      };
      const type = async (target: Locator, text: string) => {
        count.texts += 1;
        count.characters += [...text].length;
        await target.fill(text);
      };
      const box = (name: string) => page.getByRole("textbox", { name: new RegExp(`^${name}`) });
      await page.goto(`${world.front.url}/staff`);
      await tap(page.getByRole("link", { name: "登记农户" }));
      const first17 = "44078319600412123";
      await type(box("姓名"), "谭金水");
      await type(box("身份证号"), first17 + idNumberCheckCharacter(first17));
      await tap(page.getByText("部分劳动能力"));
      await tap(page.getByText("缺水"));
      await type(box("档案编号"), "BL-0327");
      await tap(page.getByLabel("同意登记建档"));
      await tap(page.getByLabel("同意匿名公开需求"));
      await tap(page.getByRole("button", { name: "保存档案" }));
      await page.getByRole("heading", { level: 1, name: "谭金水" }).waitFor();
      await tap(page.getByRole("link", { name: "起草需求" }));
      await tap(page.getByLabel(/^资金/));
      await type(box("标题"), "为一户人家打水井");
      await type(box("简介"), "取水要走两公里山路，想打一口井。");
      await type(box("名称"), "打井");
      await type(box("单位"), "口");
      await type(box("单价"), "11130");
      await tap(page.getByRole("button", { name: "保存草稿" }));
      await page.getByText("11,130.00").first().waitFor();
      const [row] =
        await world.database.db.execute(sql`select m.birth_date, m.gender, h.region_code, n.category, c.signed_by_name, r.user_id
      from households h join household_members m on m.household_id = h.id join needs n on n.household_id = h.id
      join consents c on c.household_id = h.id and c.purpose = 'register' join responsible_persons r on r.household_id = h.id
      where h.register_number = 'BL-0327'`);
      expect(row, "what the system knew").toEqual({
        birth_date: "1960-04-12",
        gender: "male",
        region_code: bulan,
        category: "drinking_water",
        signed_by_name: "谭金水",
        user_id: world.officer.userId,
      });
      expect(count).toEqual({ taps: 9, texts: 8, characters: 60 });
    },
    slow,
  );
});

describe("what the phone app weighs and may do", () => {
  it("finding 12, budgets: worker at most 8 kB packed, everything on the phone at most 350 kB, page and style small", async () => {
    const { files: precached } = z
      .object({ files: z.array(z.string()) })
      .parse(await (await world.site.request("/field.json")).json());
    const bytes = async (path: string) => Buffer.from(await (await world.site.request(path)).arrayBuffer());
    const packed = (body: Buffer) => gzipSync(body).length;
    expect(packed(await bytes("/field-sw.js"))).toBeLessThanOrEqual(8 * 1024);
    const sizes = await Promise.all([...precached, "/field"].map(async (path) => (await bytes(path)).length));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(350 * 1000);
    expect(packed(await bytes("/field"))).toBeLessThanOrEqual(10 * 1024);
    const style = precached.find((path) => path.endsWith(".css")) ?? "";
    expect(packed(await bytes(style))).toBeLessThanOrEqual(12 * 1024);
  });

  it("E7 F14: the page is the same for everybody, its policy as strict as every page's, and only it and its files are kept", async () => {
    const cookie = await world.site.signInAs(world.officer);
    const [mine, anyones] = await Promise.all([world.site.request("/field", { cookie }), world.site.request("/field")]);
    const policy = mine.headers.get("Content-Security-Policy") ?? "";
    const ofPages = (await world.site.request("/accessibility")).headers.get("Content-Security-Policy") ?? "";
    const plain = (text: string) => text.replace(/'nonce-[^']+'/g, "'nonce'");
    expect(plain(policy)).toBe(`${plain(ofPages)}; worker-src 'self'`);
    expect(policy).not.toContain("unsafe-inline");
    const body = (text: string) => text.replace(/nonce="[^"]+"/g, "nonce");
    expect(body(await mine.text())).toBe(body(await anyones.text()));
    expect(mine.headers.get("Cache-Control")).toBe("no-cache");
    expect((await world.site.request("/field-sw.js")).headers.get("Cache-Control")).toBe("no-cache");
    const data = await world.site.request("/field/data", { cookie });
    expect(data.headers.get("Cache-Control")).toBe("no-store");
    expect((await world.site.request("/field/data")).status, "strangers sign in").toBe(302);
    const foreign = { method: "POST", cookie, headers: { Origin: "https://elsewhere.example" } };
    for (const path of ["/field/visits", "/field/photos"]) {
      expect((await world.site.request(path, foreign)).status, path).toBe(403);
    }
  });

  it("U39: the phone is given code, masked name and group of the officer's own village, and nothing else", async () => {
    await createHousehold(world.database.db, { regionCode: "440783116255", state: "active" });
    const closed = await createHousehold(world.database.db, { regionCode: bulan, state: "active" });
    await forceHouseholdState(world.database, closed.id, "closed");
    const cookie = await world.site.signInAs(world.officer);
    const data: unknown = await (await world.site.request("/field/data", { cookie })).json();
    const keys = z.object({ households: z.array(z.record(z.string(), z.unknown())) }).parse(data);
    expect(keys.households).toContainEqual(expect.objectContaining({ head: "欧**密", groupName: "第三组" }));
    for (const row of keys.households) {
      expect(row).toMatchObject({ regionCode: bulan });
      expect(Object.keys(row).sort()).toEqual(["groupName", "head", "id", "publicCode", "regionCode"]);
    }
    expect(JSON.stringify(data)).not.toContain("欧阳秘密");
  });
});

/** Reads a text part of a multipart body. */
function offsetOf(body: Buffer): number {
  return Number(/name="offset"\r\n\r\n(\d+)/.exec(body.toString("latin1"))?.[1] ?? -1);
}

/** The bytes of the file part: the last part of the body. */
function pieceOf(body: Buffer): Buffer {
  const start = body.indexOf("\r\n\r\n", body.indexOf('name="piece"')) + 4;
  const boundary = body.subarray(0, body.indexOf("\r\n"));
  return body.subarray(start, body.lastIndexOf(Buffer.concat([Buffer.from("\r\n"), boundary])));
}

/** Everything IndexedDB holds, as text: bytes are read as UTF-8, so that plain words would show. */
async function dumpDatabases(): Promise<string> {
  const all: string[] = [];
  const read = (value: unknown): unknown => {
    if (value instanceof ArrayBuffer) return new TextDecoder().decode(value);
    if (ArrayBuffer.isView(value)) return new TextDecoder().decode(value);
    if (value instanceof CryptoKey) return `key ${value.extractable}`;
    if (Array.isArray(value)) return value.map(read);
    if (typeof value === "object" && value !== null) {
      return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, read(one)]));
    }
    return value;
  };
  for (const { name = "" } of await indexedDB.databases()) {
    const database = await new Promise<IDBDatabase>((resolve) => {
      const opening = indexedDB.open(name);
      opening.onsuccess = () => resolve(opening.result);
    });
    for (const store of database.objectStoreNames) {
      const rows = await new Promise<unknown[]>((resolve) => {
        const asking = database.transaction(store).objectStore(store).getAll();
        asking.onsuccess = () => resolve(asking.result);
      });
      all.push(name, store, JSON.stringify(read(rows)));
    }
    database.close();
  }
  return all.join("\n");
}

/** Rows by store of one database. */
async function countRows(name: string): Promise<Record<string, number>> {
  const database = await new Promise<IDBDatabase>((resolve) => {
    const opening = indexedDB.open(name);
    opening.onsuccess = () => resolve(opening.result);
  });
  const counted: Record<string, number> = {};
  for (const store of database.objectStoreNames) {
    counted[store] = await new Promise<number>((resolve) => {
      const asking = database.transaction(store).objectStore(store).count();
      asking.onsuccess = () => resolve(asking.result);
    });
  }
  database.close();
  return counted;
}
