import type { Db } from "#db/client.server.ts";
import { type Actor, hasRoleFor } from "../actor.ts";
import { needReaderRoles } from "../needs/need-policy.ts";
import { cancelNoticesOfNeed } from "../notices/cancel-notices-of-need.server.ts";
import { err, ok, type Result } from "../result.ts";
import { lockNeedCase, stepNeed } from "./lock-need-case.server.ts";
import type { ReturnNeedError } from "./return-need.server.ts";
import { rejecterRoles } from "./verification-policy.ts";

/** Refuses a need for good, with a reason; a notice that is up ends. */
export async function rejectNeed(
  db: Db,
  input: { needId: string; reason: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, ReturnNeedError>> {
  return db.transaction(async (tx) => {
    const need = await lockNeedCase(tx, { needId: input.needId, actor, roles: needReaderRoles });
    if (!need) return err("not_found");
    const roles = rejecterRoles(need.state);
    if (roles.length === 0) return err("conflict");
    if (!hasRoleFor(actor, roles, need.regionCode)) return err("not_allowed");
    const moved = await stepNeed(tx, need, { event: "reject", changes: {}, reason: input.reason }, actor, at);
    if (!moved) return err("conflict");
    await cancelNoticesOfNeed(tx, need.id, input.reason, actor, at);
    return ok();
  });
}
