/** Inputs of the household file. Each fact is typed once (S33): the head is the first member, birthday and sex come from the ID number. */
import { z } from "zod";
import {
  calendarDay,
  checkbox,
  choice,
  mobilePhone,
  optionalText,
  personName,
  requiredLine,
  rowId,
  tickedCheckbox,
  wholeNumber,
} from "../form-fields.ts";
import { parseBankAccount } from "./bank-account.ts";
import { consentFields, isSignerMinor, needsGuardian, optionalConsentFields } from "./consent.ts";
import { type Guardian, guardianRelations, guardianWhoSigned, isGuardianNeeded } from "./guardian.ts";
import { consentPurposes, householdProgrammes, labourAbilities, memberRelations, povertyCauses } from "./household.ts";
import { impossibleAges } from "./household-ages.ts";
import { parseIdNumber } from "./id-number.ts";

export const largestHousehold = 20;

/** Sealed fields of a member (F5): an illness in words, and who stands for a child where it is nobody of the household who signs. */
const privateMemberFields = {
  diagnosis: optionalText({ max: 100 }),
  guardianName: z.preprocess(
    (value) => (typeof value === "string" && value.trim() !== "" ? value : undefined),
    personName().optional(),
  ),
  guardianRelation: z.enum(guardianRelations, { error: "invalidChoice" }).optional(),
  guardianPhone: optionalPhone(),
};

type TypedGuardian = {
  guardianName?: string | undefined;
  guardianRelation?: Guardian["relation"] | undefined;
  guardianPhone: string | null;
};

/** Null: none was typed. Half a guardian is refused. */
function typedGuardian(
  member: TypedGuardian,
  refuse: (field: keyof TypedGuardian, code: string) => void,
): Guardian | null {
  const { guardianName: name, guardianRelation: relation, guardianPhone: phone } = member;
  if (name === undefined) {
    if (relation !== undefined || phone !== null) refuse("guardianName", "required");
    return null;
  }
  if (relation === undefined) refuse("guardianRelation", "invalidChoice");
  return relation === undefined ? null : { name, relation, phone };
}

/** The account and the bank, both or neither. */
const accountFields = {
  bankAccount: z.preprocess(
    (value) => (typeof value === "string" && value.trim() !== "" ? value : undefined),
    z
      .string()
      .max(60, "bankAccount.format")
      .transform((text, context) => {
        const parsed = parseBankAccount(text);
        if (parsed.ok) return parsed.value;
        context.addIssue({ code: "custom", message: `bankAccount.${parsed.code}` });
        return z.NEVER;
      })
      .optional(),
  ),
  bankName: optionalText({ max: 40 }),
};

const rawMember = z.object({
  name: personName(),
  relation: choice(memberRelations),
  idNumber: z.string().max(60, "idNumber.format").optional(),
  birthDate: z.string().max(40, "invalidDate").optional(),
  gender: z.enum(["female", "male"], { error: "invalidChoice" }).optional(),
  labourAbility: choice(labourAbilities),
  isStudent: checkbox(),
  isDisabled: checkbox(),
  hasChronicIllness: checkbox(),
  ...privateMemberFields,
});

/** One person: by ID number, or, where there is none yet (a newborn), by birthday and sex. */
export function memberForm(today: string) {
  return rawMember.transform((member, context) => {
    const { idNumber, birthDate, gender, guardianName, guardianRelation, guardianPhone, ...facts } = member;
    const guardian = typedGuardian({ guardianName, guardianRelation, guardianPhone }, (field, message) =>
      context.addIssue({ code: "custom", path: [field], message }),
    );
    const rest = { ...facts, guardian };
    if (idNumber !== undefined && idNumber.trim() !== "") {
      const parsed = parseIdNumber(idNumber, today);
      if (parsed.ok) {
        return {
          ...rest,
          idNumber: parsed.value.number,
          birthDate: parsed.value.birthDate,
          gender: parsed.value.gender,
        };
      }
      context.addIssue({ code: "custom", path: ["idNumber"], message: `idNumber.${parsed.code}` });
      return z.NEVER;
    }
    const day = calendarDay().safeParse(birthDate ?? "");
    if (!day.success) {
      const message = day.error.issues[0]?.message ?? "invalidDate";
      context.addIssue({
        code: "custom",
        path: ["birthDate"],
        message: message === "required" ? "birthOrId" : message,
      });
    } else if (day.data > today) {
      context.addIssue({ code: "custom", path: ["birthDate"], message: "dateInFuture" });
    }
    if (gender === undefined) context.addIssue({ code: "custom", path: ["gender"], message: "invalidChoice" });
    if (!day.success || day.data > today || gender === undefined) return z.NEVER;
    return { ...rest, idNumber: null, birthDate: day.data, gender };
  });
}

function optionalPhone() {
  return z.preprocess(
    (value) => (typeof value === "string" && value.trim() !== "" ? value : null),
    z.union([z.null(), mobilePhone()], { error: "invalidPhone" }),
  );
}

