import { and, eq } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { organizationMembers, organizations } from "#db/schema/organizations.server.ts";
import { regions } from "#db/schema/regions.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { violatedConstraint } from "../constraint-violation.server.ts";
import { newId } from "../ids.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import type { RegisterOrganizationInput } from "./organization-form.ts";

export type RegisterOrganizationError = "not_allowed" | "credit_code_taken" | "unknown_region";

/**
 * Enters an organization; whoever does it becomes its first member. It may not act before staff of its county have verified it (S48).
 * `credit_code_taken`: one legal person, one entry.
 */
export async function registerOrganization(
  db: Db,
  input: RegisterOrganizationInput,
  actor: Actor,
  at: Date,
): Promise<Result<{ organizationId: string }, RegisterOrganizationError>> {
  const userId = actorUserId(actor);
  if (userId === null) return err("not_allowed");
  const { isAuthorized: _, qualificationNumber, qualificationValidTo, ...facts } = input;
  try {
    return await db.transaction(async (tx) => {
      const [region] = await tx
        .select({ code: regions.code })
        .from(regions)
        .where(and(eq(regions.code, input.regionCode), eq(regions.level, "county")));
      if (!region) return err("unknown_region");
      const id = newId();
      await tx.insert(organizations).values({
        id,
        ...facts,
        qualificationNumber: qualificationNumber === "" ? null : qualificationNumber,
        qualificationValidTo: qualificationNumber === "" ? null : (qualificationValidTo ?? null),
        state: "registered",
        createdAt: at,
      });
      await tx.insert(organizationMembers).values({ organizationId: id, userId, isOwner: true, joinedAt: at });
      await recordTransition(tx, at, actor, {
        noun: "organization",
        subjectId: id,
        from: null,
        event: "register",
        to: "registered",
      });
      await recordEvents(tx, at, { kind: "organization.changed", organizationId: id });
      return ok({ organizationId: id });
    });
  } catch (error) {
    if (violatedConstraint(error) === "organizations_creditCode_unique") return err("credit_code_taken");
    throw error;
  }
}
