/** What an organization fills in to form a 10+1 group (S76). */
import { z } from "zod";
import { requiredLine, rowId } from "../form-fields.ts";

export const groupForm = z.object({ organizationId: rowId(), name: requiredLine({ min: 2, max: 30 }) });
