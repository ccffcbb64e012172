import { and, count, eq, sql } from "drizzle-orm";
import type { Db, Tx } from "#db/client.server.ts";
import { intents } from "#db/schema/intents.server.ts";
import { matchProposals } from "#db/schema/matching.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { addDays, dayInChina } from "../clock.ts";
import { newId } from "../ids.ts";
import { isIntentOwner } from "../intents/intent-policy.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { inputsHashOf } from "./inputs-hash.server.ts";
import { factsOfIntent, readIntentFacts } from "./intent-facts-queries.server.ts";
import { factsOf, readNeedFacts } from "./need-facts-queries.server.ts";
import { proposalDays, proposalsShown } from "./proposal.ts";
import { proposeNeeds } from "./propose-queries.server.ts";
import { refreshLists, textArray } from "./refresh-lists.server.ts";
import { scoreProposal } from "./score.ts";
import { getWeights } from "./weights-queries.server.ts";

/**
 * Proposes the best needs to an intent, as many as there is room for on its page (S37, D1). What the lists say is compared with the register
 * before it is written down: where a list was behind, it is brought up to date and asked again. Returns how many are new.
 */
export async function proposeForIntent(
  db: Db,
  { intentId }: { intentId: string },
  actor: Actor,
  at: Date,
): Promise<Result<{ proposed: number }, "not_found">> {
  const day = dayInChina(at);
  const [intent] = await db.select().from(intents).where(eq(intents.id, intentId));
  if (!intent || !(actor.kind === "system" || isIntentOwner(actor, intent))) return err("not_found");
  const [live] = await db
    .select({ count: count() })
    .from(matchProposals)
    .where(and(eq(matchProposals.intentId, intentId), eq(matchProposals.state, "proposed")));
  const room = proposalsShown - (live?.count ?? 0);
  for (let tries = 0; room > 0 && tries < 3; tries += 1) {
    const best = await proposeNeeds(db, { intentId, day, limit: room });
    if (best === null) return err("not_found");
    const needIds = best.proposals.map(({ needId }) => needId);
    const behind = await listsBehind(db, best.proposals, day);
    if (behind.length === 0) {
      const written = await db.transaction((tx) => writeProposals(tx, { intentId, needIds, roundId: null }, actor, at));
      return ok({ proposed: written.length });
    }
    await refreshLists(db, behind, at);
  }
  return ok({ proposed: 0 });
}

/** Needs whose facts in the lists are not those of the register any more. */
async function listsBehind(
  db: Db,
  proposals: readonly { needId: string; need: object }[],
  day: string,
): Promise<string[]> {
  if (proposals.length === 0) return [];
  const which = sql`n.id = any (${textArray(proposals.map(({ needId }) => needId))}::uuid[])`;
  const fresh = new Map((await readNeedFacts(db, { which, day })).map((row) => [row.needId, row]));
  return proposals
    .filter(({ needId, need }) => {
      const row = fresh.get(needId);
      const facts = row === undefined ? {} : factsOf(row);
      return Object.entries(need).some(([key, value]) => Reflect.get(facts, key) !== value);
    })
    .map(({ needId }) => needId);
}

/**
 * Writes proposals of needs to one intent from the facts as they are in this transaction; pairs the hard rules forbid, and pairs that are proposed
 * already, are left out. Returns the ids by need.
 */
export async function writeProposals(
  tx: Tx,
  input: { intentId: string; needIds: readonly string[]; roundId: string | null },
  actor: Actor,
  at: Date,
): Promise<{ needId: string; proposalId: string }[]> {
  if (input.needIds.length === 0) return [];
  const day = dayInChina(at);
  const weights = await getWeights(tx, { day });
  await tx.execute(sql`select id from intents where id = ${input.intentId}::uuid for update`);
  const [row] = await readIntentFacts(tx, { which: sql`t.id = ${input.intentId}::uuid`, day });
  if (!row) return [];
  const intent = factsOfIntent(row);
  const needs = await readNeedFacts(tx, { which: sql`n.id = any (${textArray(input.needIds)}::uuid[])`, day });
  const written: { needId: string; proposalId: string }[] = [];
  for (const found of needs) {
    const need = factsOf(found);
    const score = scoreProposal(need, intent, weights.weights);
    if (!score.isEligible) continue;
    const id = newId();
    await tx.insert(matchProposals).values({
      id,
      needId: found.needId,
      intentId: input.intentId,
      roundId: input.roundId,
      state: "proposed",
      points: score.points,
      reasons: score.reasons,
      counterfactuals: score.counterfactuals,
      weightsVersion: weights.version,
      inputsHash: inputsHashOf(need, intent, weights),
      proposedBy: actorUserId(actor),
      proposedAt: at,
      expiresOn: addDays(day, proposalDays),
    });
    await recordTransition(tx, at, actor, {
      noun: "match_proposal",
      subjectId: id,
      from: null,
      event: "propose",
      to: "proposed",
    });
    await recordEvents(tx, at, { kind: "proposal.changed", proposalId: id });
    written.push({ needId: found.needId, proposalId: id });
  }
  return written;
}
