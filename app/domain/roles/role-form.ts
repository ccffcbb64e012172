import { z } from "zod";
import { staffRoles } from "../actor.ts";
import { calendarDay, choice, email, personName, requiredLine, requiredText } from "../form-fields.ts";

/** Giving a role in the place of the page, or in the one chosen where the page's was not one's own. The day it ends is its last day; empty: until it is taken. */
export function giveRoleForm(today: string) {
  return z.object({
    role: choice(staffRoles),
    regionCode: z
      .string()
      .regex(/^\d{0,12}$/, "required")
      .optional(),
    displayName: personName(),
    email: email(),
    lastDay: calendarDay()
      .refine((day) => day >= today, "dateInPast")
      .optional()
      .transform((day) => day ?? null),
    reason: requiredText({ min: 4, max: 300 }),
  });
}
export type GiveRoleFields = {
  regionCode: string;
  role: string;
  displayName: string;
  email: string;
  lastDay: string;
  reason: string;
};

export const takeRoleForm = z.object({ reason: requiredText({ min: 4, max: 300 }) });

/** A name or an address of somebody with a role. Sent, not put into the page's address (F14). */
export const findRoleForm = z.object({ q: requiredLine({ max: 60 }) });
export type FindRoleFields = z.input<typeof findRoleForm>;

/** Not of a form's making: an id that is none is simply not there. */
const proposalId = z.string();
const grantId = z.string();

/** One's own role, on one's own page. */
export const layDownRoleForm = z.object({ grantId, reason: requiredText({ min: 4, max: 300 }) });
export const approveRoleForm = z.object({ proposalId });
export const rejectRoleForm = z.object({ proposalId, note: requiredText({ min: 4, max: 200 }) });
