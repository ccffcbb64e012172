/** Inputs of a visit, the same for the page, the phone and what is typed from paper. */
import { z } from "zod";
import { addDays, daysBetween } from "../clock.ts";
import {
  calendarDay,
  checkbox,
  choice,
  isRealDay,
  optionalText,
  requiredLine,
  requiredText,
  rowId,
  wholeNumber,
} from "../form-fields.ts";
import {
  assurances,
  largestVisitPhotoCount,
  longestVisitAgeDays,
  sentPhotoLimits,
  visitDecisions,
  visitPartners,
  visitPlaces,
} from "./visit.ts";

const timeOfDay = /^([01]\d|2[0-3]):[0-5]\d$/;

function orNull<Schema extends z.ZodType>(schema: Schema, message: string) {
  return z.preprocess(
    (value) => (typeof value === "string" && value.trim() !== "" ? value : null),
    z.union([z.null(), schema], { error: message }),
  );
}

/** `today` is the business day `YYYY-MM-DD`. */
export function visitForm(today: string) {
  return z
    .object({
      /** Made by the phone or by the page that showed the form: the same form sent twice is one visit (D8). */
      id: rowId(),
      householdId: orNull(rowId(), "invalidChoice"),
      regionCode: z.string({ error: "required" }).regex(/^\d{12}$/, "invalidChoice"),
      visitedOn: calendarDay()
        .refine((day) => day <= today, { error: "dateInFuture", abort: true })
        .refine((day) => !isRealDay(day) || daysBetween(day, today) <= longestVisitAgeDays, "tooLongAgo"),
      visitedTime: z
        .string({ error: "required" })
        .transform((text) => text.normalize("NFKC").trim())
        .refine((text) => timeOfDay.test(text), "invalidTime"),
      place: choice(visitPlaces),
      metWith: choice(visitPartners),
      companions: optionalText({ max: 60 }),
      found: requiredText({ min: 2, max: 1000 }),
      hasCheckedAssurances: checkbox(),
      lackingAssurances: z.array(choice(assurances)).max(assurances.length, "invalidChoice").default([]),
      nextStep: optionalText({ max: 200 }),
      nextStepOn: orNull(calendarDay(), "invalidDate"),
      isFromPaper: checkbox(),
      correctsId: orNull(rowId(), "invalidChoice"),
      correctionReason: optionalText({ max: 200 }),
    })
    .superRefine((visit, context) => {
      const refuse = (field: string, message: string) => context.addIssue({ code: "custom", path: [field], message });
      if (visit.lackingAssurances.length > 0 && !visit.hasCheckedAssurances)
        refuse("hasCheckedAssurances", "tickChecked");
      if (visit.nextStep !== "" && visit.nextStepOn === null) refuse("nextStepOn", "required");
      if (visit.nextStep === "" && visit.nextStepOn !== null) refuse("nextStep", "required");
      if (visit.nextStepOn !== null && visit.nextStepOn < visit.visitedOn) refuse("nextStepOn", "dateInPast");
      if (visit.nextStepOn !== null && visit.nextStepOn > addDays(today, longestVisitAgeDays))
        refuse("nextStepOn", "tooFarAhead");
      if (visit.correctsId !== null && visit.correctionReason === "") refuse("correctionReason", "required");
    });
}
export type VisitInput = z.output<ReturnType<typeof visitForm>>;

/** What the phone adds: how many photos follow, the file it had seen, and whose visit it is. */
export const phoneVisitForm = z.object({
  photoCount: wholeNumber({ min: 0, max: largestVisitPhotoCount }),
  visitedBy: rowId(),
});

/** One piece of a photo. `offset` and `sizeBytes` in bytes; the sum is over the whole photo, as the phone made it. */
export const photoChunkForm = z.object({
  photoId: rowId(),
  visitId: rowId(),
  position: wholeNumber({ min: 0, max: largestVisitPhotoCount - 1 }),
  offset: wholeNumber({ min: 0, max: sentPhotoLimits.sizeBytes }),
  sizeBytes: wholeNumber({ min: 1, max: sentPhotoLimits.sizeBytes }),
  sha256: z.string({ error: "required" }).regex(/^[0-9a-f]{64}$/, "invalidChoice"),
});
export type PhotoChunkInput = z.output<typeof photoChunkForm>;

export const decideVisitForm = z.object({
  decision: choice(visitDecisions),
  reason: requiredLine({ min: 2, max: 200 }),
});
