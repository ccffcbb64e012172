/** Inputs of what is watched over the years (S12, S15, S19). */
import { z } from "zod";
import { checkbox, choice, optionalMoney, optionalText, requiredText, rowId, wholeNumber } from "../form-fields.ts";
import {
  leftBehindKinds,
  lookBackFindings,
  minimumAllowances,
  warningGrades,
  type warningKinds,
} from "./household-monitoring.ts";

/** A ticked box says that it is met. `revision`: what the page showed, so that two officers do not overwrite each other (C6). */
export const checklistForm = z
  .object({
    food: checkbox(),
    clothing: checkbox(),
    education: checkbox(),
    medical: checkbox(),
    housing: checkbox(),
    water: checkbox(),
    allowance: choice(minimumAllowances),
    allowanceFen: optionalMoney({ minFen: 1n }),
    note: optionalText({ max: 500 }),
    revision: wholeNumber({ min: 0, max: 100_000 }),
  })
  .superRefine(({ allowance, allowanceFen }, context) => {
    const isPaid = allowance === "receiving" || allowance === "full_support";
    if (isPaid && allowanceFen === null) {
      context.addIssue({ code: "custom", path: ["allowanceFen"], message: "money.empty" });
    }
    if (!isPaid && allowanceFen !== null) {
      context.addIssue({ code: "custom", path: ["allowanceFen"], message: "allowanceNotPaid" });
    }
  });
export type ChecklistInput = z.output<typeof checklistForm>;

/** Raised by a person; those of the job have kinds of their own. */
export const raisedKinds = [
  "income_drop",
  "illness",
  "disaster",
  "other",
] as const satisfies readonly (typeof warningKinds)[number][];

export const raiseWarningForm = z.object({
  kind: choice(raisedKinds),
  grade: choice(warningGrades),
  note: requiredText({ min: 4, max: 500 }),
});

export const closeWarningForm = z.object({ warningId: rowId(), reason: requiredText({ min: 4, max: 500 }) });

export const lookBackForm = z.object({
  lookBackId: rowId(),
  finding: choice(lookBackFindings),
  note: requiredText({ min: 4, max: 500 }),
});

export const leftBehindForm = z.object({
  memberId: rowId(),
  kind: choice(leftBehindKinds),
  visitEveryDays: wholeNumber({ min: 1, max: 366 }),
});

export const endLeftBehindForm = z.object({ entryId: rowId(), reason: requiredText({ min: 2, max: 200 }) });
