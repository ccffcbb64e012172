import { type Browser, type BrowserContext, chromium, expect, type Page } from "@playwright/test";
import { eq } from "drizzle-orm";
import sharp from "sharp";
import type { SignedInActor } from "#app/domain/actor.ts";
import { sessions } from "#db/schema/accounts.server.ts";
import { bulan, createHousehold, createStaff, createTestRegions } from "#db/seed/factories.server.ts";
import { ensureChromium } from "#scripts/chromium.ts";
import { createTestDatabase, type TestDatabase } from "./database.ts";
import { type FaultyFront, startFaultyFront } from "./faulty-front.ts";
import { startSite, type TestSite } from "./site.ts";

/** An officer's cheap phone: 360 px, its own storage, and a line that can be cut. */
export type Phone = {
  context: BrowserContext;
  /** Opens the app in a new tab. */
  open: (hash?: string) => Promise<Page>;
  /** Signs in behind the login page, as this or that person. */
  signIn: (actor: SignedInActor) => Promise<void>;
  close: () => Promise<void>;
};

export type FieldWorld = {
  database: TestDatabase;
  site: TestSite;
  front: FaultyFront;
  officer: SignedInActor;
  householdId: string;
  newPhone: (actor?: SignedInActor | null) => Promise<Phone>;
  endSessions: (actor: SignedInActor) => Promise<unknown>;
  close: () => Promise<void>;
};

/** The built site behind a line of its own, one village with two households, and a Chromium. Waits of pages are generous: machines are busy. */
export async function startFieldWorld(): Promise<FieldWorld> {
  const database = await createTestDatabase();
  await createTestRegions(database.db);
  const officer = await createStaff(database.db, "village_officer", bulan, { displayName: "步栏信息员" });
  const { id: householdId } = await createHousehold(database.db, {
    regionCode: bulan,
    state: "active",
    headName: "欧阳秘密",
    groupName: "第三组",
  });
  const front = await startFaultyFront();
  const site = await startSite(database, { env: { BASE_URL: front.url, RATE_LIMIT_FACTOR: "1000" } });
  front.aim(site.url);
  const browser: Browser = await chromium.launch({
    executablePath: await ensureChromium(),
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
  });
  const newPhone = async (actor: SignedInActor | null = officer): Promise<Phone> => {
    const context = await browser.newContext({
      viewport: { width: 360, height: 640 },
      locale: "zh-CN",
      timezoneId: "Asia/Shanghai",
    });
    context.setDefaultTimeout(30_000);
    const phone: Phone = {
      context,
      open: async (hash = "") => {
        const page = await context.newPage();
        await page.goto(`${front.url}/field${hash}`);
        return page;
      },
      signIn: async (who) => {
        const [name = "", value = ""] = (await site.signInAs(who)).split("=");
        await context.addCookies([{ name, value, url: front.url, httpOnly: true, sameSite: "Lax" }]);
      },
      close: () => context.close(),
    };
    if (actor !== null) await phone.signIn(actor);
    return phone;
  };
  return {
    database,
    site,
    front,
    officer,
    householdId,
    newPhone,
    endSessions: ({ userId }) => database.db.delete(sessions).where(eq(sessions.userId, userId)),
    close: async () => {
      await browser.close();
      await front.close();
      await site.close();
      await database.drop();
    },
  };
}

/** The app with the list of households and its worker in place: from here on the line may be cut. */
export async function openWithList(phone: Phone): Promise<Page> {
  const page = await phone.open();
  await page.getByText(/^带着 \d+ 户/).waitFor();
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  return page;
}

/** The next question, and not before it is on the screen: a second click on the same one would go nowhere. */
export async function next(page: Page): Promise<void> {
  const [step = ""] =
    /第 \d+ 步/.exec(
      (await page
        .getByText(/第 \d+ 步/)
        .first()
        .textContent()) ?? "",
    ) ?? [];
  await page.getByRole("button", { name: "下一步" }).click();
  await page.getByText(step).first().waitFor({ state: "hidden" });
}

/** Begins a visit of the one household: the first question is on the screen. */
export async function beginVisit(page: Page): Promise<void> {
  await page.getByRole("button", { name: "开始走访" }).click();
  await page.getByRole("button", { name: /欧\*\*密/ }).click();
  await page.getByText("第 1 步").waitFor();
}

/** Answers all questions of the draft on the screen and finishes it. */
export async function fillVisit(page: Page, found: string, photos: readonly Buffer[] = []): Promise<string[]> {
  for (const step of [1, 2, 3, 4]) {
    await page.getByText(`第 ${step} 步`).waitFor();
    await next(page);
  }
  await page.getByLabel("看到什么、说了什么").fill(found);
  await page.getByText("已保存").waitFor();
  for (const step of [5, 6, 7]) {
    await page.getByText(`第 ${step} 步`).waitFor();
    await next(page);
  }
  await page.getByText("第 8 步").waitFor();
  if (photos.length > 0) await takePhotos(page, photos);
  const sums = await photoSums(page);
  await next(page);
  await page.getByRole("button", { name: "写好了，上传" }).click();
  await page.getByRole("heading", { name: "我的走访" }).waitFor();
  return sums;
}

export async function takePhotos(page: Page, photos: readonly Buffer[]): Promise<void> {
  const before = await page.locator(".photos li").count();
  const files = photos.map((buffer, index) => ({ name: `IMG_${index}.jpg`, mimeType: "image/jpeg", buffer }));
  await page.locator("#camera").setInputFiles(files);
  await expect(page.locator(".photos li")).toHaveCount(before + photos.length, { timeout: 30_000 });
}

/** SHA-256 of the photos as the phone keeps them. */
export function photoSums(page: Page): Promise<string[]> {
  return page.locator(".photos li").evaluateAll((rows) => rows.map((row) => row.getAttribute("data-sha256") ?? ""));
}

/** How many visits of a state the first screen shows. */
export async function expectCount(page: Page, state: string, count: number): Promise<void> {
  await expect(page.locator(`.counts [data-state="${state}"] b`)).toHaveText(String(count), { timeout: 30_000 });
}

/** A picture no two of which are alike, large as a camera's, with a position in its EXIF. */
export function cameraPicture(seed: number): Promise<Buffer> {
  const side = 64;
  const noise = Buffer.alloc(side * side * 3);
  let value = seed * 7919 + 1;
  for (let index = 0; index < noise.length; index += 1) {
    value = (value * 1_103_515_245 + 12_345) % 2_147_483_648;
    noise[index] = value % 256;
  }
  return sharp(noise, { raw: { width: side, height: side, channels: 3 } })
    .resize(2400, 1800, { kernel: "cubic" })
    .withExif({ IFD0: { Make: "Phone" }, IFD3: { GPSLatitudeRef: "N", GPSLatitude: "22/1 13/1 0/1" } })
    .jpeg({ quality: 90 })
    .toBuffer();
}
