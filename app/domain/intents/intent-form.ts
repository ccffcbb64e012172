/** The form of an intent: one page, mostly taps; all that is asked decides who is proposed, or is read by staff (conditions). */
import { z } from "zod";
import { addDays } from "../clock.ts";
import { calendarDay, checkbox, choice, optionalMoney, optionalText, requiredText } from "../form-fields.ts";
import { needCategories } from "../needs/need.ts";
import { findForbidden } from "../needs/public-text-gate.ts";
import { isRegionCode } from "../regions/region.ts";
import {
  helperKinds,
  householdKinds,
  intentWhats,
  isCountedInFen,
  isPerson,
  longestIntentDays,
  mayOffer,
  mostNeeds,
} from "./intent.ts";

/** Ticked boxes: none, one or several. */
function some<const Values extends readonly [string, ...string[]]>(values: Values) {
  return z
    .union([z.array(z.enum(values, { error: "invalidChoice" })), z.enum(values, { error: "invalidChoice" })])
    .optional()
    .transform((chosen) => [...new Set(chosen === undefined ? [] : Array.isArray(chosen) ? chosen : [chosen])].sort());
}

function optionalNumber(max: number) {
  return z
    .string()
    .optional()
    .transform((text) => (text ?? "").normalize("NFKC").trim())
    .refine((text) => text === "" || /^\d{1,9}$/.test(text), { error: "invalidNumber", abort: true })
    .transform((text) => (text === "" ? null : Number(text)))
    .refine((value) => value === null || (value >= 1 && value <= max), `outOfRange:1:${max}`);
}

function regionChoices() {
  const code = z.string().refine((text) => isRegionCode(text), "invalidChoice");
  return z
    .union([z.array(code).max(20, "invalidChoice"), code, z.literal("")])
    .optional()
    .transform((chosen) => {
      const codes = chosen === undefined || chosen === "" ? [] : Array.isArray(chosen) ? chosen : [chosen];
      return [...new Set(codes)].sort();
    });
}

export function intentForm(today: string) {
  return z
    .object({
      helperKind: choice(helperKinds),
      organizationId: z
        .string()
        .optional()
        .transform((id) => (id === undefined || id === "" || id === "self" ? null : id)),
      what: choice(intentWhats),
      amount: optionalMoney({ minFen: 100n, maxFen: 100_000_000_000n }),
      quantity: optionalNumber(1_000_000),
      itemName: optionalText({ max: 40 }),
      mostNeeds: optionalNumber(mostNeeds).transform((value) => value ?? 1),
      regionCodes: regionChoices(),
      homeCode: z
        .string()
        .optional()
        .transform((text) => text ?? "")
        .refine((text) => text === "" || isRegionCode(text), "invalidChoice")
        .transform((text) => (text === "" ? null : text)),
      categories: some(needCategories),
      householdKinds: some(householdKinds),
      isStrict: checkbox(),
      until: calendarDay()
        .refine((day) => day >= today, { error: "dayPassed", abort: true })
        .refine((day) => day <= addDays(today, longestIntentDays), "dayTooFar"),
      conditions: optionalText({ max: 300 }).refine(
        (text) => findForbidden(text, []).length === 0,
        "contactInConditions",
      ),
    })
    .superRefine((intent, context) => {
      const refuse = (path: string, message: string) => context.addIssue({ code: "custom", path: [path], message });
      if (!mayOffer(intent.helperKind, intent.what)) refuse("what", "notOffered");
      if (isPerson(intent.helperKind) !== (intent.organizationId === null)) refuse("organizationId", "wrongHelper");
      if (isCountedInFen(intent.what) && intent.amount === null) refuse("amount", "required");
      if (!isCountedInFen(intent.what) && intent.quantity === null) refuse("quantity", "required");
      if ((intent.what === "goods" || intent.what === "skill") && intent.itemName === "")
        refuse("itemName", "required");
    });
}
export type IntentInput = z.output<ReturnType<typeof intentForm>>;

export const intentReasonForm = z.object({ reason: requiredText({ min: 2, max: 300 }) });
