import { and, asc, eq, inArray } from "drizzle-orm";
import type { Db, Tx } from "#db/client.server.ts";
import { matchProposals } from "#db/schema/matching.server.ts";
import { matchAssignments } from "#db/schema/matching-rounds.server.ts";
import type { SignedInActor } from "../actor.ts";
import { err, ok, type Result } from "../result.ts";
import { lockPart, takePartStep } from "./part-steps.server.ts";
import { writeProposals } from "./propose-for-intent.server.ts";

/**
 * Releases a county's part of a round: its assignments become proposals on the helpers' pages (S37, S40). By somebody who neither checked it nor
 * drew the round; PostgreSQL refuses them too. What no longer fits by the facts of this moment becomes no proposal; what was proposed already
 * stays one proposal.
 */
export async function releasePart(
  db: Db,
  { partId }: { partId: string },
  actor: SignedInActor,
  at: Date,
): Promise<Result<{ proposed: number; leftOut: number }, "not_found" | "conflict" | "same_person">> {
  return db.transaction(async (tx) => {
    const part = await lockPart(tx, partId, actor);
    if (!part) return err("not_found");
    if (part.state !== "checked") return err("conflict");
    if (part.checkedBy === actor.userId || part.drawnBy === actor.userId) return err("same_person");
    const live = await tx
      .select()
      .from(matchAssignments)
      .where(
        and(
          eq(matchAssignments.roundId, part.roundId),
          eq(matchAssignments.countyCode, part.countyCode),
          eq(matchAssignments.isRemoved, false),
        ),
      )
      .orderBy(asc(matchAssignments.intentId), asc(matchAssignments.needId));
    let proposed = 0;
    for (const intentId of new Set(live.map((one) => one.intentId))) {
      const needIds = live.filter((one) => one.intentId === intentId).map(({ needId }) => needId);
      const written = await writeProposals(tx, { intentId, needIds, roundId: part.roundId }, actor, at);
      const standing = await findStanding(tx, intentId, needIds);
      for (const { needId, proposalId } of [...written, ...standing]) {
        const pair = and(eq(matchAssignments.roundId, part.roundId), eq(matchAssignments.intentId, intentId));
        await tx
          .update(matchAssignments)
          .set({ proposalId })
          .where(and(pair, eq(matchAssignments.needId, needId)));
      }
      proposed += new Set([...written, ...standing].map(({ proposalId }) => proposalId)).size;
    }
    const people = { releasedBy: actor.userId, releasedAt: at };
    await takePartStep(tx, { part, event: "release", people }, actor, at);
    return ok({ proposed, leftOut: live.length - proposed });
  });
}

/** Proposals of these pairs that wait for an answer, whoever made them. */
function findStanding(tx: Tx, intentId: string, needIds: readonly string[]) {
  return tx
    .select({ needId: matchProposals.needId, proposalId: matchProposals.id })
    .from(matchProposals)
    .where(
      and(
        eq(matchProposals.intentId, intentId),
        inArray(matchProposals.needId, [...needIds]),
        eq(matchProposals.state, "proposed"),
      ),
    );
}
