import { and, asc, count, eq, isNull, lte, or, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { DbOrTx } from "#db/client.server.ts";
import { roleGrants, users } from "#db/schema/accounts.server.ts";
import { supervisorObjections } from "#db/schema/need-gate.server.ts";

const answerer = alias(users, "answerer");

/** The objections of supervisors to a need, the oldest first. Ask only for a need found in the reader's scope. */
export function listSupervisorObjections(db: DbOrTx, { needId }: { needId: string }) {
  return db
    .select({
      id: supervisorObjections.id,
      content: supervisorObjections.content,
      state: supervisorObjections.state,
      raisedBy: supervisorObjections.raisedBy,
      raisedByName: users.displayName,
      raisedAt: supervisorObjections.raisedAt,
      outcome: supervisorObjections.outcome,
      answer: supervisorObjections.answer,
      answeredByName: answerer.displayName,
      answeredAt: supervisorObjections.answeredAt,
    })
    .from(supervisorObjections)
    .innerJoin(users, eq(users.id, supervisorObjections.raisedBy))
    .leftJoin(answerer, eq(answerer.id, supervisorObjections.answeredBy))
    .where(eq(supervisorObjections.needId, needId))
    .orderBy(asc(supervisorObjections.raisedAt));
}
export type SupervisorObjection = Awaited<ReturnType<typeof listSupervisorObjections>>[number];

/** Whether one waits for an answer: then nothing is put up or approved (S9). */
export async function hasOpenSupervisorObjection(db: DbOrTx, needId: string): Promise<boolean> {
  const [row] = await db
    .select({ count: count() })
    .from(supervisorObjections)
    .where(and(eq(supervisorObjections.needId, needId), eq(supervisorObjections.state, "received")));
  return (row?.count ?? 0) > 0;
}

/** Who supervises a village by name: everybody with the role on it or on a place above it. Empty: the post is unfilled (S32). */
export async function listSupervisorNames(
  db: DbOrTx,
  { regionCode, at }: { regionCode: string; at: Date },
): Promise<string[]> {
  const rows = await db
    .selectDistinct({ name: users.displayName })
    .from(roleGrants)
    .innerJoin(users, eq(users.id, roleGrants.userId))
    .where(
      and(
        eq(roleGrants.role, "supervisor"),
        sql`${regionCode} like ${roleGrants.regionCode} || '%'`,
        lte(roleGrants.validFrom, at),
        or(isNull(roleGrants.validTo), sql`${roleGrants.validTo} > ${at.toISOString()}::timestamptz`),
      ),
    );
  return rows.map(({ name }) => name).sort((a, b) => a.localeCompare(b, "zh-Hans-CN"));
}
