import { and, eq, gt, isNull, or } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { roleGrants } from "#db/schema/accounts.server.ts";
import { type Actor, scopesOf } from "../actor.ts";
import { violatedConstraint } from "../constraint-violation.server.ts";
import { isId } from "../ids.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { inScope } from "../scope.server.ts";
import { mayGiveRole, roleKeeperRoles } from "./role.ts";

type EndRoleInput = { grantId: string; reason: string };
export type EndRoleError = "not_found" | "not_allowed" | "conflict" | "last_administrator";

/** Takes a role that one may give, at once: every session of the person ends in the same moment, by a trigger (E2). */
export async function takeRole(
  db: Db,
  input: EndRoleInput,
  actor: Actor,
  at: Date,
): Promise<Result<undefined, EndRoleError>> {
  return endRole(db, { ...input, event: "take" }, actor, at);
}

/** Lays down a role of one's own. The last administrator of a region cannot: another must be there first. */
export async function layDownRole(
  db: Db,
  input: EndRoleInput,
  actor: Actor,
  at: Date,
): Promise<Result<undefined, EndRoleError>> {
  return endRole(db, { ...input, event: "lay_down" }, actor, at);
}

async function endRole(
  db: Db,
  { grantId, reason, event }: EndRoleInput & { event: "take" | "lay_down" },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, EndRoleError>> {
  if (actor.kind !== "user" || !isId(grantId)) return err("not_found");
  const isMine = eq(roleGrants.userId, actor.userId);
  const isReachable = event === "lay_down" ? isMine : inScope(roleGrants.regionCode, scopesOf(actor, roleKeeperRoles));
  try {
    return await db.transaction(async (tx) => {
      const [grant] = await tx
        .select({ userId: roleGrants.userId, role: roleGrants.role, regionCode: roleGrants.regionCode })
        .from(roleGrants)
        .where(and(eq(roleGrants.id, grantId), isReachable));
      if (!grant) return err("not_found");
      if (event === "take" && (grant.userId === actor.userId || !mayGiveRole(actor, grant))) return err("not_allowed");
      const ended = await tx
        .update(roleGrants)
        .set({ validTo: at, endedAt: at, endedBy: actor.userId, endReason: reason })
        .where(
          and(
            eq(roleGrants.id, grantId),
            isNull(roleGrants.endedAt),
            or(isNull(roleGrants.validTo), gt(roleGrants.validTo, at)),
          ),
        )
        .returning({ id: roleGrants.id });
      if (ended.length === 0) return err("conflict");
      await recordTransition(tx, at, actor, {
        noun: "role",
        subjectId: grantId,
        from: "given",
        event,
        to: "ended",
        reason,
      });
      await recordEvents(tx, at, { kind: "role.ended", grantId });
      return ok();
    });
  } catch (error) {
    if (violatedConstraint(error) === "role_grants_last_administrator") return err("last_administrator");
    throw error;
  }
}
