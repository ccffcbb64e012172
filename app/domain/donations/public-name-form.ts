import { z } from "zod";
import { checkbox, optionalText } from "../form-fields.ts";

const fields = { showsName: checkbox(), publicName: optionalText({ max: 20 }) };

function publicNameOf(input: { showsName: boolean; publicName: string }, context: z.RefinementCtx): string | null {
  if (input.showsName && input.publicName === "") {
    context.addIssue({ code: "custom", path: ["publicName"], message: "required" });
  }
  return input.showsName ? input.publicName : null;
}

/** One choice (Q4): not named, which is where everybody begins (U5), or named as typed. */
export const publicNameForm = z
  .object(fields)
  .transform((input, context) => ({ publicName: publicNameOf(input, context) }));

/** The account's default, for gifts to come; earlier ones follow only when that is ticked. */
export const defaultPublicNameForm = z
  .object({ ...fields, appliesToEarlier: checkbox() })
  .transform(({ appliesToEarlier, ...input }, context) => ({
    publicName: publicNameOf(input, context),
    appliesToEarlier,
  }));
