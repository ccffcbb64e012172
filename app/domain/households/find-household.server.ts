import { and, eq } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { households } from "#db/schema/households.server.ts";
import { type Actor, type StaffRole, scopesOf } from "../actor.ts";
import { isId } from "../ids.ts";
import { inScope } from "../scope.server.ts";
import type { HouseholdState } from "./household.ts";

export type FoundHousehold = { id: string; regionCode: string; state: HouseholdState; publicCode: string };

/** The household if it lies in a subtree where the actor holds one of the roles; null otherwise: it is simply not there (S31). */
export async function findHousehold(
  db: DbOrTx,
  { householdId, actor, roles }: { householdId: string; actor: Actor; roles: readonly StaffRole[] },
): Promise<FoundHousehold | null> {
  if (!isId(householdId)) return null;
  const [row] = await db
    .select({
      id: households.id,
      regionCode: households.regionCode,
      state: households.state,
      publicCode: households.publicCode,
    })
    .from(households)
    .where(and(eq(households.id, householdId), inScope(households.regionCode, scopesOf(actor, roles))));
  return row ?? null;
}
