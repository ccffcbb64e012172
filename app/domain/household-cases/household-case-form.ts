/** Inputs of the steps of a file. Pictures come beside them; they are checked when they are read. */
import { z } from "zod";
import { calendarDay, choice, optionalMoney, personName, requiredText, tickedCheckbox } from "../form-fields.ts";
import { signatureMethods } from "../verification/signature-methods.ts";

export const reasonForm = z.object({ reason: requiredText({ min: 4, max: 500 }) });

export const approveForm = z.object({ hasComparedRegister: tickedCheckbox() });

export const signFileForm = z.object({ signerName: personName(), method: choice(signatureMethods) });
export type SignFileInput = z.output<typeof signFileForm>;

/** `today`: help goes on for at least a day after the exit (S18). */
export function inspectExitForm(today: string) {
  return z.object({
    findings: requiredText({ min: 10, max: 1000 }),
    incomePerPersonFen: optionalMoney(),
    helpUntil: calendarDay().refine((day) => day > today, "dayNotAfterToday"),
    /** 谁验收、谁签字、谁负责: the inspector writes the own name. */
    inspectorName: personName(),
  });
}
export type InspectExitInput = z.output<ReturnType<typeof inspectExitForm>>;

export const decideCorrectionForm = z.object({
  outcome: choice(["approved", "refused"]),
  reason: requiredText({ min: 4, max: 500 }),
});
export type DecideCorrectionInput = z.output<typeof decideCorrectionForm>;
