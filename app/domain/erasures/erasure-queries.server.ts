import { and, desc, eq, inArray } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { DbOrTx } from "#db/client.server.ts";
import { users } from "#db/schema/accounts.server.ts";
import { erasures } from "#db/schema/erasures.server.ts";
import { households } from "#db/schema/households.server.ts";
import { type Actor, scopesOf } from "../actor.ts";
import { endedHouseholdStates } from "../households/household-policy.ts";
import { isId } from "../ids.ts";
import { inScope } from "../scope.server.ts";
import { erasureRoles } from "./erasure-policy.ts";

/** An ended file in the subtrees of the county's people; null: there is none for them. */
export async function getEndedFile(db: DbOrTx, { householdId, actor }: { householdId: string; actor: Actor }) {
  if (!isId(householdId)) return null;
  const [row] = await db
    .select({ id: households.id, headName: households.headName, registerNumber: households.registerNumber })
    .from(households)
    .where(
      and(
        eq(households.id, householdId),
        inArray(households.state, [...endedHouseholdStates]),
        inScope(households.regionCode, scopesOf(actor, erasureRoles)),
      ),
    );
  return row ?? null;
}

/** What was proposed and done for a file, the newest first. Ask with a file found in the reader's scope. */
export function listErasures(db: DbOrTx, { householdId }: { householdId: string }) {
  const doer = alias(users, "doer");
  return db
    .select({
      id: erasures.id,
      reason: erasures.reason,
      proposedBy: erasures.proposedBy,
      proposedByName: users.displayName,
      proposedAt: erasures.proposedAt,
      doneByName: doer.displayName,
      doneAt: erasures.doneAt,
    })
    .from(erasures)
    .innerJoin(users, eq(users.id, erasures.proposedBy))
    .leftJoin(doer, eq(doer.id, erasures.doneBy))
    .where(eq(erasures.householdId, householdId))
    .orderBy(desc(erasures.proposedAt));
}
