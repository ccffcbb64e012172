import { and, eq, gte, isNull, or } from "drizzle-orm";
import type { Db, Tx } from "#db/client.server.ts";
import { itemPrices, ruleProposals, wordingRules } from "#db/schema/place-rules.server.ts";
import { jurisdictionSettings } from "#db/schema/regions.server.ts";
import { type Actor, actorUserId, scopesOf } from "../actor.ts";
import { addDays, dayInChina } from "../clock.ts";
import { isId, newId } from "../ids.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { inScope } from "../scope.server.ts";
import { canApproveRule, ruleKeeperRoles } from "./place-rule.ts";
import { itemPriceValue, settingValue, wordingValue } from "./stored-value.ts";

export type DecideRuleError = "not_found" | "conflict" | "same_person";

type Proposal = typeof ruleProposals.$inferSelect;

/**
 * Another person of the place puts a proposed rule in force: the standing row is closed the day before, the new one begins (never edited in
 * place). It begins on its day, or today where that has passed meanwhile: no rule reaches back over what was decided under the old one.
 */
export async function approveRule(
  db: Db,
  input: { proposalId: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, DecideRuleError>> {
  return db.transaction(async (tx) => {
    const proposal = await lockProposal(tx, input.proposalId, actor);
    if (!proposal) return err("not_found");
    if (proposal.state !== "proposed") return err("conflict");
    if (!canApproveRule(actor, proposal)) return err("same_person");
    await decide(tx, proposal, { state: "approved", event: "approve" }, actor, at);
    const today = dayInChina(at);
    const isLate = proposal.validFrom < today;
    await succeed(tx, proposal, isLate ? today : proposal.validFrom);
    // Days of notices and the supervision phone stand on public pages.
    if (proposal.kind === "setting") await recordEvents(tx, at, { kind: "ledger.changed" });
    return ok();
  });
}

/** Says no, with a reason; who proposed it may take it back the same way. */
export async function rejectRule(
  db: Db,
  input: { proposalId: string; note: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, DecideRuleError>> {
  return db.transaction(async (tx) => {
    const proposal = await lockProposal(tx, input.proposalId, actor);
    if (!proposal) return err("not_found");
    if (proposal.state !== "proposed") return err("conflict");
    await decide(tx, proposal, { state: "rejected", event: "reject", note: input.note }, actor, at);
    return ok();
  });
}

async function lockProposal(tx: Tx, proposalId: string, actor: Actor): Promise<Proposal | null> {
  if (!isId(proposalId)) return null;
  const [row] = await tx
    .select()
    .from(ruleProposals)
    .where(and(eq(ruleProposals.id, proposalId), inScope(ruleProposals.regionCode, scopesOf(actor, ruleKeeperRoles))))
    .for("update");
  return row ?? null;
}

async function decide(
  tx: Tx,
  proposal: Proposal,
  { state, event, note }: { state: "approved" | "rejected"; event: string; note?: string },
  actor: Actor,
  at: Date,
): Promise<void> {
  await tx
    .update(ruleProposals)
    .set({ state, decidedBy: actorUserId(actor), decidedAt: at, decisionNote: note ?? null })
    .where(eq(ruleProposals.id, proposal.id));
  await recordTransition(tx, at, actor, {
    noun: "place_rule",
    subjectId: proposal.id,
    from: "proposed",
    event,
    to: state,
    reason: note,
  });
}

/** Closes what stands for the same key and place, then writes the row that follows, if any. */
async function succeed(tx: Tx, proposal: Proposal, validFrom: string): Promise<void> {
  const { key, regionCode, validTo, source, value } = proposal;
  const closed = { validTo: addDays(validFrom, -1) };
  const common = { id: newId(), regionCode, validFrom, validTo, source, proposalId: proposal.id };
  if (proposal.kind === "setting") {
    await tx
      .update(jurisdictionSettings)
      .set(closed)
      .where(and(eq(jurisdictionSettings.key, key), standing(jurisdictionSettings, regionCode, validFrom)));
    if (value !== null) await tx.insert(jurisdictionSettings).values({ ...common, key, ...settingValue(value) });
  } else if (proposal.kind === "item_price") {
    await tx
      .update(itemPrices)
      .set(closed)
      .where(and(eq(itemPrices.name, key), standing(itemPrices, regionCode, validFrom)));
    if (value !== null) await tx.insert(itemPrices).values({ ...common, ...itemPriceValue(value) });
  } else {
    await tx
      .update(wordingRules)
      .set(closed)
      .where(and(eq(wordingRules.word, key), standing(wordingRules, regionCode, validFrom)));
    if (value !== null) await tx.insert(wordingRules).values({ ...common, ...wordingValue(value) });
  }
}

type RuleTable = typeof jurisdictionSettings | typeof itemPrices | typeof wordingRules;

function standing(table: RuleTable, regionCode: string, validFrom: string) {
  return and(eq(table.regionCode, regionCode), or(isNull(table.validTo), gte(table.validTo, validFrom)));
}
