import { and, eq, notInArray } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { households } from "#db/schema/households.server.ts";
import type { PovertyCause } from "../households/household.ts";
import { endedHouseholdStates } from "../households/household-policy.ts";
import { getWholeNumberSetting } from "../regions/jurisdiction-queries.server.ts";
import { type CrowdForm, coarserForms, crowdSettingKey, defaultCrowd, sharedBy } from "./crowd.ts";

export type PublicationCrowd = {
  /** The causes on file, and those the public page would name now. */
  causes: PovertyCause[];
  shown: PovertyCause[];
  count: number;
  k: number;
  source: string;
  /** Offered where `count` is below `k`; empty there means that the village is too small. */
  forms: CrowdForm[];
  /** The form that says most among those that say less than is shown now; null where even the whole village is too small. */
  narrower: CrowdForm | null;
};

/**
 * How many households on file in its village — not of those whose file has ended — share what would be published of this one, and which coarser forms enough of them share (D4).
 * Null for a household that is not there. Ask only for a need found in the reader's scope.
 */
export async function getPublicationCrowd(
  db: DbOrTx,
  { householdId, day }: { householdId: string; day: string },
): Promise<PublicationCrowd | null> {
  const [household] = await db
    .select({ regionCode: households.regionCode, causes: households.causes, publicCauses: households.publicCauses })
    .from(households)
    .where(eq(households.id, householdId));
  if (!household) return null;
  const { regionCode, causes, publicCauses } = household;
  const rows = await db
    .select({ causes: households.causes })
    .from(households)
    .where(and(eq(households.regionCode, regionCode), notInArray(households.state, [...endedHouseholdStates])));
  const crowd = rows.map((row) => row.causes);
  const rule = await getWholeNumberSetting(db, { regionCode, key: crowdSettingKey, day });
  const { value: k, source } = rule ?? defaultCrowd;
  const shown = publicCauses ?? causes;
  const [narrower = null] = coarserForms(shown, crowd, k);
  return { causes, shown, count: sharedBy(shown, crowd), k, source, forms: coarserForms(causes, crowd, k), narrower };
}
