import { and, eq, ne, or, sql } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { professionals } from "#db/schema/helper-groups.server.ts";
import { organizations } from "#db/schema/organizations.server.ts";
import type { SignedInActor } from "../actor.ts";
import { recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import type { ClaimProfessionInput } from "./professional-form.ts";

/** A doctor or expert says what they are (S78, S80); until staff have seen the paper it counts for nothing, also after a change. */
export async function claimProfession(
  db: Db,
  input: ClaimProfessionInput,
  actor: SignedInActor,
  at: Date,
): Promise<Result<undefined, "unknown_hospital" | "conflict">> {
  return db.transaction(async (tx) => {
    const organizationId = input.profession === "doctor" ? input.organizationId : null;
    if (input.profession === "doctor") {
      const [hospital] = await tx
        .select({ id: organizations.id })
        .from(organizations)
        .where(
          and(
            sql`${organizations.id}::text = ${organizationId ?? ""}`,
            eq(organizations.kind, "hospital"),
            eq(organizations.state, "verified"),
          ),
        );
      if (!hospital) return err("unknown_hospital");
    }
    const { profession, title, field } = input;
    const facts = { profession, title, field, organizationId, state: "claimed" as const, claimedAt: at };
    const open = { decidedBy: null, decidedAt: null, decisionNote: null };
    const changed = or(
      ne(professionals.profession, profession),
      ne(professionals.title, title),
      ne(professionals.field, field),
      sql`${professionals.organizationId} is distinct from ${organizationId}::uuid`,
      ne(professionals.state, "verified"),
    );
    const [kept] = await tx
      .insert(professionals)
      .values({ userId: actor.userId, ...facts, ...open })
      .onConflictDoUpdate({ target: professionals.userId, set: { ...facts, ...open }, setWhere: changed })
      .returning({ userId: professionals.userId });
    if (!kept) return ok();
    const step = { noun: "professional" as const, subjectId: actor.userId, from: null, event: "claim", to: "claimed" };
    await recordTransition(tx, at, actor, step);
    return ok();
  });
}
