import type { Db } from "#db/client.server.ts";
import type { Actor } from "../actor.ts";
import { err, ok, type Result } from "../result.ts";
import { findPledgeForStep } from "./find-pledge-for-step.server.ts";
import { movePledge } from "./move-pledge.server.ts";
import type { StaffPledgeError } from "./pledge.ts";

/** The village takes the offer and says where and when to bring it (in the note). */
export async function acceptPledge(
  db: Db,
  { pledgeId, note }: { pledgeId: string; note: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, StaffPledgeError>> {
  return db.transaction(async (tx) => {
    const found = await findPledgeForStep(tx, { pledgeId, event: "accept" }, actor);
    if (!found.ok) return found;
    const reason = note === "" ? undefined : note;
    return (await movePledge(tx, { pledge: found.value, event: "accept", reason }, actor, at)) ? ok() : err("conflict");
  });
}
