import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import postgres from "postgres";
import { newId } from "#app/domain/ids.ts";
import { bucketsOf, scopesOfRegion } from "#app/domain/matching/candidate-lists.ts";
import { proposeNeeds } from "#app/domain/matching/propose-queries.server.ts";
import type { RoundNeed } from "#app/domain/matching/round-market.ts";
import { type IntentFacts, needReasons, pointsOf } from "#app/domain/matching/score.ts";
import { defaultWeights } from "#app/domain/matching/weights.ts";
import { createDb } from "#db/client.server.ts";
import { migrateDatabase } from "#scripts/migrate.ts";
import { startPostgresServer } from "#scripts/postgres-server.ts";
import type { Running } from "#scripts/running.ts";
import { type Figure, medianOf, percentileOf } from "./compare.ts";
import { inventMarket } from "./invented-market.ts";

const shown = 10;
const asked = 400;
const warmUps = 50;
const day = "2026-11-22";

/**
 * `matching.propose`: the ten best needs for one intent, exactly, against one indexed query that returns ten rows of one list; in turn, in the
 * same database. The lists are filled as the site fills them, without the register behind them. Value and baseline are questions a second.
 */
export async function measurePropose(
  running: Running,
  size: { needs: number; intents: number },
): Promise<Record<string, Figure>> {
  const folder = await mkdtemp(join(tmpdir(), "jiedui-propose-"));
  await chmod(folder, 0o711);
  running.add(() => rm(folder, { recursive: true, force: true }));
  const server = await startPostgresServer({ folder, isDurable: false });
  running.add(server.stop);
  const admin = postgres(server.urlOf("postgres"), { max: 1, onnotice: () => {} });
  running.add(() => admin.end());
  await admin`create database jiedui`;
  const url = server.urlOf("jiedui");
  await migrateDatabase(url);
  const loader = postgres(url, { max: 1, onnotice: () => {} });
  running.add(() => loader.end());
  await loader`set session_replication_role = replica`;
  const market = inventMarket({ ...size, seed: 3 });
  await loadNeeds(loader, market.needs);
  const intentIds = await loadIntents(loader, market.intents);
  await loader`analyze`;
  const { db, close } = createDb(url, { max: 2 });
  running.add(close);
  const ours: number[] = [];
  const baseline: number[] = [];
  for (let index = 0; index < asked; index += 1) {
    const at = (index * 37) % intentIds.length;
    const scope = market.intents[at]?.homeCode?.slice(0, 4) ?? "";
    const list = sql`select m.* from match_postings p join match_needs m on m.public_code = p.public_code
      where p.scope_code = ${scope} and p.bucket = 1000 order by p.rank, p.public_code limit ${shown}`;
    const times = [
      await timeOf(() => proposeNeeds(db, { intentId: intentIds[at] ?? "", day, limit: shown })),
      await timeOf(() => db.execute(list)),
    ];
    if (index < warmUps) continue;
    ours.push(times[0] ?? 0);
    baseline.push(times[1] ?? 0);
  }
  ours.sort((a, b) => a - b);
  const [value, bare] = [1_000 / medianOf(ours), 1_000 / medianOf(baseline)];
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => Number(percentileOf(ours, share).toFixed(2)));
  const figure = { ratio: Number((value / bare).toFixed(3)), value: Math.round(value), baseline: Math.round(bare) };
  return { "matching.propose": { ...figure, unit: "intents/s", p50: p50 ?? 0, p95: p95 ?? 0, p99: p99 ?? 0 } };
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

async function loadNeeds(loader: postgres.Sql, needs: readonly RoundNeed[]): Promise<void> {
  for (let from = 0; from < needs.length; from += 3_000) {
    const rows = needs.slice(from, from + 3_000).map(({ facts, helpersWanted }) => {
      return { ...facts, helpersWanted, id: newId(), base: pointsOf(needReasons(facts, defaultWeights)) };
    });
    await loader`
      insert into match_needs select id, "publicCode", "regionCode", type, category, "householdKind", "missesMoney", "missesQuantity",
        "nobodyHelps", "isVillageWithoutEnterprise", "isDeepPoverty", "isPoorVillage", '2026-01-01', "waitingMonths", "helpersWanted", base, 1,
        '2027-01-01'
      from json_to_recordset(${JSON.stringify(rows)}::text::json) as r (id uuid, "publicCode" text, "regionCode" text, type text,
        category text, "householdKind" text, "missesMoney" boolean, "missesQuantity" boolean, "nobodyHelps" boolean,
        "isVillageWithoutEnterprise" boolean, "isDeepPoverty" boolean, "isPoorVillage" boolean, "waitingMonths" int, "helpersWanted" int, base int)`;
    const lines = rows.flatMap((need) =>
      bucketsOf(need).flatMap((bucket) =>
        scopesOfRegion(need.regionCode).map((scope) => [scope, bucket, -need.base, need.publicCode, need.regionCode]),
      ),
    );
    const text = lines.map((line) => line.join("\t")).join("\n");
    await loader`
      insert into match_postings select split_part(l, chr(9), 1), split_part(l, chr(9), 2)::int, split_part(l, chr(9), 3)::int,
        split_part(l, chr(9), 4), split_part(l, chr(9), 5) from unnest(string_to_array(${text}, chr(10))) l`;
  }
}

async function loadIntents(loader: postgres.Sql, intents: readonly IntentFacts[]): Promise<string[]> {
  const rows = intents.map((intent) => ({ ...intent, id: newId(), userId: newId() }));
  for (let from = 0; from < rows.length; from += 2_000) {
    await loader`
      insert into intents (id, public_code, helper_kind, user_id, created_by, what, amount_fen, quantity, most_needs, region_codes, home_code,
        categories, household_kinds, is_strict, until, state, created_at, updated_at)
      select id, "publicCode", "helperKind", "userId", "userId", what, 100, 1, "freeNeeds", array(select json_array_elements_text("regionCodes")),
        "homeCode", array(select json_array_elements_text(categories)), array(select json_array_elements_text("householdKinds")), "isStrict",
        '2027-12-31', 'open', now(), now()
      from json_to_recordset(${JSON.stringify(rows.slice(from, from + 2_000))}::text::json) as r (id uuid, "userId" uuid, "publicCode" text,
        "helperKind" text, what text, "freeNeeds" int, "regionCodes" json, "homeCode" text, categories json, "householdKinds" json,
        "isStrict" boolean)`;
  }
  return rows.map(({ id }) => id);
}
