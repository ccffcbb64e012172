import { z } from "zod";
import { parseVerifyCode } from "./receipt.ts";

/** The code of a receipt, typed from paper. */
export const verifyForm = z.object({
  code: z.string({ error: "required" }).transform((typed, context) => {
    const code = parseVerifyCode(typed);
    if (code !== null) return code;
    context.addIssue({ code: "custom", message: "invalidCode" });
    return z.NEVER;
  }),
});
