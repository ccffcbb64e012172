import { desc, sql } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { matchWeights } from "#db/schema/matching.server.ts";
import { type Actor, actorUserId, hasRoleFor } from "../actor.ts";
import { dayInChina } from "../clock.ts";
import { recordEvents } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { areWeightsSound, type Weights, weightKeys } from "./weights.ts";

export type SetWeightsInput = {
  weights: Weights;
  validFrom: string;
  reason: string;
  source: string;
  /** The version the person saw: two people at once cannot overwrite each other. */
  seenVersion: number;
};

/**
 * Sets the weights from a day on (S46): a new version with reason and source; older proposals keep theirs. An administrator's, for the whole
 * country: a county that weighed differently would compete with its neighbours.
 */
export async function setWeights(
  db: Db,
  input: SetWeightsInput,
  actor: Actor,
  at: Date,
): Promise<Result<{ version: number }, "not_allowed" | "not_sound" | "unchanged" | "day_passed" | "conflict">> {
  if (!hasRoleFor(actor, ["platform_admin"], "")) return err("not_allowed");
  if (!areWeightsSound(input.weights)) return err("not_sound");
  if (input.validFrom < dayInChina(at)) return err("day_passed");
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(7301021)`);
    const [last] = await tx.select().from(matchWeights).orderBy(desc(matchWeights.version)).limit(1);
    if (!last || last.version !== input.seenVersion || last.validFrom > input.validFrom) return err("conflict");
    if (weightKeys.every((key) => last.weights[key] === input.weights[key])) return err("unchanged");
    const { weights, validFrom, reason, source } = input;
    const version = last.version + 1;
    await tx
      .insert(matchWeights)
      .values({ version, weights, validFrom, reason, source, setBy: actorUserId(actor), setAt: at });
    await recordEvents(tx, at, { kind: "matching.changed" });
    return ok({ version });
  });
}
