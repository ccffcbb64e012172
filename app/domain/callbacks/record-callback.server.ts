import { sql } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { err, ok, type Result } from "../result.ts";
import type { CallbackAnswer, CallbackState } from "./callback.ts";
import { canCallBack } from "./callback-policy.ts";
import { getCallbackFor } from "./callback-queries.server.ts";

type Outcome = Exclude<CallbackState, "drawn"> | "not_found" | "conflict" | "had_part";

/**
 * Records what the recipient said when called back, in one SQL call. Who had a part in the payment is refused here and in PostgreSQL (D6);
 * a difference raises an alarm and marks the payment, and freezes nothing.
 */
export async function recordCallback(
  db: Db,
  input: { callbackId: string; answer: CallbackAnswer },
  actor: Actor,
  at: Date,
): Promise<Result<Exclude<CallbackState, "drawn">, "not_found" | "conflict" | "had_part">> {
  const callback = await getCallbackFor(db, { callbackId: input.callbackId, actor });
  if (callback === null) return err("not_found");
  if (!canCallBack(actor, callback)) return err("had_part");
  const { answer } = input;
  const said = answer.reached
    ? { received: answer.received, fen: answer.amountFen.toString(), on: answer.receivedOn }
    : { received: null, fen: null, on: null };
  const [row] = await db.execute<{ outcome: Outcome }>(sql`
    select record_callback_answer(${callback.id}::uuid, ${answer.reached}, ${said.received}, ${said.fen}::bigint, ${said.on},
      ${answer.words}, ${actorUserId(actor)}::uuid, ${at.toISOString()}::timestamptz) as outcome`);
  const outcome = row?.outcome ?? "not_found";
  if (outcome === "not_found" || outcome === "conflict" || outcome === "had_part") return err(outcome);
  return ok(outcome);
}
