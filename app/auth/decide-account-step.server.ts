import { and, eq } from "drizzle-orm";
import { accountKeeperRoles, isSecondPerson } from "#app/domain/accounts/account.ts";
import { accountInScope } from "#app/domain/accounts/account-scope.server.ts";
import { openAccountAgain } from "#app/domain/accounts/enable-account.server.ts";
import { type Actor, actorUserId, scopesOf } from "#app/domain/actor.ts";
import { isId } from "#app/domain/ids.ts";
import { recordTransition } from "#app/domain/record-event.server.ts";
import { err, ok, type Result } from "#app/domain/result.ts";
import type { Db, Tx } from "#db/client.server.ts";
import { accountProposals } from "#db/schema/account-proposals.server.ts";
import { users } from "#db/schema/accounts.server.ts";
import { secondFactors } from "#db/schema/second-factors.server.ts";
import { takeSecondFactorAway } from "./reset-second-factor.server.ts";

type Proposal = typeof accountProposals.$inferSelect;
export type ApproveStepError = "not_found" | "conflict" | "same_person" | "not_needed";

/** A second administrator of the person's places agrees, and the step is taken in the same moment (F13). */
export async function approveAccountStep(
  db: Db,
  input: { userId: string; proposalId: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, ApproveStepError>> {
  return db.transaction(async (tx) => {
    const proposal = await lockProposal(tx, input, actor, at);
    if (!proposal) return err("not_found");
    if (proposal.state !== "proposed") return err("conflict");
    if (!isSecondPerson(actor, proposal)) return err("same_person");
    // Agreed first: PostgreSQL opens the account only after a second person's yes. What turns out not to be needed rolls both back.
    if (!(await isNeeded(tx, proposal))) return err("not_needed");
    await decide(tx, proposal, { state: "approved", event: "approve" }, actor, at);
    const { userId, reason } = proposal;
    if (proposal.step === "enable") await openAccountAgain(tx, { userId, reason }, actor, at);
    else await takeSecondFactorAway(tx, { userId, reason }, actor, at);
    return ok();
  });
}

/** Says no, with a reason; who proposed it may take it back the same way. */
export async function rejectAccountStep(
  db: Db,
  input: { userId: string; proposalId: string; note: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, "not_found" | "conflict" | "same_person">> {
  return db.transaction(async (tx) => {
    const proposal = await lockProposal(tx, input, actor, at);
    if (!proposal) return err("not_found");
    if (proposal.userId === actorUserId(actor)) return err("same_person");
    if (proposal.state !== "proposed") return err("conflict");
    await decide(tx, proposal, { state: "rejected", event: "reject", note: input.note }, actor, at);
    return ok();
  });
}

/** An authenticator that the person has proved since, and an account that is open, need nobody's yes any more. */
async function isNeeded(tx: Tx, { step, userId, proposedAt }: Proposal): Promise<boolean> {
  if (step === "enable") {
    const [person] = await tx.select({ isDisabled: users.isDisabled }).from(users).where(eq(users.id, userId));
    return person?.isDisabled === true;
  }
  const [factor] = await tx
    .select({ enrolledAt: secondFactors.enrolledAt })
    .from(secondFactors)
    .where(eq(secondFactors.userId, userId));
  return factor?.enrolledAt ? factor.enrolledAt <= proposedAt : false;
}

/** The proposal, if the account lies in the actor's places now: where it lay when it was proposed does not count. */
async function lockProposal(
  tx: Tx,
  { userId, proposalId }: { userId: string; proposalId: string },
  actor: Actor,
  at: Date,
): Promise<Proposal | null> {
  if (!isId(proposalId) || !isId(userId) || scopesOf(actor, accountKeeperRoles).length === 0) return null;
  const [row] = await tx
    .select({ proposal: accountProposals })
    .from(accountProposals)
    .innerJoin(users, eq(users.id, accountProposals.userId))
    .where(and(eq(accountProposals.id, proposalId), eq(accountProposals.userId, userId), accountInScope(actor, at)))
    .for("update", { of: accountProposals });
  return row?.proposal ?? null;
}

async function decide(
  tx: Tx,
  { id, userId, step }: Proposal,
  { state, event, note }: { state: "approved" | "rejected"; event: string; note?: string },
  actor: Actor,
  at: Date,
): Promise<void> {
  const decision = { state, decidedBy: actorUserId(actor), decidedAt: at, decisionNote: note ?? null };
  await tx.update(accountProposals).set(decision).where(eq(accountProposals.id, id));
  const change = { from: "proposed", event: `${event}_${step}`, to: state, reason: note };
  await recordTransition(tx, at, actor, { noun: "account", subjectId: userId, ...change });
}
