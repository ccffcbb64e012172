import type { Db } from "#db/client.server.ts";
import type { Actor } from "../actor.ts";
import { err, ok, type Result } from "../result.ts";
import { stateAfter } from "../transitions.ts";
import { movePairing } from "./move-pairing.server.ts";
import { pairingTransitions } from "./pairing.ts";
import { canTakeHelperStep } from "./pairing-policy.ts";
import { getHelperPairing } from "./pairing-queries.server.ts";

/** The helper takes its offer back; possible until it has agreed (U18). */
export async function withdrawPairing(
  db: Db,
  { pairingId, reason }: { pairingId: string; reason: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, "not_found" | "conflict">> {
  return db.transaction(async (tx) => {
    const pairing = await getHelperPairing(tx, { pairingId, actor });
    if (pairing === null) return err("not_found");
    if (stateAfter(pairingTransitions, pairing.state, "withdraw") === undefined) return err("conflict");
    if (!canTakeHelperStep(actor, pairing, "withdraw")) return err("not_found");
    const changes = { endedAt: at };
    return (await movePairing(tx, { pairing, event: "withdraw", reason, changes }, actor, at)) ? ok() : err("conflict");
  });
}
