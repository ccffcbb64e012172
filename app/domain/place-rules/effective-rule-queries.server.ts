import { and, desc, gte, inArray, isNull, lte, or, type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import type { DbOrTx } from "#db/client.server.ts";
import { itemPrices, wordingRules } from "#db/schema/place-rules.server.ts";
import { pathOf } from "../regions/region.ts";

type PlaceAndDay = { regionCode: string; day: string };
type RuleColumns = { regionCode: PgColumn; validFrom: PgColumn; validTo: PgColumn };

/** Rows of the place and all above it that hold on the day; the empty region is the whole country. */
function holdsIn(table: RuleColumns, { regionCode, day }: PlaceAndDay): SQL | undefined {
  return and(
    inArray(table.regionCode, ["", ...pathOf(regionCode)]),
    lte(table.validFrom, day),
    or(isNull(table.validTo), gte(table.validTo, day)),
  );
}

/** Of rows that say the same thing, the most specific region first, then the latest valid-from. */
function mostSpecific(table: RuleColumns): SQL[] {
  return [desc(sql`length(${table.regionCode})`), desc(table.validFrom)];
}

function firstOfEach<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Row[] {
  const first = new Map<string, Row>();
  for (const row of rows) if (!first.has(keyOf(row))) first.set(keyOf(row), row);
  return [...first.values()];
}

/** What things cost in a place on a day (`YYYY-MM-DD`): one row per item and unit. */
export async function listEffectivePrices(db: DbOrTx, params: PlaceAndDay) {
  const rows = await db
    .select()
    .from(itemPrices)
    .where(holdsIn(itemPrices, params))
    .orderBy(...mostSpecific(itemPrices));
  return firstOfEach(rows, (row) => row.name).sort((a, b) => a.name.localeCompare(b.name, "zh-Hans-CN"));
}
export type EffectivePrice = Awaited<ReturnType<typeof listEffectivePrices>>[number];

/** The words no public text of a place may use on a day. */
export async function listEffectiveWords(db: DbOrTx, params: PlaceAndDay) {
  const rows = await db
    .select()
    .from(wordingRules)
    .where(holdsIn(wordingRules, params))
    .orderBy(...mostSpecific(wordingRules));
  return firstOfEach(rows, (row) => row.word.toLowerCase()).sort((a, b) => a.word.localeCompare(b.word, "zh-Hans-CN"));
}
export type EffectiveWord = Awaited<ReturnType<typeof listEffectiveWords>>[number];
