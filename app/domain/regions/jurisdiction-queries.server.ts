import { and, desc, eq, gte, inArray, isNull, lte, or, sql } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { jurisdictionSettings } from "#db/schema/regions.server.ts";
import { pathOf } from "./region.ts";

export type JurisdictionSetting = { value: string | number | boolean; source: string; regionCode: string };

/**
 * The rule with this key that holds in a region on a day (`YYYY-MM-DD`, China): the most specific region wins, then the latest
 * valid-from. A rule of the whole country has the empty region code. Null where nobody has set one: the caller must not invent it.
 */
export async function getJurisdictionSetting(
  db: DbOrTx,
  { regionCode, key, day }: { regionCode: string; key: string; day: string },
): Promise<JurisdictionSetting | null> {
  const [row] = await db
    .select({
      value: jurisdictionSettings.value,
      source: jurisdictionSettings.source,
      regionCode: jurisdictionSettings.regionCode,
    })
    .from(jurisdictionSettings)
    .where(
      and(
        eq(jurisdictionSettings.key, key),
        inArray(jurisdictionSettings.regionCode, ["", ...pathOf(regionCode)]),
        lte(jurisdictionSettings.validFrom, day),
        or(isNull(jurisdictionSettings.validTo), gte(jurisdictionSettings.validTo, day)),
      ),
    )
    .orderBy(desc(sql`length(${jurisdictionSettings.regionCode})`), desc(jurisdictionSettings.validFrom))
    .limit(1);
  return row ?? null;
}

/** The same for a rule that is a whole number, e.g. days. @throws RangeError where the stored value is none: a wrong setting. */
export async function getWholeNumberSetting(
  db: DbOrTx,
  params: { regionCode: string; key: string; day: string },
): Promise<{ value: number; source: string } | null> {
  const setting = await getJurisdictionSetting(db, params);
  if (setting === null) return null;
  const { value, source } = setting;
  if (typeof value !== "number" || !Number.isInteger(value)) throw new RangeError(`${params.key} is no whole number`);
  return { value, source };
}

/** 监督电话 of a place: what every public notice of money names (S99); null where nobody set one. */
export async function getComplaintPhone(
  db: DbOrTx,
  params: { regionCode: string; day: string },
): Promise<{ value: string; source: string } | null> {
  const setting = await getJurisdictionSetting(db, { ...params, key: "complaint.phone" });
  return setting === null ? null : { value: String(setting.value), source: setting.source };
}
