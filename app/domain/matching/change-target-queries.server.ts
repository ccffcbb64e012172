import { and, asc, eq, like } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { intents } from "#db/schema/intents.server.ts";
import { matchAssignments } from "#db/schema/matching-rounds.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { organizations } from "#db/schema/organizations.server.ts";
import { helperFields, listHelpersFor } from "./helpers-queries.server.ts";
import type { RoundPart } from "./round-queries.server.ts";

type Target = { part: Pick<RoundPart, "roundId" | "countyCode">; needCode: string; day: string };

/** A need of the part's county with who is assigned to it and who else could be, best first; null: not there. Ask only for a part in scope. */
export async function getChangeTarget(db: DbOrTx, { part, needCode, day }: Target) {
  const [need] = await db
    .select({ id: needs.id, publicCode: needs.publicCode, title: needs.title })
    .from(needs)
    .where(and(eq(needs.publicCode, needCode), like(needs.regionCode, `${part.countyCode}%`)));
  if (!need) return null;
  const assigned = await db
    .select({ id: matchAssignments.id, ...helperFields })
    .from(matchAssignments)
    .innerJoin(intents, eq(intents.id, matchAssignments.intentId))
    .leftJoin(organizations, eq(organizations.id, intents.organizationId))
    .where(
      and(
        eq(matchAssignments.roundId, part.roundId),
        eq(matchAssignments.needId, need.id),
        eq(matchAssignments.isRemoved, false),
      ),
    )
    .orderBy(asc(matchAssignments.id));
  const found = await listHelpersFor(db, { needId: need.id, day });
  const there = new Set(assigned.map(({ intentId }) => intentId));
  return {
    ...need,
    assigned,
    hasSeat: assigned.length < (found?.helpersWanted ?? 1),
    candidates: (found?.helpers ?? []).filter(({ intentId }) => !there.has(intentId)),
  };
}
export type ChangeTarget = NonNullable<Awaited<ReturnType<typeof getChangeTarget>>>;
