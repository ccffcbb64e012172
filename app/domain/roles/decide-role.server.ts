import { and, eq } from "drizzle-orm";
import type { Db, Tx } from "#db/client.server.ts";
import { roleProposals } from "#db/schema/accounts.server.ts";
import type { Sealer } from "#db/sealer.server.ts";
import { type Actor, actorUserId, scopesOf } from "../actor.ts";
import { violatedConstraint } from "../constraint-violation.server.ts";
import { isId } from "../ids.ts";
import { recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { inScope } from "../scope.server.ts";
import { mayApproveRole, mayGiveRole, roleKeeperRoles } from "./role.ts";
import { type WriteGrantError, writeGrant } from "./write-grant.server.ts";

type Proposal = typeof roleProposals.$inferSelect;
export type ApproveRoleError = "not_found" | "conflict" | "same_person" | "giver_may_not" | WriteGrantError;

/**
 * A second person of the place agrees, and the role is given in the same moment (F13). Whoever proposed it must still have the right to give it:
 * PostgreSQL asks, and then nothing is given and the proposal stays open to be refused.
 */
export async function approveRole(
  { db, sealer }: { db: Db; sealer: Sealer },
  input: { proposalId: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, ApproveRoleError>> {
  try {
    return await db.transaction((tx) => approve(tx, sealer, input.proposalId, actor, at));
  } catch (error) {
    const constraint = violatedConstraint(error);
    if (constraint === "role_grants_rules") return err("giver_may_not");
    if (constraint === "role_grants_one_standing") return err("already_given");
    throw error;
  }
}

async function approve(
  tx: Tx,
  sealer: Sealer,
  proposalId: string,
  actor: Actor,
  at: Date,
): Promise<Result<undefined, ApproveRoleError>> {
  const proposal = await lockProposal(tx, proposalId, actor);
  if (!proposal) return err("not_found");
  if (proposal.state !== "proposed") return err("conflict");
  if (!mayApproveRole(actor, proposal)) return err("same_person");
  const { email, displayName, role, regionCode, validTo, reason, proposedBy } = proposal;
  const people = { givenBy: proposedBy, approvedBy: actorUserId(actor) };
  const grant = { email, displayName, role, regionCode, validTo, reason, ...people };
  const written = await writeGrant(tx, sealer, grant, actor, at);
  // What could not be given was not approved: the record never says that two people gave what nobody has.
  if (!written.ok) return written;
  await decide(tx, proposal, { state: "approved", event: "approve" }, actor, at);
  return ok();
}

/** Says no, with a reason; who proposed it may take it back the same way. */
export async function rejectRole(
  db: Db,
  input: { proposalId: string; note: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, "not_found" | "conflict">> {
  return db.transaction(async (tx) => {
    const proposal = await lockProposal(tx, input.proposalId, actor);
    if (!proposal || !mayRejectRole(actor, proposal)) return err("not_found");
    if (proposal.state !== "proposed") return err("conflict");
    await decide(tx, proposal, { state: "rejected", event: "reject", note: input.note }, actor, at);
    return ok();
  });
}

/** Whoever could propose it or agree to it. */
function mayRejectRole(actor: Actor, proposal: Proposal): boolean {
  return mayGiveRole(actor, proposal) || mayApproveRole(actor, proposal);
}

async function lockProposal(tx: Tx, proposalId: string, actor: Actor): Promise<Proposal | null> {
  if (!isId(proposalId)) return null;
  const isHere = inScope(roleProposals.regionCode, scopesOf(actor, roleKeeperRoles));
  const [row] = await tx
    .select()
    .from(roleProposals)
    .where(and(eq(roleProposals.id, proposalId), isHere))
    .for("update");
  return row ?? null;
}

async function decide(
  tx: Tx,
  { id }: Proposal,
  { state, event, note }: { state: "approved" | "rejected"; event: string; note?: string },
  actor: Actor,
  at: Date,
): Promise<void> {
  const decision = { state, decidedBy: actorUserId(actor), decidedAt: at, decisionNote: note ?? null };
  await tx.update(roleProposals).set(decision).where(eq(roleProposals.id, id));
  const change = { from: "proposed", event, to: state, reason: note };
  await recordTransition(tx, at, actor, { noun: "role_proposal", subjectId: id, ...change });
}
