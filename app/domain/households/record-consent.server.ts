import { and, eq, isNull } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { consents, householdMembers } from "#db/schema/households.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { dayInChina } from "../clock.ts";
import { violatedConstraint } from "../constraint-violation.server.ts";
import { newId } from "../ids.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { adoptImportedHousehold } from "./adopt-imported-household.server.ts";
import { consentTextVersion, isSignerMinor, needsGuardian } from "./consent.ts";
import { findHousehold } from "./find-household.server.ts";
import type { ConsentPurpose } from "./household.ts";
import { householdKeeperRoles, isEndedHousehold } from "./household-policy.ts";

export type RecordConsentError =
  | "not_found"
  | "household_ended"
  | "already_given"
  | "signer_is_minor"
  | "guardian_required";

/** Records one consent given on paper (F11): who signed, for what, under which text, seen by whom. One standing consent per purpose. */
export async function recordConsent(
  db: Db,
  input: { householdId: string; purpose: ConsentPurpose; signedByName: string; isGuardian: boolean },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, RecordConsentError>> {
  try {
    return await db.transaction(async (tx) => {
      const { householdId, ...consent } = input;
      const household = await findHousehold(tx, { householdId, actor, roles: householdKeeperRoles });
      if (!household) return err("not_found");
      if (isEndedHousehold(household.state)) return err("household_ended");
      const members = await tx
        .select({ name: householdMembers.name, birthDate: householdMembers.birthDate })
        .from(householdMembers)
        .where(and(eq(householdMembers.householdId, householdId), isNull(householdMembers.leftOn)));
      const today = dayInChina(at);
      if (isSignerMinor(consent.signedByName, members, today)) return err("signer_is_minor");
      if (needsGuardian(members, today) && !consent.isGuardian) return err("guardian_required");
      await tx.insert(consents).values({
        ...consent,
        id: newId(),
        householdId,
        textVersion: consentTextVersion,
        method: "signature",
        recordedBy: actorUserId(actor),
        givenAt: at,
      });
      await recordTransition(tx, at, actor, {
        noun: "household",
        subjectId: householdId,
        from: household.state,
        event: `consent_${consent.purpose}`,
        to: household.state,
      });
      if (household.state === "imported") await adoptImportedHousehold(tx, householdId, actor, at);
      await recordEvents(tx, at, { kind: "household.changed", householdId });
      return ok();
    });
  } catch (error) {
    if (violatedConstraint(error) === "consents_standing") return err("already_given");
    throw error;
  }
}
