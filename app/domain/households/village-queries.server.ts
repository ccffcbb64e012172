import { and, asc, eq } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { regions } from "#db/schema/regions.server.ts";
import { type Actor, scopesOf } from "../actor.ts";
import { inScope } from "../scope.server.ts";
import { householdKeeperRoles } from "./household-policy.ts";

export type KeptVillage = { code: string; name: string };

/** The villages whose files the actor keeps: for a village officer the one of the posting. */
export function listKeptVillages(db: DbOrTx, actor: Actor): Promise<KeptVillage[]> {
  return db
    .select({ code: regions.code, name: regions.shortName })
    .from(regions)
    .where(and(eq(regions.level, "village"), inScope(regions.code, scopesOf(actor, householdKeeperRoles))))
    .orderBy(asc(regions.code))
    .limit(200);
}
