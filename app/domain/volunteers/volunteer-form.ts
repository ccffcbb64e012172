import { z } from "zod";
import {
  calendarDay,
  checkbox,
  choice,
  mobilePhone,
  optionalText,
  personName,
  requiredLine,
  requiredText,
  tickedCheckbox,
  wholeNumber,
} from "../form-fields.ts";
import { volunteerServiceTypes } from "./volunteer.ts";

const clockTime = z
  .string({ error: "required" })
  .transform((text) => text.normalize("NFKC").trim())
  .refine((text) => text !== "", { error: "required", abort: true })
  .refine((text) => /^([01]\d|2[0-3]):[0-5]\d$/.test(text), "invalidTime");

/** 志愿者实名登记 (S75, L15). */
export const volunteerForm = z.object({
  realName: personName(),
  phone: mobilePhone(),
  regionCode: z.string({ error: "required" }).regex(/^\d{2,12}$/, "invalidChoice"),
  skills: z.array(choice(volunteerServiceTypes)).min(1, "required"),
  availability: optionalText({ max: 100 }),
});
export type VolunteerInput = z.output<typeof volunteerForm>;

export const volunteerProjectForm = z.object({
  title: requiredLine({ min: 4, max: 40 }),
  description: requiredText({ min: 10, max: 2000 }),
  serviceType: choice(volunteerServiceTypes),
  regionCode: z.string({ error: "required" }).regex(/^\d{9,12}$/, "invalidChoice"),
  place: requiredLine({ max: 60 }),
  riskNotice: requiredText({ min: 10, max: 500 }),
  visitsHomes: checkbox(),
});
/** The form of the page: the project and the organization that posts it. */
export const postProjectForm = volunteerProjectForm.extend({ organizationId: z.uuid({ error: "invalidChoice" }) });
export type VolunteerProjectInput = z.output<typeof volunteerProjectForm>;

/** A shift is given in Beijing time: a day, two clock times, and seats. */
export const volunteerShiftForm = z
  .object({
    day: calendarDay(),
    startsAt: clockTime,
    endsAt: clockTime,
    seats: wholeNumber({ min: 1, max: 500 }),
  })
  .transform((input, context) => {
    const startsAt = new Date(`${input.day}T${input.startsAt}:00+08:00`);
    const endsAt = new Date(`${input.day}T${input.endsAt}:00+08:00`);
    if (endsAt <= startsAt) context.addIssue({ code: "custom", path: ["endsAt"], message: "ends_before_start" });
    return { startsAt, endsAt, seats: input.seats };
  });
export type VolunteerShiftInput = z.output<typeof volunteerShiftForm>;

export const signUpForm = z.object({ shiftId: z.string(), acceptsRisk: tickedCheckbox(), mayWait: checkbox() });

export const confirmHoursForm = z.object({ signupId: z.string(), minutes: wholeNumber({ min: 0, max: 1440 }) });

/** What a volunteer does with a sign-up of theirs. */
export const ownSignupForm = z.object({ signupId: z.string(), intent: z.enum(["cancel", "take"]).default("cancel") });
