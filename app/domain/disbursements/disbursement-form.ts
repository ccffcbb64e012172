import { z } from "zod";
import { choice, money, optionalText, requiredLine } from "../form-fields.ts";
import { payeeKinds } from "./payee-kinds.ts";

export const disbursementForm = z.object({
  payeeKind: choice(payeeKinds),
  payeeName: requiredLine({ max: 60 }),
  purpose: requiredLine({ max: 80 }),
  amount: money({ minFen: 1n }),
  invoiceNumber: optionalText({ max: 40 }),
});

export type DisbursementInput = z.output<typeof disbursementForm>;
