import { and, asc, eq, gt, inArray, isNull, lte, notInArray, or, sql } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { roleGrants, users } from "#db/schema/accounts.server.ts";
import { households } from "#db/schema/households.server.ts";
import { responsiblePersons } from "#db/schema/responsible-persons.server.ts";
import { type Actor, scopesOf } from "../actor.ts";
import { inScope } from "../scope.server.ts";
import { endedHouseholdStates, householdReaderRoles, responsiblePersonRoles } from "./household-policy.ts";

export type ResponsibleCandidate = { userId: string; displayName: string };

/** Staff of the village, its town or its county at the moment `at`: a grant whose subtree holds the village, county level or below. */
function standsFor(regionCode: string, at: Date) {
  return and(
    inArray(roleGrants.role, [...responsiblePersonRoles]),
    sql`length(${roleGrants.regionCode}) >= 6 and ${regionCode} like ${roleGrants.regionCode} || '%'`,
    lte(roleGrants.validFrom, at),
    or(isNull(roleGrants.validTo), gt(roleGrants.validTo, at)),
    eq(users.isDisabled, false),
  );
}

/** Who may be named 帮扶责任人 of a household of this village, the nearest first. */
export async function listResponsibleCandidates(
  db: DbOrTx,
  { regionCode, at }: { regionCode: string; at: Date },
): Promise<ResponsibleCandidate[]> {
  const rows = await db
    .select({ userId: users.id, displayName: users.displayName })
    .from(users)
    .innerJoin(roleGrants, eq(roleGrants.userId, users.id))
    .where(standsFor(regionCode, at))
    .groupBy(users.id)
    .orderBy(sql`max(length(${roleGrants.regionCode})) desc`, asc(users.displayName));
  return rows;
}

export async function isResponsibleCandidate(
  db: DbOrTx,
  { userId, regionCode, at }: { userId: string; regionCode: string; at: Date },
): Promise<boolean> {
  const rows = await db
    .select({ id: users.id })
    .from(users)
    .innerJoin(roleGrants, eq(roleGrants.userId, users.id))
    .where(and(eq(users.id, userId), standsFor(regionCode, at)))
    .limit(1);
  return rows.length > 0;
}

/** The report of S23, for the reader's subtree: it must be 0. Ended files need nobody any more. */
export async function countHouseholdsWithoutResponsible(db: DbOrTx, actor: Actor): Promise<number> {
  const [row] = await db
    .select({ count: sql<number>`count(*)::int` })
    .from(households)
    .leftJoin(
      responsiblePersons,
      and(eq(responsiblePersons.householdId, households.id), isNull(responsiblePersons.toAt)),
    )
    .where(
      and(
        inScope(households.regionCode, scopesOf(actor, householdReaderRoles)),
        isNull(responsiblePersons.id),
        notInArray(households.state, [...endedHouseholdStates]),
      ),
    );
  return row?.count ?? 0;
}
