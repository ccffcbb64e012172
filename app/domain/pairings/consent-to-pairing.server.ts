import { and, eq, isNull } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { consents } from "#db/schema/consents.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { err, ok, type Result } from "../result.ts";
import { stateAfter } from "../transitions.ts";
import { findTargetPairing } from "./find-pairing.server.ts";
import { movePairing } from "./move-pairing.server.ts";
import { pairingTransitions } from "./pairing.ts";
import { pairingKindRows } from "./pairing-kinds.ts";
import { canTakeStaffStep } from "./pairing-policy.ts";

/**
 * The other side says yes, with a note the helper reads. Where the kind asks for it the household's own standing consent to pairing must be on file (`no_consent`,
 * S39, D9): the officer cannot say yes in its place.
 */
export async function consentToPairing(
  db: Db,
  { pairingId, note }: { pairingId: string; note: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, "not_found" | "not_allowed" | "no_consent" | "conflict">> {
  return db.transaction(async (tx) => {
    const pairing = await findTargetPairing(tx, { pairingId, actor });
    if (pairing === null) return err("not_found");
    if (stateAfter(pairingTransitions, pairing.state, "consent") === undefined) return err("conflict");
    if (!canTakeStaffStep(actor, pairing, "consent")) return err("not_allowed");
    if (pairing.householdId !== null && pairingKindRows[pairing.kind].needsSignedConsent) {
      const [standing] = await tx
        .select({ id: consents.id })
        .from(consents)
        .where(
          and(
            eq(consents.householdId, pairing.householdId),
            eq(consents.purpose, "pairing"),
            isNull(consents.withdrawnAt),
          ),
        )
        .for("share");
      if (!standing) return err("no_consent");
    }
    const changes = { villageNote: note, consentedBy: actorUserId(actor) };
    const isMoved = await movePairing(tx, { pairing, event: "consent", reason: note, changes }, actor, at);
    return isMoved ? ok() : err("conflict");
  });
}
