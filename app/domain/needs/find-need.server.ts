import { and, eq } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { type Actor, type StaffRole, scopesOf } from "../actor.ts";
import { isId } from "../ids.ts";
import { inScope } from "../scope.server.ts";
import type { NeedState, NeedType } from "./need.ts";

export type FoundNeed = {
  id: string;
  regionCode: string;
  state: NeedState;
  type: NeedType;
  version: number;
  householdId: string | null;
};

/** The need if it lies in a subtree where the actor holds one of the roles; null otherwise: it is simply not there (S31). */
export async function findNeed(
  db: DbOrTx,
  { needId, actor, roles }: { needId: string; actor: Actor; roles: readonly StaffRole[] },
): Promise<FoundNeed | null> {
  if (!isId(needId)) return null;
  const [row] = await db
    .select({
      id: needs.id,
      regionCode: needs.regionCode,
      state: needs.state,
      type: needs.type,
      version: needs.version,
      householdId: needs.householdId,
    })
    .from(needs)
    .where(and(eq(needs.id, needId), inScope(needs.regionCode, scopesOf(actor, roles))));
  return row ?? null;
}
