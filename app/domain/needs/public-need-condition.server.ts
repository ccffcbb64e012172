import { inArray, type SQL, sql } from "drizzle-orm";
import { consents } from "#db/schema/households.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { publicNeedStates } from "./need.ts";

/**
 * Whether anyone may see a need, as a condition on `needs`: its state is public and, for a household's need, the consent to publish
 * stands (F11). Every public query uses it, so that a withdrawn consent takes the need off all pages in the same instant.
 */
export function publiclyShown(): SQL {
  return sql`(${inArray(needs.state, [...publicNeedStates])} and (${needs.householdId} is null or exists (
    select 1 from ${consents} where ${consents.householdId} = ${needs.householdId}
      and ${consents.purpose} = 'publish_masked' and ${consents.withdrawnAt} is null)))`;
}
