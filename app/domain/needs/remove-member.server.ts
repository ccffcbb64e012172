import { and, asc, eq, isNull } from "drizzle-orm";
import type { Db, Tx } from "#db/client.server.ts";
import { leftBehindEntries } from "#db/schema/household-monitoring.server.ts";
import { householdMembers, households } from "#db/schema/households.server.ts";
import type { Actor } from "../actor.ts";
import { dayInChina } from "../clock.ts";
import { isGuardianNeeded } from "../households/guardian.ts";
import type { FieldChange } from "../households/household-changes.ts";
import { householdKeeperRoles, isEndedHousehold } from "../households/household-policy.ts";
import { lockHousehold } from "../households/lock-household.server.ts";
import type { RemoveMemberInput } from "../households/member-form.ts";
import { relationToNewHead } from "../households/membership.ts";
import { err, ok, type Result } from "../result.ts";
import { type MadeVersion, makeVersion } from "./make-version.server.ts";

export type RemoveMemberError =
  | "not_found"
  | "household_ended"
  | "conflict"
  | "last_member"
  | "new_head_required"
  | "head_needs_guardian"
  | "before_birth";

type Member = typeof householdMembers.$inferSelect;

/**
 * Somebody leaves a household on file: a new version (S3, S45). The person stays on record with the day and why; where they did not die their
 * number is free for another file. Who lives alone does not leave a file empty: that is an exit or a removal. A head who leaves is
 * followed by another of the household.
 */
export async function removeMember(
  db: Db,
  input: RemoveMemberInput & { householdId: string },
  actor: Actor,
  at: Date,
): Promise<Result<MadeVersion, RemoveMemberError>> {
  return db.transaction(async (tx) => {
    const { householdId, memberId, leaveReason, leftOn, reason } = input;
    const file = await lockHousehold(tx, { householdId, actor, roles: householdKeeperRoles });
    if (!file) return err("not_found");
    if (isEndedHousehold(file.state)) return err("household_ended");
    if (file.version !== input.version) return err("conflict");
    const present = await tx
      .select()
      .from(householdMembers)
      .where(and(eq(householdMembers.householdId, householdId), isNull(householdMembers.leftOn)))
      .orderBy(asc(householdMembers.position));
    const leaving = present.find(({ id }) => id === memberId);
    if (!leaving) return err("not_found");
    if (leftOn < leaving.birthDate) return err("before_birth");
    const others = present.filter(({ id }) => id !== memberId);
    if (others.length === 0) return err("last_member");
    const head = leaving.relation === "head" ? others.find(({ id }) => id === input.newHeadId) : undefined;
    if (leaving.relation === "head" && !head) return err("new_head_required");
    const isYoungHead = head !== undefined && isGuardianNeeded({ ...head, relation: "head" }, dayInChina(at));
    if (isYoungHead && head.guardianSealed === null) return err("head_needs_guardian");
    const changes: FieldChange[] = [{ field: "left", memberId, from: "", to: `${leaveReason} ${leftOn}` }];
    if (head) changes.push({ field: "head", memberId: head.id, from: leaving.name, to: head.name });
    const write = async (version: number) => {
      const headName = head ? { headName: head.name } : {};
      await tx
        .update(households)
        .set({ ...headName, version, updatedAt: at })
        .where(eq(households.id, householdId));
      // A dead person's number stays taken: nobody is registered under it again.
      const freed = leaveReason === "died" ? {} : { idNumberIndex: null };
      await tx
        .update(householdMembers)
        .set({ leftOn, leaveReason, ...freed })
        .where(eq(householdMembers.id, memberId));
      await tx
        .update(leftBehindEntries)
        .set({ toOn: dayInChina(at) })
        .where(and(eq(leftBehindEntries.memberId, memberId), isNull(leftBehindEntries.toOn)));
      if (head) await relateToHead(tx, head, others);
    };
    return ok(await makeVersion(tx, { file, changes, reason, event: "remove_member", write }, actor, at));
  });
}

async function relateToHead(tx: Tx, head: Member, others: readonly Member[]): Promise<void> {
  const first = Math.min(...others.map(({ position }) => position)) - 1;
  for (const { id, relation } of others) {
    const changed =
      id === head.id
        ? { relation: "head" as const, position: first }
        : { relation: relationToNewHead(head.relation, relation) };
    await tx.update(householdMembers).set(changed).where(eq(householdMembers.id, id));
  }
}
