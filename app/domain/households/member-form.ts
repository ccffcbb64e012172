import { z } from "zod";
import { calendarDay, choice, optionalText, requiredLine, rowId, wholeNumber } from "../form-fields.ts";
import { isGuardianNeeded } from "./guardian.ts";
import { memberForm } from "./household-form.ts";
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
