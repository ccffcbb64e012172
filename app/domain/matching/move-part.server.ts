import type { Db } from "#db/client.server.ts";
import type { SignedInActor } from "../actor.ts";
import { err, ok, type Result } from "../result.ts";
import { lockPart, takePartStep } from "./part-steps.server.ts";

type MovePartInput = { partId: string } & ({ event: "check" } | { event: "discard"; reason: string });

/** The county has looked at its part of a round and finds it right, or puts it away with a reason (S37). */
export async function movePart(
  db: Db,
  input: MovePartInput,
  actor: SignedInActor,
  at: Date,
): Promise<Result<undefined, "not_found" | "conflict">> {
  return db.transaction(async (tx) => {
    const part = await lockPart(tx, input.partId, actor);
    if (!part) return err("not_found");
    const step =
      input.event === "check"
        ? { event: input.event, people: { checkedBy: actor.userId, checkedAt: at } }
        : { event: input.event, reason: input.reason };
    return (await takePartStep(tx, { part, ...step }, actor, at)) ? ok() : err("conflict");
  });
}
