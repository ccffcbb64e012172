import { sql } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { type Actor, actorUserId } from "../actor.ts";

type Authors = { createdBy: string | null; checkedBy: string | null; regionCode: string };

/**
 * Whether the actor gave the author or the checker the role they act with there (F13): two names, but maybe one person behind both, so the
 * approval is somebody else's. Who only agreed to the role has not chosen the person, and may approve.
 */
export async function isRoleGiver(
  db: DbOrTx,
  actor: Actor,
  { createdBy, checkedBy, regionCode }: Authors,
): Promise<boolean> {
  const giver = actorUserId(actor);
  const [row] = await db.execute<{ gave: boolean }>(sql`
    select coalesce(gave_role(${giver}::uuid, ${createdBy}::uuid, ${regionCode})
      or gave_role(${giver}::uuid, ${checkedBy}::uuid, ${regionCode}), false) as gave`);
  return row?.gave === true;
}
