/** What an organization says of itself when it registers; staff compare it with the public register before it may act (S48). */
import { z } from "zod";
import {
  calendarDay,
  choice,
  email,
  optionalText,
  personName,
  requiredLine,
  requiredText,
  tickedCheckbox,
} from "../form-fields.ts";
import { isRegionCode } from "../regions/region.ts";
import { creditCodeFitsKind, normalizeCreditCode, organizationKinds } from "./organization.ts";

/** Mobile or landline with area code; an office rarely has a mobile number. */
function officePhone() {
  return requiredLine({ max: 30 })
    .transform((text) => text.normalize("NFKC").replace(/[\s()]/g, ""))
    .refine((text) => /^(1[3-9]\d{9}|0\d{2,3}-?\d{7,8}(-\d{1,6})?|[48]00-?\d{3}-?\d{4})$/.test(text), "officePhone");
}

function creditCode() {
  return requiredLine({ max: 40 }).transform((text, context) => {
    const code = normalizeCreditCode(text);
    if (code !== null) return code;
    context.addIssue({ code: "custom", message: "creditCode" });
    return z.NEVER;
  });
}

export const registerOrganizationForm = z
  .object({
    kind: choice(organizationKinds),
    name: requiredLine({ min: 4, max: 60 }),
    creditCode: creditCode(),
    regionCode: z.string({ error: "required" }).refine((code) => isRegionCode(code) && code.length === 6, "required"),
    introduction: requiredText({ min: 10, max: 500 }),
    contactName: personName(),
    contactPhone: officePhone(),
    contactEmail: email(),
    qualificationNumber: optionalText({ max: 40 }),
    qualificationValidTo: z.union([z.literal("").transform(() => null), calendarDay()]).optional(),
    isAuthorized: tickedCheckbox(),
  })
  .superRefine((organization, context) => {
    if (!creditCodeFitsKind(organization.creditCode, organization.kind)) {
      context.addIssue({ code: "custom", path: ["creditCode"], message: "creditCodeKind" });
    }
    if (organization.qualificationNumber !== "" && organization.kind !== "charity") {
      context.addIssue({ code: "custom", path: ["qualificationNumber"], message: "qualificationKind" });
    }
    if (organization.qualificationNumber !== "" && !organization.qualificationValidTo) {
      context.addIssue({ code: "custom", path: ["qualificationValidTo"], message: "required" });
    }
  });
export type RegisterOrganizationInput = z.output<typeof registerOrganizationForm>;

/** Why an organization was refused or suspended: the organization reads it. */
export const organizationReasonForm = z.object({ reason: requiredText({ min: 4, max: 300 }) });
/** What was compared, for the file; may be empty. */
export const verifyOrganizationForm = z.object({ note: optionalText({ max: 300 }) });
