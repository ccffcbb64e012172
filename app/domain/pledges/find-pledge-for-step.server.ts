import type { DbOrTx } from "#db/client.server.ts";
import type { Actor } from "../actor.ts";
import { err, ok, type Result } from "../result.ts";
import { stateAfter } from "../transitions.ts";
import { pledgeTransitions, type StaffPledgeError } from "./pledge.ts";
import { canTakePledgeStep, type StaffPledgeEvent } from "./pledge-policy.ts";
import { getStaffPledge, type StaffPledge } from "./pledge-queries.server.ts";

/** The pledge for a step of the recipient's side: in the actor's subtree, in the right state, and theirs to take. */
export async function findPledgeForStep(
  db: DbOrTx,
  { pledgeId, event }: { pledgeId: string; event: StaffPledgeEvent },
  actor: Actor,
): Promise<Result<StaffPledge, StaffPledgeError>> {
  const pledge = await getStaffPledge(db, { pledgeId, actor });
  if (pledge === null) return err("not_found");
  if (stateAfter(pledgeTransitions, pledge.state, event) === undefined) return err("conflict");
  if (!canTakePledgeStep(actor, pledge, event)) return err("not_allowed");
  return ok(pledge);
}
