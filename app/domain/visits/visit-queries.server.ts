import { and, asc, count, desc, eq, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { DbOrTx } from "#db/client.server.ts";
import { users } from "#db/schema/accounts.server.ts";
import { households } from "#db/schema/households.server.ts";
import { regions } from "#db/schema/regions.server.ts";
import { visitDecisionsTable, visitPhotos, visits } from "#db/schema/visits.server.ts";
import { type Actor, actorUserId, scopesOf } from "../actor.ts";
import { isId } from "../ids.ts";
import { inScope } from "../scope.server.ts";
import { arrivedState } from "./visit.ts";
import { decisionOfVisit, isCorrected, isHeld } from "./visit-conditions.server.ts";
import { visitDeciderRoles, visitReaderRoles } from "./visit-policy.ts";

export const visitsPerPage = 20;

const storedPhotoCount = sql<number>`(select count(*)::int from ${visitPhotos} where ${visitPhotos.visitId} = ${visits.id})`;

const listColumns = {
  id: visits.id,
  householdId: visits.householdId,
  headName: households.headName,
  regionCode: visits.regionCode,
  villageName: regions.shortName,
  visitedBy: visits.visitedBy,
  visitorName: users.displayName,
  visitedOn: visits.visitedOn,
  visitedAt: visits.visitedAt,
  metWith: visits.metWith,
  found: visits.found,
  nextStep: visits.nextStep,
  nextStepOn: visits.nextStepOn,
  photoCount: visits.photoCount,
  storedPhotoCount,
  conflict: visits.conflict,
  decision: visitDecisionsTable.decision,
  isCorrected: sql<boolean>`${isCorrected()}`,
} as const;

function selectVisits(db: DbOrTx) {
  return db
    .select(listColumns)
    .from(visits)
    .innerJoin(regions, eq(regions.code, visits.regionCode))
    .innerJoin(users, eq(users.id, visits.visitedBy))
    .leftJoin(households, eq(households.id, visits.householdId))
    .leftJoin(visitDecisionsTable, decisionOfVisit());
}
type VisitRow = Awaited<ReturnType<typeof selectVisits>>[number];
export type VisitListItem = VisitRow & { state: "sent" | "confirmed" };

function withState(row: VisitRow): VisitListItem {
  return { ...row, state: arrivedState(row) };
}

export type VisitFilter =
  | { by: "all" }
  | { by: "mine" }
  | { by: "held" }
  | { by: "household"; householdId: string }
  | { by: "village"; regionCode: string };

/** Visits of the reader's subtree, the latest first. */
export async function listVisits(
  db: DbOrTx,
  { actor, filter, page }: { actor: Actor; filter: VisitFilter; page: number },
): Promise<{ items: VisitListItem[]; total: number }> {
  const where = and(inScope(visits.regionCode, scopesOf(actor, visitReaderRoles)), conditionOf(filter, actor));
  const [total] = await db.select({ count: count() }).from(visits).where(where);
  const rows = await selectVisits(db)
    .where(where)
    .orderBy(desc(visits.visitedAt), asc(visits.id))
    .limit(visitsPerPage)
    .offset((page - 1) * visitsPerPage);
  return { items: rows.map(withState), total: total?.count ?? 0 };
}

function conditionOf(filter: VisitFilter, actor: Actor): SQL {
  switch (filter.by) {
    case "all":
      return sql`true`;
    case "mine":
      return sql`${visits.visitedBy} = ${actorUserId(actor)}::uuid`;
    case "held":
      return isHeld();
    case "household":
      return isId(filter.householdId) ? eq(visits.householdId, filter.householdId) : sql`false`;
    case "village":
      return eq(visits.regionCode, filter.regionCode);
  }
}

/** How many visits wait for this reader to look at them. */
export async function countHeldVisits(db: DbOrTx, actor: Actor): Promise<number> {
  const [row] = await db
    .select({ count: count() })
    .from(visits)
    .where(and(inScope(visits.regionCode, scopesOf(actor, visitDeciderRoles)), isHeld()));
  return row?.count ?? 0;
}

/** One visit whole, or null where it is not in the reader's subtree. */
export async function getVisit(db: DbOrTx, { visitId, actor }: { visitId: string; actor: Actor }) {
  if (!isId(visitId)) return null;
  const deciders = alias(users, "deciders");
  const later = alias(visits, "later");
  const [row] = await db
    .select({
      ...listColumns,
      place: visits.place,
      companions: visits.companions,
      hasCheckedAssurances: visits.hasCheckedAssurances,
      lackingAssurances: visits.lackingAssurances,
      correctsId: visits.correctsId,
      correctionReason: visits.correctionReason,
      correctedById: later.id,
      source: visits.source,
      receivedAt: visits.receivedAt,
      decisionReason: visitDecisionsTable.reason,
      deciderName: deciders.displayName,
      decidedAt: visitDecisionsTable.decidedAt,
    })
    .from(visits)
    .innerJoin(regions, eq(regions.code, visits.regionCode))
    .innerJoin(users, eq(users.id, visits.visitedBy))
    .leftJoin(households, eq(households.id, visits.householdId))
    .leftJoin(visitDecisionsTable, decisionOfVisit())
    .leftJoin(deciders, eq(deciders.id, visitDecisionsTable.decidedBy))
    .leftJoin(later, and(eq(later.correctsId, visits.id), sql`${later.conflict} is null`))
    .where(and(eq(visits.id, visitId), inScope(visits.regionCode, scopesOf(actor, visitReaderRoles))));
  if (row === undefined) return null;
  const photos = await db
    .select({ id: visitPhotos.id, fileId: visitPhotos.fileId, position: visitPhotos.position })
    .from(visitPhotos)
    .where(eq(visitPhotos.visitId, visitId))
    .orderBy(asc(visitPhotos.position));
  return { ...row, state: arrivedState(row), photos };
}
export type VisitDetails = NonNullable<Awaited<ReturnType<typeof getVisit>>>;
