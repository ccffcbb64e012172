import { z } from "zod";
import { money, requiredLine, rowId } from "../form-fields.ts";

export const proposeAllocationForm = z.object({
  needId: rowId(),
  amount: money({ minFen: 1n }),
  reason: requiredLine({ max: 120 }),
});
export type ProposeAllocationInput = z.output<typeof proposeAllocationForm>;

export const approveAllocationForm = z.object({ allocationId: rowId() });
export const rejectAllocationForm = z.object({ allocationId: rowId(), rejectReason: requiredLine({ max: 120 }) });
