import type { Db } from "#db/client.server.ts";
import { consents } from "#db/schema/consents.server.ts";
import { householdMembers, households } from "#db/schema/households.server.ts";
import { responsiblePersons } from "#db/schema/responsible-persons.server.ts";
import type { Sealer } from "#db/sealer.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { violatedConstraint } from "../constraint-violation.server.ts";
import { newId, newPublicCode } from "../ids.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { consentTextVersion } from "./consent.ts";
import type { ConsentPurpose } from "./household.ts";
import type { RegisterHouseholdInput } from "./household-form.ts";
import { canRegisterHousehold } from "./household-policy.ts";
import { recordVersion } from "./lock-household.server.ts";
import { refusalOf } from "./register-refusal.server.ts";
import { sealBankAccount, sealDiagnosis, sealGuardian, sealIdNumber, sealPhone } from "./seal-household.server.ts";

export type RegisterHouseholdError =
  | "not_allowed"
  | "unknown_village"
  | "register_number_taken"
  | "person_on_file"
  | "account_on_file"
  | "not_responsible_candidate";

/**
 * Opens the one file of a household (S3): members, causes and labour (S10), the consents as signed (S5, F11), and exactly one responsible
 * person (S23), all in one transaction. What is private is sealed; a person or an account on any other file is refused by the blind
 * index, without saying where. The input comes from `registerHouseholdForm`, which demands the consent to register.
 */
export async function registerHousehold(
  { db, sealer }: { db: Db; sealer: Sealer },
  input: RegisterHouseholdInput,
  actor: Actor,
  at: Date,
): Promise<Result<{ householdId: string; publicCode: string }, RegisterHouseholdError>> {
  if (!canRegisterHousehold(actor, input.regionCode)) return err("not_allowed");
  const household = { householdId: newId(), publicCode: newPublicCode() };
  const members = memberRows(sealer, household.householdId, input);
  try {
    return await db.transaction(async (tx) => {
      const refusal = await refusalOf({ tx, sealer }, input, members, at);
      if (refusal) return err(refusal);
      await tx.insert(households).values(householdRow(sealer, household, input, actor, at));
      await tx.insert(householdMembers).values(members);
      await tx.insert(consents).values(consentRows(household.householdId, input, actor, at));
      await tx.insert(responsiblePersons).values({
        id: newId(),
        householdId: household.householdId,
        userId: input.responsibleUserId,
        assignedBy: actorUserId(actor),
        fromAt: at,
      });
      const first = { householdId: household.householdId, version: 1, changes: [], reason: "apply" };
      await recordVersion(tx, first, actor, at);
      await recordTransition(tx, at, actor, {
        noun: "household",
        subjectId: household.householdId,
        from: null,
        event: "apply",
        to: "applied",
      });
      await recordEvents(tx, at, { kind: "household.changed", householdId: household.householdId });
      return ok(household);
    });
  } catch (error) {
    // Two officers at the same moment: the unique index decides, and says the same as the check above.
    const constraint = violatedConstraint(error);
    if (constraint === "households_registerNumber_unique") return err("register_number_taken");
    if (constraint === "household_members_idNumberIndex_unique") return err("person_on_file");
    if (constraint === "households_bankAccountIndex_unique") return err("account_on_file");
    throw error;
  }
}

type MemberRow = typeof householdMembers.$inferInsert;

function memberRows(sealer: Sealer, householdId: string, input: RegisterHouseholdInput): MemberRow[] {
  return input.members.map(({ idNumber, diagnosis, guardian, ...member }, index) => {
    const id = newId();
    return {
      ...member,
      id,
      householdId,
      position: index,
      ...(idNumber !== null && sealIdNumber(sealer, id, idNumber)),
      ...(diagnosis !== "" && sealDiagnosis(sealer, id, diagnosis)),
      ...(guardian !== null && sealGuardian(sealer, id, guardian)),
    };
  });
}

function householdRow(
  sealer: Sealer,
  { householdId, publicCode }: { householdId: string; publicCode: string },
  input: RegisterHouseholdInput,
  actor: Actor,
  at: Date,
): typeof households.$inferInsert {
  return {
    id: householdId,
    publicCode,
    registerNumber: input.registerNumber,
    regionCode: input.regionCode,
    headName: input.members[0]?.name ?? "",
    ...(input.phone !== null && sealPhone(sealer, householdId, input.phone)),
    ...(input.bankAccount !== undefined && sealBankAccount(sealer, householdId, input.bankAccount, input.bankName)),
    groupName: input.groupName === "" ? null : input.groupName,
    state: "applied",
    programme: input.programme,
    programmeFrom: input.programmeFrom,
    causes: input.causes,
    circumstances: input.circumstances,
    strengths: input.strengths,
    createdBy: actorUserId(actor),
    createdAt: at,
    updatedAt: at,
  };
}

function consentRows(householdId: string, input: RegisterHouseholdInput, actor: Actor, at: Date) {
  const purposes: ConsentPurpose[] = ["register"];
  if (input.hasPublishConsent) purposes.push("publish_masked");
  if (input.hasPhotoConsent) purposes.push("publish_photo");
  return purposes.map((purpose) => ({
    id: newId(),
    householdId,
    purpose,
    textVersion: consentTextVersion,
    signedByName: input.signedByName,
    isGuardian: input.isGuardian,
    fields: purpose === "publish_masked" ? (["village", ...input.publishFields] as const).slice() : [],
    method: "signature" as const,
    recordedBy: actorUserId(actor),
    givenAt: at,
  }));
}
