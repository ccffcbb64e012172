import { and, eq, type SQL, sql } from "drizzle-orm";
import { visitDecisionsTable, visits } from "#db/schema/visits.server.ts";

/** Arrived without conflict, or somebody else said that it counts. */
export function isAccepted(): SQL {
  return sql`(${visits.conflict} is null or exists (select from ${visitDecisionsTable}
    where ${visitDecisionsTable.visitId} = ${visits.id} and ${visitDecisionsTable.decision} = 'counted'))`;
}

/** A later visit corrects this one and is accepted itself. */
export function isCorrected(): SQL {
  return sql`exists (select from ${visits} later where later.corrects_id = ${visits.id} and (later.conflict is null
    or exists (select from ${visitDecisionsTable} where ${visitDecisionsTable.visitId} = later.id and ${visitDecisionsTable.decision} = 'counted')))`;
}

/** What counts: in the coverage of S28, as the last visit of S12, as the next step of S73. */
export function isStanding(): SQL {
  return sql`(${isAccepted()} and not ${isCorrected()})`;
}

/** Waits for somebody else to look at it. */
export function isHeld(): SQL {
  return sql`(${visits.conflict} is not null and not exists (select from ${visitDecisionsTable}
    where ${visitDecisionsTable.visitId} = ${visits.id}))`;
}

/** The decision of this visit, for a left join. */
export function decisionOfVisit() {
  return and(eq(visitDecisionsTable.visitId, visits.id));
}
