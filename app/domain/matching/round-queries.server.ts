import { and, asc, count, desc, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { users } from "#db/schema/accounts.server.ts";
import { intents } from "#db/schema/intents.server.ts";
import { matchNeeds } from "#db/schema/matching-lists.server.ts";
import { matchAssignments, matchRoundParts, matchRounds } from "#db/schema/matching-rounds.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { organizations } from "#db/schema/organizations.server.ts";
import { regions } from "#db/schema/regions.server.ts";
import { type Actor, scopesOf } from "../actor.ts";
import { isId } from "../ids.ts";
import { inScope } from "../scope.server.ts";
import { helperFields } from "./helpers-queries.server.ts";
import { roundRoles } from "./round.ts";

export const roundPartsPerPage = 30;
export const assignmentsPerPage = 50;

const reach = (actor: Actor) => inScope(matchRoundParts.countyCode, scopesOf(actor, roundRoles));
const assigned = sql<number>`(select count(*)::int from match_assignments a where a.round_id = ${matchRoundParts.roundId}
  and a.county_code = ${matchRoundParts.countyCode} and not a.is_removed)`;

function selectParts(db: DbOrTx, which: SQL | undefined) {
  return db
    .select({
      id: matchRoundParts.id,
      state: matchRoundParts.state,
      countyCode: matchRoundParts.countyCode,
      countyName: regions.shortName,
      checkedBy: matchRoundParts.checkedBy,
      roundId: matchRounds.id,
      week: matchRounds.week,
      scopeCode: matchRounds.scopeCode,
      proposedAt: matchRounds.proposedAt,
      drawnBy: matchRounds.requestedBy,
      drawnByName: users.displayName,
      weightsVersion: matchRounds.weightsVersion,
      inputsHash: matchRounds.inputsHash,
      needCount: matchRounds.needCount,
      intentCount: matchRounds.intentCount,
      roundAssigned: matchRounds.assignedCount,
      points: matchRounds.points,
      boundPoints: matchRounds.boundPoints,
      greedyPoints: matchRounds.greedyPoints,
      assigned,
    })
    .from(matchRoundParts)
    .innerJoin(matchRounds, eq(matchRounds.id, matchRoundParts.roundId))
    .leftJoin(regions, eq(regions.code, matchRoundParts.countyCode))
    .leftJoin(users, eq(users.id, matchRounds.requestedBy))
    .where(which);
}

/** The parts of the reader's counties, the newest first (S37). */
export async function listRoundParts(db: DbOrTx, { actor, page }: { actor: Actor; page: number }) {
  const [total] = await db.select({ count: count() }).from(matchRoundParts).where(reach(actor));
  const items = await selectParts(db, reach(actor))
    .orderBy(desc(matchRounds.proposedAt), asc(matchRoundParts.countyCode), asc(matchRoundParts.id))
    .limit(roundPartsPerPage)
    .offset((page - 1) * roundPartsPerPage);
  return { items, total: total?.count ?? 0 };
}

/** How many parts wait for a step of the reader's counties. */
export function countRoundPartsToDecide(db: DbOrTx, { actor }: { actor: Actor }) {
  return db.$count(matchRoundParts, and(reach(actor), inArray(matchRoundParts.state, ["proposed", "checked"])));
}

/** One part, or null: not there for this reader (S31). */
export async function getRoundPart(db: DbOrTx, { partId, actor }: { partId: string; actor: Actor }) {
  if (!isId(partId)) return null;
  const [part] = await selectParts(db, and(eq(matchRoundParts.id, partId), reach(actor)));
  return part ?? null;
}
export type RoundPart = NonNullable<Awaited<ReturnType<typeof getRoundPart>>>;

/** The round that is being computed, whoever asked for it: meanwhile no other can be drawn. */
export async function getRoundAtWork(db: DbOrTx) {
  const [round] = await db
    .select({ state: matchRounds.state, progress: matchRounds.progress, requestedAt: matchRounds.requestedAt })
    .from(matchRounds)
    .where(inArray(matchRounds.state, ["requested", "computing"]));
  return round ?? null;
}

/** Counties the reader may draw a round for. */
export function listRoundCounties(db: DbOrTx, { actor }: { actor: Actor }) {
  return db
    .select({ code: regions.code, name: regions.shortName })
    .from(regions)
    .where(and(sql`length(${regions.code}) = 6`, inScope(regions.code, scopesOf(actor, roundRoles))))
    .orderBy(asc(regions.code))
    .limit(500);
}

type OfPart = { part: Pick<RoundPart, "roundId" | "countyCode"> };

/** Who is assigned to which need, those taken out last; persons without their names until they say yes. Ask only for a part in the reader's scope. */
export async function listAssignments(db: DbOrTx, { part, page }: OfPart & { page: number }) {
  const where = and(eq(matchAssignments.roundId, part.roundId), eq(matchAssignments.countyCode, part.countyCode));
  const [total] = await db.select({ count: count() }).from(matchAssignments).where(where);
  const items = await db
    .select({
      id: matchAssignments.id,
      points: matchAssignments.points,
      reasons: matchAssignments.reasons,
      inputsHash: matchAssignments.inputsHash,
      isRemoved: matchAssignments.isRemoved,
      isAdded: matchAssignments.isAdded,
      changeReason: matchAssignments.changeReason,
      changedByName: users.displayName,
      proposalId: matchAssignments.proposalId,
      needId: needs.id,
      needCode: needs.publicCode,
      needTitle: needs.title,
      villageName: regions.shortName,
      ...helperFields,
    })
    .from(matchAssignments)
    .innerJoin(needs, eq(needs.id, matchAssignments.needId))
    .innerJoin(regions, eq(regions.code, needs.regionCode))
    .innerJoin(intents, eq(intents.id, matchAssignments.intentId))
    .leftJoin(organizations, eq(organizations.id, intents.organizationId))
    .leftJoin(users, eq(users.id, matchAssignments.changedBy))
    .where(where)
    .orderBy(asc(matchAssignments.isRemoved), desc(matchAssignments.points), asc(needs.publicCode))
    .limit(assignmentsPerPage)
    .offset((page - 1) * assignmentsPerPage);
  return { items, total: total?.count ?? 0 };
}
export type ListedAssignment = Awaited<ReturnType<typeof listAssignments>>["items"][number];

/** Open needs of the county to which the round assigns nobody, those with the most points first; at most 50, and how many there are. */
export async function listWaitingNeeds(db: DbOrTx, { part }: OfPart) {
  const where = sql`${matchNeeds.regionCode} like ${`${part.countyCode}%`} and not exists (
    select from match_assignments a where a.round_id = ${part.roundId}::uuid and a.need_id = ${matchNeeds.needId} and not a.is_removed)`;
  const [total] = await db.select({ count: count() }).from(matchNeeds).where(where);
  const items = await db
    .select({
      needCode: needs.publicCode,
      needTitle: needs.title,
      villageName: regions.shortName,
      waitingMonths: matchNeeds.waitingMonths,
    })
    .from(matchNeeds)
    .innerJoin(needs, eq(needs.id, matchNeeds.needId))
    .innerJoin(regions, eq(regions.code, needs.regionCode))
    .where(where)
    .orderBy(desc(matchNeeds.base), asc(matchNeeds.publicCode))
    .limit(50);
  return { items, total: total?.count ?? 0 };
}
