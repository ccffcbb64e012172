import type { Db } from "#db/client.server.ts";
import { helperGroups } from "#db/schema/helper-groups.server.ts";
import { membershipOf, type SignedInActor } from "../actor.ts";
import { newId, newPublicCode } from "../ids.ts";
import { recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";

/** A verified unit or organization forms a 10+1 group (S76); its people join by the group's code. */
export async function createGroup(
  db: Db,
  input: { organizationId: string; name: string },
  actor: SignedInActor,
  at: Date,
): Promise<Result<{ publicCode: string }, "not_found" | "not_verified">> {
  const membership = membershipOf(actor, input.organizationId);
  if (membership === undefined) return err("not_found");
  if (!membership.isVerified) return err("not_verified");
  return db.transaction(async (tx) => {
    const group = { id: newId(), publicCode: newPublicCode(), ...input };
    await tx.insert(helperGroups).values({ ...group, createdBy: actor.userId, createdAt: at });
    const facts = { noun: "helper_group" as const, subjectId: group.id, from: null, event: "create", to: "standing" };
    await recordTransition(tx, at, actor, facts);
    return ok({ publicCode: group.publicCode });
  });
}
