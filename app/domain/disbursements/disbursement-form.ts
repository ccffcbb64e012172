import { z } from "zod";
import { choice, money, optionalText, requiredLine } from "../form-fields.ts";
import { costKinds } from "./disbursement.ts";
import { payeeKinds } from "./payee-kinds.ts";

export const disbursementForm = z.object({
  payeeKind: choice(payeeKinds),
  payeeName: requiredLine({ max: 60 }),
  purpose: requiredLine({ max: 80 }),
  amount: money({ minFen: 1n }),
  costKind: choice(costKinds),
  invoiceNumber: optionalText({ max: 40 }),
});

export type DisbursementInput = z.output<typeof disbursementForm>;

export const reasonForm = z.object({ reason: requiredLine({ min: 4, max: 200 }) });
export const confirmByCodeForm = z.object({ code: requiredLine({ max: 20 }) });
export const paymentStepForm = z.object({ intent: choice(["approve", "pay_out"]) });
