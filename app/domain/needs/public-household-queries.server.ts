import { and, desc, eq, isNull, ne } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { consents, households } from "#db/schema/households.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { regions } from "#db/schema/regions.server.ts";
import type { PovertyCause } from "../households/household.ts";
import { isPublicCode } from "../ids.ts";
import type { Fen } from "../money.ts";
import type { NeedCategory, NeedState, NeedType } from "./need.ts";
import { isPublicNeed } from "./public-need-conditions.server.ts";

export type PublicHouseholdNeed = {
  publicCode: string;
  title: string;
  summary: string;
  type: NeedType;
  category: NeedCategory;
  state: NeedState;
  goalFen: Fen | null;
  fundedFen: Fen;
};
export type PublicHousehold = {
  publicCode: string;
  regionCode: string;
  villageName: string;
  causes: PovertyCause[];
  needs: PublicHouseholdNeed[];
};

/**
 * What anyone may know of a household (L17, L29): a random code, the village, causes by category, its public needs. No name, no age, no
 * number of persons, no group: a village of 300 households stays a crowd to hide in. Null unless the consent to publish stands, the file
 * was not withdrawn, and at least one need is public.
 */
export async function getPublicHousehold(db: DbOrTx, publicCode: string): Promise<PublicHousehold | null> {
  if (!isPublicCode(publicCode)) return null;
  const rows = await db
    .select({
      household: {
        publicCode: households.publicCode,
        regionCode: households.regionCode,
        villageName: regions.shortName,
        causes: households.causes,
      },
      need: {
        publicCode: needs.publicCode,
        title: needs.title,
        summary: needs.summary,
        type: needs.type,
        category: needs.category,
        state: needs.state,
        goalFen: needs.goalFen,
        fundedFen: needs.fundedFen,
      },
    })
    .from(households)
    .innerJoin(regions, eq(regions.code, households.regionCode))
    .innerJoin(
      consents,
      and(
        eq(consents.householdId, households.id),
        eq(consents.purpose, "publish_masked"),
        isNull(consents.withdrawnAt),
      ),
    )
    .innerJoin(needs, and(eq(needs.householdId, households.id), isPublicNeed()))
    .where(and(eq(households.publicCode, publicCode), ne(households.state, "withdrawn")))
    .orderBy(desc(needs.publishedAt));
  const [first] = rows;
  return first ? { ...first.household, needs: rows.map((row) => row.need) } : null;
}
