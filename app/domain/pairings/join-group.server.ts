import { eq } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { helperGroupMembers, helperGroups } from "#db/schema/helper-groups.server.ts";
import { volunteers } from "#db/schema/volunteers.server.ts";
import type { SignedInActor } from "../actor.ts";
import { violatedConstraint } from "../constraint-violation.server.ts";
import { newId } from "../ids.ts";
import { err, ok, type Result } from "../result.ts";

/** A volunteer of the real-name register joins a group, for themselves (S76, L15, L33). */
export async function joinGroup(
  db: Db,
  { code }: { code: string },
  actor: SignedInActor,
  at: Date,
): Promise<Result<undefined, "not_found" | "not_registered" | "already_member">> {
  try {
    return await db.transaction(async (tx) => {
      const [group] = await tx.select().from(helperGroups).where(eq(helperGroups.publicCode, code));
      if (!group) return err("not_found");
      const [entry] = await tx
        .select({ userId: volunteers.userId })
        .from(volunteers)
        .where(eq(volunteers.userId, actor.userId));
      if (!entry) return err("not_registered");
      const member = { id: newId(), groupId: group.id, userId: actor.userId, joinedAt: at };
      await tx.insert(helperGroupMembers).values(member);
      return ok();
    });
  } catch (error) {
    if (violatedConstraint(error) === "helper_group_members_standing") return err("already_member");
    throw error;
  }
}
