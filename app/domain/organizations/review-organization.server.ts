import { and, eq } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { organizations } from "#db/schema/organizations.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { stateAfter } from "../transitions.ts";
import { organizationTransitions } from "./organization.ts";
import { canReviewOrganization } from "./organization-policy.ts";
import { getStaffOrganization } from "./organization-queries.server.ts";

export type ReviewOrganizationInput = {
  organizationId: string;
  /** `reject` and `suspend` need a reason; the organization reads it. */
  event: "verify" | "reject" | "suspend";
  note: string;
};

/**
 * Staff of the organization's county verify, refuse or suspend it, after comparing code and papers with the public register (S48, L6).
 * A member of the organization cannot review it: `own_organization`.
 */
export async function reviewOrganization(
  db: Db,
  { organizationId, event, note }: ReviewOrganizationInput,
  actor: Actor,
  at: Date,
): Promise<Result<undefined, "not_found" | "not_allowed" | "own_organization" | "reason_required" | "conflict">> {
  if (event !== "verify" && note === "") return err("reason_required");
  return db.transaction(async (tx) => {
    const found = await getStaffOrganization(tx, { organizationId, actor });
    if (found === null) return err("not_found");
    const to = stateAfter(organizationTransitions, found.state, event);
    if (to === undefined) return err("conflict");
    if (!canReviewOrganization(actor, found, event)) return err(found.isOwn ? "own_organization" : "not_allowed");
    const [moved] = await tx
      .update(organizations)
      .set({ state: to, reviewNote: note === "" ? null : note, reviewedBy: actorUserId(actor), reviewedAt: at })
      .where(and(eq(organizations.id, found.id), eq(organizations.state, found.state)))
      .returning({ id: organizations.id });
    if (!moved) return err("conflict");
    await recordTransition(tx, at, actor, {
      noun: "organization",
      subjectId: found.id,
      from: found.state,
      event,
      to,
      reason: note === "" ? undefined : note,
    });
    await recordEvents(tx, at, { kind: "organization.changed", organizationId: found.id });
    return ok();
  });
}
