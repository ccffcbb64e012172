import { and, eq, inArray } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { organizations } from "#db/schema/organizations.server.ts";
import { regions } from "#db/schema/regions.server.ts";
import { type Actor, membershipOf } from "../actor.ts";
import { violatedConstraint } from "../constraint-violation.server.ts";
import { isId } from "../ids.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { statesBefore } from "../transitions.ts";
import { organizationTransitions } from "./organization.ts";
import type { RegisterOrganizationInput } from "./organization-form.ts";
import type { RegisterOrganizationError } from "./register-organization.server.ts";

/** Corrects a refused entry and asks for verification once more; the reason of the refusal stays in its history. */
export async function registerOrganizationAgain(
  db: Db,
  input: RegisterOrganizationInput & { organizationId: string },
  actor: Actor,
  at: Date,
): Promise<Result<{ organizationId: string }, RegisterOrganizationError | "not_found" | "conflict">> {
  const { isAuthorized: _, organizationId, qualificationNumber, qualificationValidTo, ...facts } = input;
  if (!isId(organizationId) || membershipOf(actor, organizationId) === undefined) return err("not_found");
  try {
    return await db.transaction(async (tx) => {
      const [region] = await tx
        .select({ code: regions.code })
        .from(regions)
        .where(and(eq(regions.code, input.regionCode), eq(regions.level, "county")));
      if (!region) return err("unknown_region");
      const [moved] = await tx
        .update(organizations)
        .set({
          ...facts,
          qualificationNumber: qualificationNumber === "" ? null : qualificationNumber,
          qualificationValidTo: qualificationNumber === "" ? null : (qualificationValidTo ?? null),
          state: "registered",
          reviewNote: null,
          reviewedBy: null,
          reviewedAt: null,
        })
        .where(
          and(
            eq(organizations.id, organizationId),
            inArray(organizations.state, statesBefore(organizationTransitions, "register_again")),
          ),
        )
        .returning({ id: organizations.id });
      if (!moved) return err("conflict");
      await recordTransition(tx, at, actor, {
        noun: "organization",
        subjectId: organizationId,
        from: "rejected",
        event: "register_again",
        to: "registered",
      });
      await recordEvents(tx, at, { kind: "organization.changed", organizationId });
      return ok({ organizationId });
    });
  } catch (error) {
    if (violatedConstraint(error) === "organizations_creditCode_unique") return err("credit_code_taken");
    throw error;
  }
}
