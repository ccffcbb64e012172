import { and, eq } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { pairingDeeds } from "#db/schema/pairing-deeds.server.ts";
import type { SignedInActor } from "../actor.ts";
import { isId } from "../ids.ts";
import { findTargetPairing } from "../pairings/find-pairing.server.ts";
import { canSpeakForTarget } from "../pairings/pairing-policy.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { stateAfter } from "../transitions.ts";
import { deedTransitions } from "./deed.ts";

export type DecideDeedInput = { pairingId: string; deedId: string } & (
  | { event: "confirm"; role: string }
  | { event: "return"; reason: string }
);

/**
 * The other side says that a deed was done (S50), naming who of the village confirms by their role, or sends it back with a reason. Nobody
 * of the helper's, and never who reported it: PostgreSQL holds that too.
 */
export async function decideDeed(
  db: Db,
  input: DecideDeedInput,
  actor: SignedInActor,
  at: Date,
): Promise<Result<undefined, "not_found" | "not_allowed" | "conflict">> {
  const { pairingId, deedId, event } = input;
  if (!isId(deedId)) return err("not_found");
  return db.transaction(async (tx) => {
    const pairing = await findTargetPairing(tx, { pairingId, actor });
    if (pairing === null) return err("not_found");
    if (!canSpeakForTarget(actor, pairing)) return err("not_allowed");
    const isOf = and(eq(pairingDeeds.id, deedId), eq(pairingDeeds.pairingId, pairingId));
    const [deed] = await tx.select().from(pairingDeeds).where(isOf);
    if (!deed) return err("not_found");
    const to = stateAfter(deedTransitions, deed.state, event);
    if (to === undefined) return err("conflict");
    if (deed.reportedBy === actor.userId) return err("not_allowed");
    const words = event === "confirm" ? { confirmedByRole: input.role } : { decisionNote: input.reason };
    const [moved] = await tx
      .update(pairingDeeds)
      .set({ state: to, decidedBy: actor.userId, decidedAt: at, ...words })
      .where(and(isOf, eq(pairingDeeds.state, deed.state)))
      .returning({ id: pairingDeeds.id });
    if (!moved) return err("conflict");
    const reason = event === "confirm" ? input.role : input.reason;
    const step = { noun: "pairing_deed" as const, subjectId: deedId, from: deed.state, event, to, reason };
    await recordTransition(tx, at, actor, step);
    await recordEvents(tx, at, { kind: "pairing.deed_changed", pairingId, deedId });
    return ok();
  });
}
