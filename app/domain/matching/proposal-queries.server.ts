import { and, asc, count, desc, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { intents } from "#db/schema/intents.server.ts";
import { matchProposals } from "#db/schema/matching.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { regions } from "#db/schema/regions.server.ts";
import type { Actor } from "../actor.ts";
import { isId } from "../ids.ts";
import { isIntentOwner } from "../intents/intent-policy.ts";
import type { Reason } from "./score.ts";

/** How many proposals of each intent wait for an answer. */
export async function countWaitingProposals(
  db: DbOrTx,
  { intentIds }: { intentIds: readonly string[] },
): Promise<Record<string, number>> {
  if (intentIds.length === 0) return {};
  const rows = await db
    .select({ intentId: matchProposals.intentId, count: count() })
    .from(matchProposals)
    .where(and(inArray(matchProposals.intentId, [...intentIds]), eq(matchProposals.state, "proposed")))
    .groupBy(matchProposals.intentId);
  return Object.fromEntries(rows.map((row) => [row.intentId, row.count]));
}

const fields = {
  id: matchProposals.id,
  state: matchProposals.state,
  points: matchProposals.points,
  reasons: matchProposals.reasons,
  counterfactuals: matchProposals.counterfactuals,
  weightsVersion: matchProposals.weightsVersion,
  inputsHash: matchProposals.inputsHash,
  declineCode: matchProposals.declineCode,
  note: matchProposals.note,
  pledgeId: matchProposals.pledgeId,
  proposedAt: matchProposals.proposedAt,
  expiresOn: matchProposals.expiresOn,
  intentId: matchProposals.intentId,
  needId: matchProposals.needId,
  needCode: needs.publicCode,
  needTitle: needs.title,
  needSummary: needs.summary,
  needType: needs.type,
  category: needs.category,
  regionCode: needs.regionCode,
  villageName: regions.shortName,
};

function select(db: DbOrTx, which: SQL | undefined) {
  return db
    .select(fields)
    .from(matchProposals)
    .innerJoin(needs, eq(needs.id, matchProposals.needId))
    .innerJoin(regions, eq(regions.code, needs.regionCode))
    .where(which);
}

/** The proposals of an intent, what waits for an answer first, the best first. Ask only for an intent the reader may see. */
export function listProposalsOf(db: DbOrTx, { intentId }: { intentId: string }) {
  return select(db, eq(matchProposals.intentId, intentId))
    .orderBy(sql`${matchProposals.state} <> 'proposed'`, desc(matchProposals.points), asc(needs.publicCode))
    .limit(60);
}
export type ListedProposal = Awaited<ReturnType<typeof listProposalsOf>>[number];

/** One proposal for its helper; null for everybody else (F2). */
export async function getOwnProposal(db: DbOrTx, { proposalId, actor }: { proposalId: string; actor: Actor }) {
  if (!isId(proposalId)) return null;
  const [proposal] = await select(db, eq(matchProposals.id, proposalId));
  if (!proposal) return null;
  const [intent] = await db.select().from(intents).where(eq(intents.id, proposal.intentId));
  return intent && isIntentOwner(actor, intent) ? { ...proposal, intent } : null;
}

/** Names of the places that reasons speak of. */
export async function namePlaces(db: DbOrTx, reasons: readonly Reason[]): Promise<Record<string, string>> {
  const codes = [...new Set(reasons.map(({ value }) => value).filter((value) => /^\d{2,12}$/.test(value)))];
  if (codes.length === 0) return {};
  const rows = await db
    .select({ code: regions.code, name: regions.shortName })
    .from(regions)
    .where(inArray(regions.code, codes));
  return Object.fromEntries(rows.map(({ code, name }) => [code, name]));
}
