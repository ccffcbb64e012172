import sharp from "sharp";
import { addDays, dayInChina } from "#app/domain/clock.ts";
import { importRegions } from "#app/domain/regions/import-regions.server.ts";
import { type RegionRow, shortVillageName } from "#app/domain/regions/region-list.ts";
import type { FileStore } from "#app/files/file-store.ts";
import type { Bulk } from "#db/bulk.server.ts";
import type { Db } from "#db/client.server.ts";
import type { SearchIndex } from "#search/search-index.ts";
import { syncNeeds, syncVillages } from "#search/sync.server.ts";
import { copyHouseholdNeeds } from "./scale-households.server.ts";
import { draw, scaleId, villageNeed } from "./scale-needs.ts";
import { moveIndexed, moveWritten, readMark, type ScalePlan } from "./scale-progress.server.ts";
import { copyNeeds, copyRows, needIdOf, type ScaleCast, type ScaleTools } from "./scale-rows.server.ts";

export type ScaleWork = {
  db: Db;
  bulk: Bulk;
  search: SearchIndex;
  files: FileStore;
  plan: ScalePlan;
  /** Villages to fill, in order. */
  villages: readonly RegionRow[];
  /** Stops between two batches. */
  signal: AbortSignal;
  tell: (step: string, done: number, total: number) => void;
  /** Places or households per transaction: about a second of work, so that nobody waits long behind it. */
  batch?: number;
};

const defaultBatch = 250;
/** One household in so many asks for something. */
export const householdsPerNeed = 10;

/** The tree above the villages, the villages themselves, and the people whose names stand under everything. May be repeated. */
export async function seedScaleGround(work: ScaleWork, townships: readonly RegionRow[]): Promise<ScaleTools> {
  const { db, villages, plan } = work;
  const above = new Set(villages.flatMap(({ code }) => [2, 4, 6, 9].map((digits) => code.slice(0, digits))));
  for (const level of ["province", "city", "county", "township"] as const) {
    await importRegions(db, { rows: townships.filter((row) => row.level === level && above.has(row.code)) });
  }
  await importRegions(db, { rows: villages, progress: (done) => work.tell("regions", done, villages.length) });
  return { seed: plan.seed, at: plan.beganAt, cast: await seedCast(work) };
}

/** A village's profile and its needs; one village in three has two. */
export function seedVillageNeeds(work: ScaleWork, tools: ScaleTools): Promise<void> {
  const { villages } = work;
  const needsOf = (village: RegionRow) => {
    const count = (draw(tools.seed, "needs", village.code)[0] ?? 0) % 3 === 0 ? 2 : 1;
    const villageName = shortVillageName(village.name);
    return Array.from({ length: count }, (_, order) => ({
      need: villageNeed(tools.seed, village.code, villageName, order),
      key: `${village.code}:${order}`,
      regionCode: village.code,
      villageName,
      household: null,
    }));
  };
  return runStep(work, "villages", villages.length, {
    write: async (tx, from, to) => {
      const some = villages.slice(from, to);
      const known = await tx.run("select region_code as code from villages where region_code = any ($1::text[])", [
        some.map(({ code }) => code),
      ]);
      const isKnown = new Set(known.map(({ code }) => String(code)));
      await copyRows(
        tx,
        "villages",
        ["region_code", "population_count", "household_count"],
        some
          .filter(({ code }) => !isKnown.has(code))
          .map(({ code }) => {
            const households = 120 + (draw(tools.seed, "size", code).readUInt16BE(0) % 700);
            return [code, households * 3 + (draw(tools.seed, "size", code)[2] ?? 0), households];
          }),
      );
      await copyNeeds(tx, tools, some.flatMap(needsOf));
    },
    index: async (from, to) => {
      const some = villages.slice(from, to);
      await syncNeeds(
        work.db,
        work.search,
        some.flatMap(needsOf).map(({ key }) => needIdOf(tools.seed, key)),
      );
      await syncVillages(
        work.db,
        work.search,
        some.map(({ code }) => code),
      );
    },
  });
}

/** One need for every tenth household of the register that has been imported before. */
export function seedHouseholdNeeds(work: ScaleWork, tools: ScaleTools): Promise<void> {
  const numbers = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, index) => registerNumberOf((from + index) * householdsPerNeed));
  return runStep(work, "households", Math.floor(work.plan.households / householdsPerNeed), {
    write: async (tx, from, to) => void (await copyHouseholdNeeds(tx, tools, numbers(from, to))),
    index: (from, to) =>
      syncNeeds(
        work.db,
        work.search,
        numbers(from, to).map((number) => needIdOf(tools.seed, number)),
      ),
  });
}

