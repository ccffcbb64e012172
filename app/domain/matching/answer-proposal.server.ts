import { and, eq, lt, sql } from "drizzle-orm";
import type { Db, Tx } from "#db/client.server.ts";
import { intents } from "#db/schema/intents.server.ts";
import { matchProposals, matchRelations } from "#db/schema/matching.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { type Actor, actorUserId, systemActor } from "../actor.ts";
import { dayInChina } from "../clock.ts";
import { isId, newId } from "../ids.ts";
import { isIntentOwner } from "../intents/intent-policy.ts";
import { takeIntentStep } from "../intents/move-intent.server.ts";
import { type MakeMoneyPledgeInput, makeMoneyPledgeIn } from "../pledges/make-money-pledge.server.ts";
import { type MakePledgeInput, makePledgeIn } from "../pledges/make-pledge.server.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { stateAfter } from "../transitions.ts";
import { type DeclineCode, type ProposalEvent, proposalTransitions } from "./proposal.ts";

/** What comes with the yes: a promise by the pledge's own rules, or, where the need names no quantity, a word alone. */
export type AcceptedPledge =
  | ({ kind: "item" } & Omit<MakePledgeInput, "needCode" | "organizationId">)
  | ({ kind: "money" } & Omit<MakeMoneyPledgeInput, "needCode" | "organizationId">)
  | { kind: "plain"; note: string };

/**
 * Accepts a proposal: the pledge, the proposal and the intent's room change together or not at all (S37). The last room makes the intent
 * fulfilled. Errors of the pledge come through as they are.
 */
export async function acceptProposal(
  db: Db,
  input: { proposalId: string; pledge: AcceptedPledge },
  actor: Actor,
  at: Date,
) {
  return db.transaction(async (tx) => {
    const found = await findForAnswer(tx, input.proposalId, actor, at);
    if (!found.ok) return found;
    const { proposal, intent, needCode } = found.value;
    if (intent.takenNeeds >= intent.mostNeeds) return err("no_capacity");
    const { pledge } = input;
    const helper = { needCode, organizationId: intent.organizationId };
    const made =
      pledge.kind === "item"
        ? await makePledgeIn(tx, { ...pledge, ...helper }, actor, at)
        : pledge.kind === "money"
          ? await makeMoneyPledgeIn(tx, { ...pledge, ...helper }, actor, at)
          : ok({ pledgeId: null });
    if (!made.ok) return made;
    const { pledgeId } = made.value;
    await moveProposal(tx, proposal.id, "accept", { pledgeId, note: pledge.note }, actor, at);
    const takenNeeds = intent.takenNeeds + 1;
    await tx.update(intents).set({ takenNeeds, updatedAt: at }).where(eq(intents.id, intent.id));
    if (takenNeeds === intent.mostNeeds && intent.state === "open") {
      await takeIntentStep(tx, { intentId: intent.id, from: "open", event: "fulfil" }, systemActor, at);
    }
    return ok({ pledgeId });
  });
}

/**
 * Declines a proposal with a reason. Who says that the household is related is never proposed anything for it again, through no intent (L11,
 * 慈善法 40).
 */
export async function declineProposal(
  db: Db,
  input: { proposalId: string; declineCode: DeclineCode; note: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, "not_found" | "not_open">> {
  return db.transaction(async (tx) => {
    const found = await findForAnswer(tx, input.proposalId, actor, at);
    if (!found.ok) return found;
    const { proposal, intent, householdId } = found.value;
    const { declineCode, note } = input;
    await moveProposal(tx, proposal.id, "decline", { declineCode, note }, actor, at);
    if (declineCode === "related") {
      const { userId, organizationId } = intent;
      const whom = householdId === null ? { needId: proposal.needId } : { householdId };
      await tx.insert(matchRelations).values({ id: newId(), userId, organizationId, ...whom, declaredAt: at });
    }
    return ok();
  });
}

/** A proposal that waits for an answer of the actor, with its intent locked first, as everybody does. */
async function findForAnswer(tx: Tx, proposalId: string, actor: Actor, at: Date) {
  if (!isId(proposalId)) return err("not_found");
  const [intent] = await tx
    .select()
    .from(intents)
    .where(eq(intents.id, sql`(select intent_id from match_proposals where id = ${proposalId}::uuid)`))
    .for("update");
  if (!intent || !isIntentOwner(actor, intent)) return err("not_found");
  const [proposal] = await tx.select().from(matchProposals).where(eq(matchProposals.id, proposalId)).for("update");
  if (!proposal) return err("not_found");
  if (proposal.state !== "proposed" || proposal.expiresOn < dayInChina(at)) return err("not_open");
  const [need] = await tx
    .select({ needCode: needs.publicCode, householdId: needs.householdId })
    .from(needs)
    .where(eq(needs.id, proposal.needId));
  return need ? ok({ proposal, intent, ...need }) : err("not_found");
}

type ProposalFacts = { pledgeId?: string | null; declineCode?: DeclineCode; note?: string };

async function moveProposal(
  tx: Tx,
  id: string,
  event: ProposalEvent,
  facts: ProposalFacts,
  actor: Actor,
  at: Date,
): Promise<void> {
  const to = stateAfter(proposalTransitions, "proposed", event);
  if (to === undefined) throw new Error(`no step ${event}`);
  await tx
    .update(matchProposals)
    .set({ ...facts, state: to, decidedAt: at })
    .where(and(eq(matchProposals.id, id), eq(matchProposals.state, "proposed")));
  const reason = facts.declineCode ?? (actorUserId(actor) === null ? undefined : facts.note || undefined);
  await recordTransition(tx, at, actor, { noun: "match_proposal", subjectId: id, from: "proposed", event, to, reason });
  await recordEvents(tx, at, { kind: "proposal.changed", proposalId: id });
}

const batchSize = 200;

/** Ends proposals nobody answered in time. May run at any time. Returns how many. */
export async function expireProposals(db: Db, at: Date): Promise<number> {
  return db.transaction(async (tx) => {
    const late = await tx
      .select({ id: matchProposals.id })
      .from(matchProposals)
      .where(and(eq(matchProposals.state, "proposed"), lt(matchProposals.expiresOn, dayInChina(at))))
      .limit(batchSize)
      .for("update", { skipLocked: true });
    for (const { id } of late) await moveProposal(tx, id, "expire", {}, systemActor, at);
    return late.length;
  });
}
