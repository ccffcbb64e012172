import { z } from "zod";
import { requiredLine, rowId } from "../form-fields.ts";

/** Why the books and the provider differ, in the accountant's words. */
export const resolveFindingForm = z.object({ findingId: rowId(), note: requiredLine({ max: 300 }) });