/** As `npm run register:generate` numbers them. */
export function registerNumberOf(household: number): string {
  return `G${String(household + 1).padStart(9, "0")}`;
}

type Step = {
  write: (tx: Parameters<Parameters<Bulk["transaction"]>[0]>[0], from: number, to: number) => Promise<void>;
  index: (from: number, to: number) => Promise<void>;
};

/**
 * Batch by batch: rows and the mark of how far they go are one transaction; then what was written becomes findable. Killed at any moment,
 * the next run makes findable what was not yet, and goes on behind the last row that is whole.
 */
async function runStep(work: ScaleWork, name: string, total: number, { write, index }: Step): Promise<void> {
  const { bulk, signal, tell } = work;
  const mark = await readMark(bulk, name);
  for (let from = Math.min(mark.indexed, mark.written); from < total; ) {
    signal.throwIfAborted();
    const isWritten = from < mark.written;
    const to = isWritten ? mark.written : Math.min(from + (work.batch ?? defaultBatch), total);
    if (!isWritten) {
      await bulk.transaction(async (tx) => {
        // Rows and mark are lost together or not at all, so no commit needs to wait for the disk.
        await tx.run("select set_config('synchronous_commit', 'off', true)");
        await write(tx, from, to);
        await moveWritten(tx, name, from, to);
      });
    }
    await index(from, to);
    await moveIndexed(bulk, name, to);
    tell(name, to, total);
    from = to;
  }
}

/** Four people, one charity that may receive, and a page of minutes. Their words say that they are made up. */
async function seedCast({ bulk, files, plan }: ScaleWork): Promise<ScaleCast> {
  const { seed } = plan;
  const id = (name: string) => scaleId(seed, "cast", name);
  const at = plan.beganAt.toISOString();
  const cast: ScaleCast = {
    officer: id("officer"),
    town: id("town"),
    county: id("county"),
    secondCounty: id("second county"),
    charityId: id("charity"),
    filingId: id("filing"),
    minutesFileId: id("minutes"),
  };
  const day = dayInChina(plan.beganAt);
  const page = await sharp({ create: { width: 600, height: 800, channels: 3, background: "#ffffff" } })
    .png()
    .toBuffer();
  const storageKey = `${cast.minutesFileId}.png`;
  await files.write(storageKey, page);
  await bulk.transaction(async (tx) => {
    const people = [cast.officer, cast.town, cast.county, cast.secondCounty];
    for (const [index, one] of people.entries()) {
      await tx.run(
        `insert into users (id, email, password_hash, display_name, created_at) values ($1::text::uuid, $2, 'none', $3, $4::text::timestamptz)
         on conflict do nothing`,
        [one, `scale-${index}-${one.slice(0, 8)}@jiedui.example`, `规模演示 ${index + 1}`, at],
      );
    }
    await tx.run(
      `insert into organizations (id, kind, name, credit_code, state, region_code, contact_name, contact_phone, contact_email,
          qualification_number, qualification_valid_to, stripe_account_id, created_at)
        values ($1::text::uuid, 'charity', '规模演示慈善会', $2, 'verified', '51', '规模演示', '0000-0000000', 'scale@jiedui.example',
          $3, $4, $5, $6::text::timestamptz) on conflict do nothing`,
      [
        cast.charityId,
        `S${cast.charityId.replaceAll("-", "").slice(0, 17).toUpperCase()}`,
        `S${cast.charityId.slice(0, 8)}`,
        addDays(day, 3650),
        `acct_scale_${cast.charityId.slice(0, 8)}`,
        at,
      ],
    );
    await tx.run(
      `insert into fundraising_filings (id, charity_id, filing_number, title, purpose, valid_from, valid_to, surplus_rule)
        values ($1::text::uuid, $2::text::uuid, $3, '规模演示募捐方案', '规模演示', $4, $5, '用于同一地区相同目的的项目') on conflict do nothing`,
      [
        cast.filingId,
        cast.charityId,
        `S${cast.filingId.slice(0, 12).toUpperCase()}`,
        addDays(day, -365),
        addDays(day, 3650),
      ],
    );
    await tx.run(
      `insert into files (id, storage_key, media_type, size_bytes, width_pixels, height_pixels, sha256, created_at)
        values ($1::text::uuid, $2, 'image/png', $3::text::int, 600, 800, $4, $5::text::timestamptz) on conflict do nothing`,
      [cast.minutesFileId, storageKey, String(page.length), draw(seed, "page", "minutes").toString("hex"), at],
    );
  });
  return cast;
}
