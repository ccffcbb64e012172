import { and, count, inArray } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { type Actor, type StaffRole, scopesOf } from "../actor.ts";
import { inScope } from "../scope.server.ts";
import type { NeedState } from "./need.ts";

/**
 * Queues of needs: who has to do something about which states (U21). One row here is one tile on the staff home page and one saved
 * view of the list; a role sees the tiles it can act on, read-only roles see all of them.
 */
export const needQueues = [
  { key: "returned", states: ["returned"], roles: ["village_officer"] },
  { key: "drafted", states: ["drafted"], roles: ["village_officer"] },
  { key: "submitted", states: ["submitted"], roles: ["town_verifier", "supervisor", "auditor"] },
  { key: "checked", states: ["checked"], roles: ["county_verifier", "supervisor", "auditor"] },
  { key: "noticed", states: ["noticed"], roles: ["county_verifier", "supervisor", "auditor"] },
  { key: "published", states: ["published"], roles: ["village_officer", "town_verifier", "county_verifier"] },
  { key: "fulfilled", states: ["fulfilled"], roles: ["village_officer", "county_verifier"] },
  { key: "suspended", states: ["suspended"], roles: ["county_verifier"] },
] as const satisfies readonly { key: string; states: readonly NeedState[]; roles: readonly StaffRole[] }[];
export type NeedQueueKey = (typeof needQueues)[number]["key"];

export type NeedQueueCount = { key: NeedQueueKey; count: number };

/** The queue of a key from a URL, or undefined. */
export function needQueueOf(key: string | null) {
  return needQueues.find((queue) => queue.key === key);
}

/** How many needs wait in each queue the actor has a part in, counted in the subtrees where that part is theirs. */
export async function countNeedQueues(db: DbOrTx, actor: Actor): Promise<NeedQueueCount[]> {
  const mine = needQueues.filter((queue) => scopesOf(actor, queue.roles).length > 0);
  return Promise.all(
    mine.map(async ({ key, states, roles }) => {
      const [row] = await db
        .select({ count: count() })
        .from(needs)
        .where(and(inArray(needs.state, [...states]), inScope(needs.regionCode, scopesOf(actor, roles))));
      return { key, count: row?.count ?? 0 };
    }),
  );
}
