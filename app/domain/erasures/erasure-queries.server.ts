import { and, desc, eq, inArray, isNotNull, isNull, or, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { DbOrTx } from "#db/client.server.ts";
import { users } from "#db/schema/accounts.server.ts";
import { complaints } from "#db/schema/complaints.server.ts";
import { erasures } from "#db/schema/erasures.server.ts";
import { households } from "#db/schema/households.server.ts";
import { notices, objections } from "#db/schema/verification.server.ts";
import { type Actor, scopesOf } from "../actor.ts";
import { endedHouseholdStates } from "../households/household-policy.ts";
import { isId } from "../ids.ts";
import { inScope } from "../scope.server.ts";
import { erasureReaderRoles, erasureRoles } from "./erasure-policy.ts";

/** An ended file in the subtrees of the county's people; null: there is none for them. */
export async function getEndedFile(db: DbOrTx, { householdId, actor }: { householdId: string; actor: Actor }) {
  if (!isId(householdId)) return null;
  const [row] = await db
    .select({ id: households.id, headName: households.headName, registerNumber: households.registerNumber })
    .from(households)
    .where(
      and(
        eq(households.id, householdId),
        inArray(households.state, [...endedHouseholdStates]),
        inScope(households.regionCode, scopesOf(actor, erasureRoles)),
      ),
    );
  return row ?? null;
}

/** What was proposed and done for a file, the newest first. Ask with a file found in the reader's scope. */
export function listErasures(db: DbOrTx, { householdId }: { householdId: string }) {
  const doer = alias(users, "doer");
  return db
    .select({
      id: erasures.id,
      reason: erasures.reason,
      proposedBy: erasures.proposedBy,
      proposedByName: users.displayName,
      proposedAt: erasures.proposedAt,
      doneByName: doer.displayName,
      doneAt: erasures.doneAt,
    })
    .from(erasures)
    .innerJoin(users, eq(users.id, erasures.proposedBy))
    .leftJoin(doer, eq(doer.id, erasures.doneBy))
    .where(eq(erasures.householdId, householdId))
    .orderBy(desc(erasures.proposedAt));
}

/** The record of an erasure lies in one of the subtrees. Query over `erasures` with its three records joined. */
function recordInScope(scopes: readonly string[]): SQL {
  const places = [households.regionCode, complaints.regionCode, notices.regionCode];
  return or(...places.map((place) => and(isNotNull(place), inScope(place, scopes)))) ?? sql`false`;
}

export async function isErasureInScope(
  db: DbOrTx,
  { erasureId, actor }: { erasureId: string; actor: Actor },
): Promise<boolean> {
  const rows = await db
    .select({ id: erasures.id })
    .from(erasures)
    .leftJoin(households, eq(households.id, erasures.householdId))
    .leftJoin(complaints, eq(complaints.id, erasures.complaintId))
    .leftJoin(objections, eq(objections.id, erasures.objectionId))
    .leftJoin(notices, eq(notices.id, objections.noticeId))
    .where(and(eq(erasures.id, erasureId), recordInScope(scopesOf(actor, erasureRoles))));
  return rows.length > 0;
}

const longestList = 50;

/** Proposals that wait for a second person, the oldest first, or what was erased, the newest first; in the reader's subtrees. */
export function listErasuresOfPlace(db: DbOrTx, { actor, isDone }: { actor: Actor; isDone: boolean }) {
  const doer = alias(users, "doer");
  return db
    .select({
      id: erasures.id,
      kind: sql<"household" | "complaint" | "objection">`case when ${erasures.householdId} is not null then 'household'
        when ${erasures.complaintId} is not null then 'complaint' else 'objection' end`,
      label: sql<string>`coalesce(${households.registerNumber}, ${complaints.caseNumber}, ${objections.publicCode})`,
      reason: erasures.reason,
      proposedBy: erasures.proposedBy,
      proposedByName: users.displayName,
      proposedAt: erasures.proposedAt,
      doneByName: doer.displayName,
      doneAt: erasures.doneAt,
    })
    .from(erasures)
    .innerJoin(users, eq(users.id, erasures.proposedBy))
    .leftJoin(doer, eq(doer.id, erasures.doneBy))
    .leftJoin(households, eq(households.id, erasures.householdId))
    .leftJoin(complaints, eq(complaints.id, erasures.complaintId))
    .leftJoin(objections, eq(objections.id, erasures.objectionId))
    .leftJoin(notices, eq(notices.id, objections.noticeId))
    .where(
      and(
        isDone ? isNotNull(erasures.doneAt) : isNull(erasures.doneAt),
        recordInScope(scopesOf(actor, erasureReaderRoles)),
      ),
    )
    .orderBy(isDone ? desc(erasures.doneAt) : erasures.proposedAt)
    .limit(longestList);
}
export type ListedErasure = Awaited<ReturnType<typeof listErasuresOfPlace>>[number];
