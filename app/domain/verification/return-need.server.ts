import type { Db, Tx } from "#db/client.server.ts";
import { type Actor, hasRoleFor } from "../actor.ts";
import { needReaderRoles } from "../needs/need-policy.ts";
import { cancelNoticesOfNeed } from "../notices/cancel-notices-of-need.server.ts";
import { recordEvents } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { lockNeedCase, type NeedCase, stepNeed } from "./lock-need-case.server.ts";
import { returnerRoles } from "./verification-policy.ts";

export type ReturnNeedError = "not_found" | "not_allowed" | "conflict";

/**
 * Sends a need back to the village with a reason: the town while it is submitted, the county afterwards, also after a suspension. It
 * becomes a new version, so that nothing bound to the old one (meeting, notice, signature) counts any more (S8); a notice that is up ends.
 */
export async function returnNeed(
  db: Db,
  input: { needId: string; reason: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, ReturnNeedError>> {
  return db.transaction(async (tx) => {
    const need = await lockNeedCase(tx, { needId: input.needId, actor, roles: needReaderRoles });
    if (!need) return err("not_found");
    const roles = returnerRoles(need.state);
    if (roles.length === 0) return err("conflict");
    if (!hasRoleFor(actor, roles, need.regionCode)) return err("not_allowed");
    const isReturned = await sendBack(tx, need, input.reason, actor, at);
    return isReturned ? ok() : err("conflict");
  });
}

/** The part that an upheld objection does as well. The need is locked by the caller, who has asked for permission. */
export async function sendBack(tx: Tx, need: NeedCase, reason: string, actor: Actor, at: Date): Promise<boolean> {
  const changes = { version: need.version + 1, checkedBy: null, checkedAt: null, approvedBy: null };
  const moved = await stepNeed(tx, need, { event: "return", changes, reason }, actor, at);
  if (!moved) return false;
  await cancelNoticesOfNeed(tx, need.id, reason, actor, at);
  await recordEvents(tx, at, { kind: "need.returned", needId: need.id });
  return true;
}