/** The page 新建一户一档. `today` is the business day `YYYY-MM-DD`. */
export function registerHouseholdForm(today: string) {
  return z
    .object({
      // In the order of the page: the error summary follows it.
      regionCode: z.string({ error: "required" }).regex(/^\d{12}$/, "invalidChoice"),
      members: z.array(memberForm(today)).min(1, "memberRequired").max(largestHousehold, "tooManyMembers"),
      causes: z.array(choice(povertyCauses)).min(1, "chooseOne").max(povertyCauses.length, "invalidChoice"),
      strengths: optionalText({ max: 300 }),
      circumstances: optionalText({ max: 1000 }),
      registerNumber: requiredLine({ max: 30 }).refine((text) => /^[0-9A-Za-z-]+$/.test(text), "registerNumberFormat"),
      groupName: optionalText({ max: 20 }),
      phone: optionalPhone(),
      ...accountFields,
      programme: choice(householdProgrammes),
      programmeFrom: calendarDay().refine((day) => day <= today, "dateInFuture"),
      responsibleUserId: rowId(),
      hasRegisterConsent: tickedCheckbox(),
      /** The tick lets the village be named; what else may be shown is ticked apart (F11). */
      hasPublishConsent: checkbox(),
      publishFields: z.array(choice(optionalConsentFields)).default([]),
      hasPhotoConsent: checkbox(),
      /** Empty: the head signs. The name is on the form already (S33). */
      signedByName: z.preprocess(
        (value) => (typeof value === "string" && value.trim() !== "" ? value : undefined),
        personName().optional(),
      ),
      isGuardian: checkbox(),
    })
    .transform((household) => {
      const signedByName = household.signedByName ?? household.members[0]?.name ?? "";
      const signature = { signedByName, isGuardian: household.isGuardian, phone: household.phone };
      const members = household.members.map((member) => ({
        ...member,
        guardian:
          member.guardian ??
          (isGuardianNeeded(member, today) ? guardianWhoSigned(member, signature, household.members) : null),
      }));
      return { ...household, members, signedByName };
    })
    .superRefine((household, context) => {
      const refuse = (path: (string | number)[], message: string) =>
        context.addIssue({ code: "custom", path, message });
      const seen = new Set<string>();
      household.members.forEach((member, index) => {
        if (member.idNumber !== null) {
          if (seen.has(member.idNumber)) refuse(["members", index, "idNumber"], "idNumber.twice");
          seen.add(member.idNumber);
        }
        if ((member.relation === "head") !== (index === 0)) refuse(["members", index, "relation"], "oneHead");
      });
      for (const { index, problem } of impossibleAges(household.members, today)) {
        refuse(["members", index, "birthDate"], problem);
      }
      const isMinorSigning = isSignerMinor(household.signedByName, household.members, today);
      if (isMinorSigning) refuse(["signedByName"], "signerIsMinor");
      const isUntold = needsGuardian(household.members, today) && !household.isGuardian;
      if (isUntold) refuse(["isGuardian"], "guardianRequired");
      const isUnsigned = isMinorSigning || isUntold;
      household.members.forEach((member, index) => {
        if (!isUnsigned && member.guardian === null && isGuardianNeeded(member, today)) {
          refuse(["members", index, "guardianName"], "guardianNeeded");
        }
      });
      if ((household.bankAccount === undefined) !== (household.bankName === "")) {
        refuse([household.bankName === "" ? "bankName" : "bankAccount"], "required");
      }
    });
}
export type RegisterHouseholdInput = z.output<ReturnType<typeof registerHouseholdForm>>;

/** A consent given later, on the page of the file. */
export const recordConsentForm = z
  .object({
    purpose: choice(consentPurposes),
    fields: z.array(choice(consentFields)).default([]),
    signedByName: personName(),
    isGuardian: checkbox(),
  })
  .superRefine(({ purpose, fields }, context) => {
    if (purpose !== "publish_masked" || fields.includes("village")) return;
    context.addIssue({ code: "custom", path: ["fields"], message: "villageFieldRequired" });
  });

/** Single fields taken back; the rest of the consent to publish stands on. */
export const withdrawConsentFieldsForm = z.object({
  fields: z.array(choice(consentFields)).min(1, "chooseOne"),
  reason: requiredLine({ min: 2, max: 200 }),
});

export const withdrawConsentForm = z.object({
  purpose: choice(consentPurposes),
  reason: requiredLine({ min: 2, max: 200 }),
});

export const withdrawHouseholdForm = z.object({ reason: requiredLine({ min: 2, max: 200 }) });

export const assignResponsibleForm = z.object({
  responsibleUserId: rowId(),
  handOverNote: requiredLine({ min: 2, max: 200 }),
});

const changedMember = z
  .object({
    id: rowId(),
    labourAbility: choice(labourAbilities),
    isStudent: checkbox(),
    isDisabled: checkbox(),
    hasChronicIllness: checkbox(),
    /** Empty: as it was. So with the guardian. */
    ...privateMemberFields,
  })
  .transform(({ guardianName, guardianRelation, guardianPhone, ...member }, context) => ({
    ...member,
    guardian: typedGuardian({ guardianName, guardianRelation, guardianPhone }, (field, message) =>
      context.addIssue({ code: "custom", path: [field], message }),
    ),
  }));

/** What of a file may change over time, with the reason; who lives there and their numbers do not (S10). `version` as in `editNeedForm`. */
export const changeHouseholdForm = z
  .object({
    version: wholeNumber({ min: 1, max: 1_000_000 }),
    causes: z.array(choice(povertyCauses)).min(1, "chooseOne").max(povertyCauses.length, "invalidChoice"),
    members: z.array(changedMember).min(1, "memberRequired").max(largestHousehold, "tooManyMembers"),
    strengths: optionalText({ max: 300 }),
    circumstances: optionalText({ max: 1000 }),
    groupName: optionalText({ max: 20 }),
    /** Empty: as it was. */
    phone: optionalPhone(),
    ...accountFields,
    reason: requiredLine({ min: 2, max: 200 }),
  })
  .superRefine(({ bankAccount, bankName }, context) => {
    if ((bankAccount === undefined) === (bankName === "")) return;
    context.addIssue({ code: "custom", path: [bankName === "" ? "bankName" : "bankAccount"], message: "required" });
  });
export type ChangeHouseholdInput = z.output<typeof changeHouseholdForm>;
