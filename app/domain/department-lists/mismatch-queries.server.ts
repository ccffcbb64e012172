import { and, asc, count, desc, eq } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { users } from "#db/schema/accounts.server.ts";
import { listComparisons, listMismatches } from "#db/schema/department-lists.server.ts";
import { householdMembers, households } from "#db/schema/households.server.ts";
import { regions } from "#db/schema/regions.server.ts";
import type { Sealer } from "#db/sealer.server.ts";
import { type Actor, scopesOf } from "../actor.ts";
import { openUnlessErased } from "../households/open-sealed.server.ts";
import { isId } from "../ids.ts";
import { inScope } from "../scope.server.ts";
import { mismatchRoles } from "./mismatch-form.ts";
import { mismatchDetailPlace } from "./sealed-places.ts";

export const mismatchesPerPage = 30;

const reach = (actor: Actor) => inScope(listMismatches.regionCode, scopesOf(actor, mismatchRoles));

const columns = {
  id: listMismatches.id,
  finding: listMismatches.finding,
  state: listMismatches.state,
  foundAt: listMismatches.foundAt,
  householdId: listMismatches.householdId,
  kind: listComparisons.kind,
  comparedAt: listComparisons.comparedAt,
  personName: householdMembers.name,
  headName: households.headName,
  registerNumber: households.registerNumber,
  villageName: regions.shortName,
  householdState: households.state,
};

function from(db: DbOrTx) {
  return db
    .select({
      ...columns,
      detailSealed: listMismatches.detailSealed,
      reason: listMismatches.reason,
      decidedAt: listMismatches.decidedAt,
      decidedByName: users.displayName,
    })
    .from(listMismatches)
    .innerJoin(listComparisons, eq(listComparisons.id, listMismatches.comparisonId))
    .innerJoin(householdMembers, eq(householdMembers.id, listMismatches.memberId))
    .innerJoin(households, eq(households.id, listMismatches.householdId))
    .innerJoin(regions, eq(regions.code, listMismatches.regionCode))
    .leftJoin(users, eq(users.id, listMismatches.decidedBy));
}

/** What waits for the county's people, the oldest first. */
export async function listOpenMismatches(db: DbOrTx, { actor, page }: { actor: Actor; page: number }) {
  const where = and(reach(actor), eq(listMismatches.state, "open"));
  const [total] = await db.select({ count: count() }).from(listMismatches).where(where);
  const rows = await from(db)
    .where(where)
    .orderBy(asc(listMismatches.foundAt), asc(listMismatches.id))
    .limit(mismatchesPerPage)
    .offset((page - 1) * mismatchesPerPage);
  return { items: rows.map(({ detailSealed: _sealed, ...row }) => row), total: total?.count ?? 0 };
}

/** One of them with what the list says, or null: not there for this reader (S31). */
export async function getMismatch(
  { db, sealer }: { db: DbOrTx; sealer: Sealer },
  { mismatchId, actor }: { mismatchId: string; actor: Actor },
) {
  if (!isId(mismatchId)) return null;
  const [row] = await from(db).where(and(eq(listMismatches.id, mismatchId), reach(actor)));
  if (!row) return null;
  const { detailSealed, ...facts } = row;
  return { ...facts, detail: openUnlessErased(sealer, detailSealed, mismatchDetailPlace(row.id)) };
}

/** The lists that were compared in the county's subtree, the newest first. */
export async function listComparisonsOf(db: DbOrTx, { actor }: { actor: Actor }) {
  return db
    .select()
    .from(listComparisons)
    .where(inScope(listComparisons.regionCode, scopesOf(actor, mismatchRoles)))
    .orderBy(desc(listComparisons.comparedAt))
    .limit(20);
}
