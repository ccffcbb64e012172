/** Inputs of the verification steps. Pictures come beside them; they are checked when they are read. */
import { z } from "zod";
import {
  calendarDay,
  choice,
  optionalText,
  personName,
  requiredLine,
  requiredText,
  tickedCheckbox,
  wholeNumber,
} from "../form-fields.ts";
import { objectionOutcomes } from "../notices/notice.ts";
import { signatureMethods } from "./signature-methods.ts";

/** The record of a 民主评议 (S6). `today` is the business day: a meeting that has not been held proves nothing. */
export function reviewMeetingForm(today: string) {
  return z
    .object({
      heldOn: calendarDay().refine((day) => day <= today, "dayInFuture"),
      place: requiredLine({ min: 2, max: 60 }),
      attendees: requiredText({ min: 2, max: 500 }),
      attendeeCount: wholeNumber({ min: 1, max: 10_000 }),
      votesFor: wholeNumber({ min: 0, max: 10_000 }),
      votesAgainst: wholeNumber({ min: 0, max: 10_000 }),
      votesAbstained: wholeNumber({ min: 0, max: 10_000 }),
      minutes: requiredText({ min: 10, max: 5000 }),
    })
    .superRefine((meeting, context) => {
      if (meeting.votesFor + meeting.votesAgainst + meeting.votesAbstained > meeting.attendeeCount) {
        context.addIssue({ code: "custom", path: ["attendeeCount"], message: "moreVotesThanPeople" });
      }
    });
}
export type ReviewMeetingInput = z.output<ReturnType<typeof reviewMeetingForm>>;

/** What the town confirms it has compared before it checks a need, and its reasons for what the gate found (D7). */
export const checkNeedForm = z.object({
  hasComparedEvidence: tickedCheckbox(),
  hasComparedRegister: tickedCheckbox(),
  version: wholeNumber({ min: 1, max: 1_000_000 }),
  reasons: z
    .array(
      z.object({
        key: z.string({ error: "required" }).max(400, "invalidChoice"),
        reason: requiredText({ min: 4, max: 300 }),
      }),
    )
    .max(200)
    .default([]),
});

/** Sending back and refusing say why (U23). */
export const reasonForm = z.object({ reason: requiredText({ min: 4, max: 500 }) });

export const openNoticeForm = z.object({
  objectionPhone: requiredLine({ min: 7, max: 30 }).refine(
    (text) => /^[0-9０-９（）()+\- 转]+$/u.test(text.normalize("NFKC")),
    "invalidObjectionPhone",
  ),
});

export const signatureForm = z.object({ signerName: personName(), method: choice(signatureMethods) });
export type SignatureInput = z.output<typeof signatureForm>;

/** The coarser form of what is published (D4): causes joined by commas, `none` for no cause; absent where nothing has to change. */
const chosenPublicCauses = z
  .string()
  .max(300, "invalidChoice")
  .optional()
  .transform((text) => {
    if (text === undefined || text === "") return null;
    return text === "none" ? [] : text.split(",");
  });

/** Empty: no charity receives money for this need, pledges only. */
export const publishNeedForm = z.object({
  filingId: optionalText({ max: 36 }),
  publicCauses: chosenPublicCauses,
  hasComparedRegister: tickedCheckbox(),
});

export const resumeNeedForm = z.object({
  reason: requiredText({ min: 4, max: 500 }),
  publicCauses: chosenPublicCauses,
  hasComparedRegister: tickedCheckbox(),
});

export const answerObjectionForm = z.object({
  outcome: choice(objectionOutcomes),
  answer: requiredText({ min: 10, max: 1000 }),
});
export type AnswerObjectionInput = z.output<typeof answerObjectionForm>;

/** A supervisor's objection before a need is public (S9); only staff read it. */
export const supervisorObjectionForm = z.object({ content: requiredText({ min: 10, max: 1000 }) });
export const answerSupervisorForm = z.object({
  objectionId: z.string(),
  outcome: choice(objectionOutcomes),
  answer: requiredText({ min: 10, max: 1000 }),
});
