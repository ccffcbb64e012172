import type { Db } from "#db/client.server.ts";
import { type Actor, membershipOf } from "../actor.ts";
import { recordEvents } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";

/** A member of the charity asks for a comparison now: the job does it within a minute, one at a time (single flight). */
export async function requestReconciliation(
  db: Db,
  { charityId }: { charityId: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, "not_found">> {
  const membership = membershipOf(actor, charityId);
  if (membership === undefined || membership.kind !== "charity" || !membership.isVerified) return err("not_found");
  await recordEvents(db, at, { kind: "reconciliation.requested", charityId });
  return ok();
}
