import type { Tx } from "#db/client.server.ts";
import { accountProposals } from "#db/schema/account-proposals.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { newId } from "../ids.ts";
import { recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import type { AccountStep } from "./account.ts";

export type ProposeStepError = "already_proposed";

/** Puts a step on an account up for a second administrator (F13). Call it after the account was found in the actor's places. */
export async function proposeStep(
  tx: Tx,
  { userId, step, reason }: { userId: string; step: AccountStep; reason: string },
  actor: Actor,
  at: Date,
): Promise<Result<{ proposalId: string }, ProposeStepError>> {
  const proposedBy = actorUserId(actor);
  if (proposedBy === null) throw new Error("nobody proposes a step on an account");
  const proposalId = newId();
  const proposal = { id: proposalId, userId, step, reason, state: "proposed" as const, proposedBy, proposedAt: at };
  const rows = await tx
    .insert(accountProposals)
    .values(proposal)
    .onConflictDoNothing()
    .returning({ id: accountProposals.id });
  if (rows.length === 0) return err("already_proposed");
  const change = { from: null, event: `propose_${step}`, to: "proposed", reason };
  await recordTransition(tx, at, actor, { noun: "account", subjectId: userId, ...change });
  return ok({ proposalId });
}
