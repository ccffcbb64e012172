import { eq } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { pairingReviews } from "#db/schema/pairing-life.server.ts";
import type { SignedInActor } from "../actor.ts";
import { dayInChina } from "../clock.ts";
import { violatedConstraint } from "../constraint-violation.server.ts";
import { newId } from "../ids.ts";
import { err, ok, type Result } from "../result.ts";
import { stateAfter } from "../transitions.ts";
import { movePairing } from "./move-pairing.server.ts";
import { pairingTransitions } from "./pairing.ts";
import { canTakeStaffStep } from "./pairing-policy.ts";
import { getStaffPairing } from "./pairing-queries.server.ts";
import { type ReviewOutcome, reviewYearsDue } from "./pairing-review.ts";

/** The keepers of the kind write the review of a year that is due, once (S39); the oldest that is missing comes first. */
export async function reviewPairing(
  db: Db,
  input: { pairingId: string; outcome: ReviewOutcome; note: string },
  actor: SignedInActor,
  at: Date,
): Promise<Result<{ year: number }, "not_found" | "not_allowed" | "not_due" | "conflict">> {
  const { pairingId, outcome, note } = input;
  try {
    return await db.transaction(async (tx) => {
      const pairing = await getStaffPairing(tx, { pairingId, actor });
      if (pairing === null) return err("not_found");
      if (stateAfter(pairingTransitions, pairing.state, "review") === undefined) return err("conflict");
      if (!canTakeStaffStep(actor, pairing, "review")) return err("not_allowed");
      const done = await tx
        .select({ year: pairingReviews.year })
        .from(pairingReviews)
        .where(eq(pairingReviews.pairingId, pairingId));
      const activatedOn = dayInChina(pairing.activatedAt ?? at);
      const reviewed = done.map((review) => review.year);
      const [year] = reviewYearsDue({ activatedOn, today: dayInChina(at), reviewed });
      if (year === undefined) return err("not_due");
      const facts = { id: newId(), pairingId, year, outcome, note };
      await tx.insert(pairingReviews).values({ ...facts, reviewedBy: actor.userId, reviewedAt: at });
      const isMoved = await movePairing(tx, { pairing, event: "review", reason: note }, actor, at);
      return isMoved ? ok({ year }) : err("conflict");
    });
  } catch (error) {
    if (violatedConstraint(error) === "pairing_reviews_year") return err("conflict");
    throw error;
  }
}
