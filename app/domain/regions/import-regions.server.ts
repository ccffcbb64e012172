import { sql } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { regionFlagPeriods, regions } from "#db/schema/regions.server.ts";
import { newId } from "../ids.ts";
import type { FlagPeriod, RegionRow } from "./region-list.ts";

const rowsPerStatement = 1_000;

/**
 * Adds divisions that are not in the tree yet (S1); what is there stays as it is. May be repeated and interrupted at any time: each batch
 * stands by itself. Returns how many were new; `progress` hears of every batch.
 */
export async function importRegions(
  db: Db,
  { rows, progress = () => {} }: { rows: readonly RegionRow[]; progress?: (done: number) => void },
): Promise<{ added: number }> {
  let added = 0;
  for (let start = 0; start < rows.length; start += rowsPerStatement) {
    const batch = rows.slice(start, start + rowsPerStatement);
    const inserted = await db.execute(sql`
      insert into ${regions} (code, name, short_name, level, parent_code)
      select code, name, "shortName", level, "parentCode"
      from json_to_recordset(${JSON.stringify(batch)}::json)
        as r(code text, name text, "shortName" text, level text, "parentCode" text)
      where r."parentCode" is null or exists (select from ${regions} parent where parent.code = r."parentCode")
      on conflict (code) do nothing
      returning 1`);
    added += inserted.length;
    progress(start + batch.length);
  }
  return { added };
}

/**
 * Adds dated flags (片区, 贫困县, 贫困村, 深度贫困) that are not on record with this place, beginning and source yet (S1). Returns how many
 * were new; places that are not in the tree are left out and named.
 */
export async function importRegionFlags(
  db: Db,
  { periods }: { periods: readonly FlagPeriod[] },
): Promise<{ added: number; unknownCodes: string[] }> {
  const unknownCodes: string[] = [];
  let added = 0;
  for (let start = 0; start < periods.length; start += rowsPerStatement) {
    const batch = periods.slice(start, start + rowsPerStatement).map((period) => ({ ...period, id: newId() }));
    const values = sql`json_to_recordset(${JSON.stringify(batch)}::json)
      as f(id uuid, "regionCode" text, flag text, "validFrom" text, "validTo" text, source text)`;
    const unknown = await db.execute<{ code: string }>(sql`
      select distinct f."regionCode" as code from ${values}
      where not exists (select from ${regions} r where r.code = f."regionCode") order by 1`);
    unknownCodes.push(...unknown.map(({ code }) => code));
    const inserted = await db.execute(sql`
      insert into ${regionFlagPeriods} (id, region_code, flag, valid_from, valid_to, source)
      select distinct on (f."regionCode", f.flag, f."validFrom", f.source)
        f.id, f."regionCode", f.flag, f."validFrom", f."validTo", f.source
      from ${values}
      where exists (select from ${regions} r where r.code = f."regionCode")
        and not exists (select from ${regionFlagPeriods} known where known.region_code = f."regionCode"
          and known.flag = f.flag and known.valid_from = f."validFrom" and known.source = f.source)
      order by f."regionCode", f.flag, f."validFrom", f.source, f."validTo" desc nulls first
      returning 1`);
    added += inserted.length;
  }
  return { added, unknownCodes };
}
