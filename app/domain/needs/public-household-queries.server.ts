import { and, desc, eq, isNull, ne } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { consents } from "#db/schema/consents.server.ts";
import { households } from "#db/schema/households.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { regions } from "#db/schema/regions.server.ts";
import { consentedCauses } from "../households/consent.ts";
import type { PovertyCause } from "../households/household.ts";
import { isPublicCode } from "../ids.ts";
import type { NeedCardData } from "./public-need.ts";
import { isPublicNeed } from "./public-need-conditions.server.ts";
import { listNeedCards } from "./public-need-queries.server.ts";

export type PublicHousehold = {
  publicCode: string;
  regionCode: string;
  villageName: string;
  causes: PovertyCause[];
  /** The day on which the oldest of its public needs was compared with the register (S45). */
  registerVerifiedOn: string | null;
  needs: NeedCardData[];
};

/**
 * What anyone may know of a household (L17, L29): a random code, the village, causes by category (those that enough others share, D4), its public needs. No name, no age, no
 * number of persons, no group: a village of 300 households stays a crowd to hide in. Null unless the consent to publish stands, the file
 * was not withdrawn, and at least one need is public.
 */
export async function getPublicHousehold(db: DbOrTx, publicCode: string): Promise<PublicHousehold | null> {
  if (!isPublicCode(publicCode)) return null;
  const [row] = await db
    .select({
      id: households.id,
      publicCode: households.publicCode,
      regionCode: households.regionCode,
      villageName: regions.shortName,
      causes: households.causes,
      publicCauses: households.publicCauses,
      fields: consents.fields,
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
    .where(and(eq(households.publicCode, publicCode), ne(households.state, "withdrawn")));
  if (!row) return null;
  const { id, causes, publicCauses, fields, ...household } = row;
  const shown = await db
    .select({ id: needs.id, verifiedOn: needs.registerVerifiedOn })
    .from(needs)
    .where(and(eq(needs.householdId, id), isPublicNeed()))
    .orderBy(desc(needs.publishedAt));
  if (shown.length === 0) return null;
  const days = shown.flatMap((need) => need.verifiedOn ?? []).sort();
  const registerVerifiedOn = days[0] ?? null;
  return {
    ...household,
    causes: consentedCauses(publicCauses ?? causes, fields),
    registerVerifiedOn,
    needs: await listNeedCards(db, { ids: shown.map((need) => need.id) }),
  };
}
