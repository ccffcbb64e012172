import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import type { SignedInActor } from "#app/domain/actor.ts";
import { listHouseholds } from "#app/domain/households/list-households.server.ts";
import { newId } from "#app/domain/ids.ts";
import { createDb } from "#db/client.server.ts";
import { migrateDatabase } from "#scripts/migrate.ts";
import { startPostgresServer } from "#scripts/postgres-server.ts";
import type { Running } from "#scripts/running.ts";
import { type Figure, medianOf, percentileOf } from "./compare.ts";

const rounds = 12;
const warmUps = 2;
const householdsPerVillage = 147;
/** Letters of family and given names, the frequent ones first: a family name's share falls as its place in the list grows. */
const familyNames = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹";
const givenNames = "英秀明华国建军平志文玉兰芳桂春红梅丽强海永福龙生云贵林学德金凤珍荣香";

/** Who searches: a province, a county, a village; and what they type. */
const scopes = ["44", "4401", "440107", "440107001", "440107001003"];
const searches = ["", "王", "张秀英", "秀英", "梁国", "凤", "R0044", "R00440042", "没有这人"];

/**
 * `register.search`: pages of the staff's list of household files (S2), with count, filter by posting, search and the facts shown, against one
 * query for twenty rows of a village by its index; in turn, in a register of `households` files. Value and baseline are questions a second.
 */
export async function measureRegisterSearch(
  running: Running,
  { households }: { households: number },
): Promise<Record<string, Figure>> {
  const folder = await mkdtemp(join(tmpdir(), "jiedui-register-"));
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
  await loadRegister(loader, households);
  const { db, close } = createDb(url, { max: 2 });
  running.add(close);
  const ours: number[] = [];
  const bare: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const regionCode of scopes) {
      for (const search of searches) {
        for (const page of [1, 3]) {
          const asked = { actor: reader(regionCode), search, page };
          const village = `4401${String((round * 7) % 20).padStart(2, "0")}001003`;
          const times = [
            await timeOf(() => listHouseholds(db, asked)),
            await timeOf(() => loader`select * from households where region_code like ${`${village}%`} limit 20`),
          ];
          if (round < warmUps) continue;
          ours.push(times[0] ?? 0);
          bare.push(times[1] ?? 0);
        }
      }
    }
  }
  ours.sort((a, b) => a - b);
  const total = (times: readonly number[]) => (1_000 * times.length) / times.reduce((sum, time) => sum + time, 0);
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => Number(percentileOf(ours, share).toFixed(2)));
  const ratio = Number((medianOf(bare) / medianOf(ours)).toFixed(3));
  const figure = { ratio, value: Math.round(total(ours)), baseline: Math.round(total(bare)), unit: "questions/s" };
  return { "register.search": { ...figure, p50: p50 ?? 0, p95: p95 ?? 0, p99: p99 ?? 0 } };
}

function reader(regionCode: string): SignedInActor {
  const who = { kind: "user", userId: newId(), displayName: "", email: "" } as const;
  return { ...who, grants: [{ role: "county_verifier", regionCode }], memberships: [] };
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

/** A province's register as the database's own numbers give it: villages of 147 households, three people each, every tenth consent given. */
async function loadRegister(loader: postgres.Sql, households: number): Promise<void> {
  /** City, county, town and village of a number: 1,000 villages a city, 40 a county, 8 a town. */
  const codeOf = (n: "n" | "v") =>
    loader.unsafe(`'44' || lpad((1 + ${n} / 1000)::text, 2, '0') || lpad((${n} / 40 % 25)::text, 2, '0')
      || lpad((${n} / 8 % 5 + 1)::text, 3, '0') || lpad((${n} % 40)::text, 3, '0')`);
  const villages = Math.ceil(households / householdsPerVillage);
  await loader`set session_replication_role = replica`;
  await loader`
    insert into regions (code, parent_code, level, name, short_name)
    select ${codeOf("n")}, left(${codeOf("n")}, 9), 'village', '村' || n, '村' || n from generate_series(0, ${villages - 1}::int) n`;
  const step = 100_000;
  for (let from = 0; from < households; from += step) {
    await loader`
      insert into households (id, public_code, register_number, region_code, head_name, state, programme, programme_from, causes, created_at, updated_at)
      select md5('h' || n)::uuid, 'H' || n, 'R' || lpad(n::text, 8, '0'),
        ${codeOf("v")},
        substr(${familyNames}, 1 + (power(abs(hashint4(n)::numeric) % 1000 / 1000, 2) * 29)::int, 1)
          || substr(${givenNames}, 1 + abs(hashint4(n + 7)) % 32, 1) || substr(${givenNames}, 1 + abs(hashint4(n + 13)) % 32, 1),
        'active', 'monitoring', '2025-01-01', array['illness'], timestamptz '2026-01-01' + n * interval '1 second', now()
      from generate_series(${from}::int, ${Math.min(from + step, households) - 1}::int) n cross join lateral (select n / ${householdsPerVillage}::int as v) place`;
    await loader`
      insert into household_members (id, household_id, position, name, relation, gender, birth_date, labour_ability)
      select md5('m' || n || ' ' || position)::uuid, md5('h' || n)::uuid, position, '成员', 'child', 'female', '1990-01-01', 'full'
      from generate_series(${from}::int, ${Math.min(from + step, households) - 1}::int) n cross join generate_series(0, 2) position`;
    console.log(
      `  ${Math.min(from + step, households).toLocaleString("en")} of ${households.toLocaleString("en")} files`,
    );
  }
  await loader`set session_replication_role = origin`;
  await loader`vacuum analyze`;
}
