import type { Db } from "#db/client.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { err, ok, type Result } from "../result.ts";
import { stateAfter } from "../transitions.ts";
import { movePairing } from "./move-pairing.server.ts";
import { pairingTransitions } from "./pairing.ts";
import { canTakeHelperStep } from "./pairing-policy.ts";
import { getHelperPairing } from "./pairing-queries.server.ts";

/** The helper, having read the village's note and the agreement, signs it: its words are kept as they stood on the page (S39). */
export async function agreeToPairing(
  db: Db,
  { pairingId, agreementText }: { pairingId: string; agreementText: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, "not_found" | "not_verified" | "conflict">> {
  return db.transaction(async (tx) => {
    const pairing = await getHelperPairing(tx, { pairingId, actor });
    if (pairing === null) return err("not_found");
    if (stateAfter(pairingTransitions, pairing.state, "agree") === undefined) return err("conflict");
    if (!canTakeHelperStep(actor, pairing, "agree")) return err("not_verified");
    const changes = { agreementText, agreedBy: actorUserId(actor), agreedAt: at };
    return (await movePairing(tx, { pairing, event: "agree", changes }, actor, at)) ? ok() : err("conflict");
  });
}
