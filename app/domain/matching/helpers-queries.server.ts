import { eq, inArray, sql } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { intents } from "#db/schema/intents.server.ts";
import { organizations } from "#db/schema/organizations.server.ts";
import { intentWhats, needTypesOf } from "../intents/intent.ts";
import { factsOf, readNeedFacts } from "./need-facts-queries.server.ts";
import { rankHelpers, readIntentsFor } from "./propose-queries.server.ts";
import { getWeights } from "./weights-queries.server.ts";

/** A helper as staff see one before the yes: the intent's code and offer, an organization by its name, a person by none. */
export const helperFields = {
  intentId: intents.id,
  intentCode: intents.publicCode,
  helperKind: intents.helperKind,
  organizationName: organizations.name,
  what: intents.what,
  amountFen: intents.amountFen,
  quantity: intents.quantity,
  itemName: intents.itemName,
};

/**
 * The open intents that fit a need best, with every reason (S37). Ask only for a need in the reader's scope; null where there is none by this id.
 */
export async function listHelpersFor(
  db: DbOrTx,
  { needId, day, limit = 20 }: { needId: string; day: string; limit?: number },
) {
  const [row] = await readNeedFacts(db, { which: sql`n.id = ${needId}::uuid`, day });
  if (!row) return null;
  const need = factsOf(row);
  const whats = intentWhats.filter((what) => needTypesOf[what].includes(need.type));
  const [found, { weights, version }] = await Promise.all([
    readIntentsFor(db, { regionCode: need.regionCode, whats, day, keepsProposed: true }),
    getWeights(db, { day }),
  ]);
  const ranked = rankHelpers(need, found, weights, limit);
  const ids = ranked.map(({ intentId }) => intentId);
  const known = ids.length === 0 ? [] : await readHelpers(db, ids);
  const byId = new Map(known.map((one) => [one.intentId, one]));
  const helpers = ranked.flatMap(({ intentId, points, reasons, counterfactuals }) => {
    const helper = byId.get(intentId);
    return helper ? [{ ...helper, points, reasons, counterfactuals }] : [];
  });
  return { helpers, weightsVersion: version, helpersWanted: row.helpersWanted };
}
export type Helper = NonNullable<Awaited<ReturnType<typeof listHelpersFor>>>["helpers"][number];

function readHelpers(db: DbOrTx, ids: readonly string[]) {
  return db
    .select(helperFields)
    .from(intents)
    .leftJoin(organizations, eq(organizations.id, intents.organizationId))
    .where(inArray(intents.id, [...ids]));
}
