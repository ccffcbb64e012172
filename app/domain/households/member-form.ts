import { z } from "zod";
import { calendarDay, choice, optionalText, personName, requiredLine, rowId, wholeNumber } from "../form-fields.ts";
import { isGuardianNeeded } from "./guardian.ts";
import { memberRelations } from "./household.ts";
import { memberForm } from "./household-form.ts";
import { type IdNumber, parseIdNumber } from "./id-number.ts";
import { joinReasons, leaveReasons } from "./membership.ts";

const version = wholeNumber({ min: 1, max: 1_000_000 });

/** Somebody comes to a household: who, since when, why (S3). A child brings a guardian, for nobody signs a consent here. */
export function addMemberForm(today: string) {
  return z
    .object({
      intent: z.literal("add"),
      version,
      member: memberForm(today),
      joinReason: choice(joinReasons),
      joinedOn: calendarDay().refine((day) => day <= today, "dateInFuture"),
      remark: optionalText({ max: 200 }),
    })
    .superRefine(({ member, joinedOn }, context) => {
      const refuse = (path: string[], message: string) => context.addIssue({ code: "custom", path, message });
      if (member.relation === "head") refuse(["member", "relation"], "oneHead");
      if (joinedOn < member.birthDate) refuse(["joinedOn"], "beforeBirth");
      if (member.guardian === null && isGuardianNeeded(member, today))
        refuse(["member", "guardianName"], "guardianNeeded");
    });
}
export type AddMemberInput = z.output<ReturnType<typeof addMemberForm>>;

/** Somebody leaves: who, when, why; and who is the head when it was the head. */
export function removeMemberForm(today: string) {
  return z.object({
    intent: z.literal("remove"),
    version,
    memberId: rowId(),
    leaveReason: choice(leaveReasons),
    leftOn: calendarDay().refine((day) => day <= today, "dateInFuture"),
    newHeadId: z.preprocess((value) => (value === "" ? undefined : value), rowId().optional()),
    reason: requiredLine({ min: 2, max: 200 }),
  });
}
export type RemoveMemberInput = z.output<ReturnType<typeof removeMemberForm>>;

/** What is left empty stays as it is. */
function unlessEmpty(value: unknown): unknown {
  return typeof value === "string" && value.trim() === "" ? undefined : value;
}

/** A name or a relation that was written down wrong, or an ID number that was missing; the reason stays in the version (S3). */
export function correctMemberForm(today: string) {
  return z.object({
    intent: z.literal("correct"),
    version,
    memberId: rowId(),
    name: z.preprocess(unlessEmpty, personName().optional()),
    relation: z.preprocess(unlessEmpty, choice(memberRelations).optional()),
    idNumber: z.preprocess(
      unlessEmpty,
      z
        .string()
        .max(60, "idNumber.format")
        .optional()
        .transform((text, context): IdNumber | null => {
          if (text === undefined) return null;
          const parsed = parseIdNumber(text, today);
          if (parsed.ok) return parsed.value;
          context.addIssue({ code: "custom", message: `idNumber.${parsed.code}` });
          return z.NEVER;
        }),
    ),
    reason: requiredLine({ min: 2, max: 200 }),
  });
}
export type CorrectMemberInput = z.output<ReturnType<typeof correctMemberForm>>;
