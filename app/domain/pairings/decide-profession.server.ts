import { and, eq } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { professionals } from "#db/schema/helper-groups.server.ts";
import { type SignedInActor, scopesOf } from "../actor.ts";
import { isId } from "../ids.ts";
import { recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { professionDeciderRoles } from "./pairing-policy.ts";

/** County staff have compared the paper (医师资格、职称) with what was claimed, or refuse it with a reason; nobody about themselves. */
export async function decideProfession(
  db: Db,
  input: { userId: string; event: "verify" | "refuse"; note: string },
  actor: SignedInActor,
  at: Date,
): Promise<Result<undefined, "not_found" | "not_allowed" | "conflict">> {
  if (!isId(input.userId) || scopesOf(actor, professionDeciderRoles).length === 0) return err("not_found");
  if (input.userId === actor.userId) return err("not_allowed");
  const to = input.event === "verify" ? "verified" : "refused";
  return db.transaction(async (tx) => {
    const [moved] = await tx
      .update(professionals)
      .set({ state: to, decidedBy: actor.userId, decidedAt: at, decisionNote: input.note })
      .where(and(eq(professionals.userId, input.userId), eq(professionals.state, "claimed")))
      .returning({ userId: professionals.userId });
    if (!moved) return err("conflict");
    const step = { noun: "professional" as const, subjectId: input.userId, from: "claimed", event: input.event, to };
    await recordTransition(tx, at, actor, { ...step, reason: input.note });
    return ok();
  });
}
