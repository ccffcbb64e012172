import { z } from "zod";
import { choice, requiredLine } from "../form-fields.ts";

const longestSearch = 40;

/** Where somebody goes with the household they looked for. */
export const searchPurposes = ["list", "visit"] as const;

/** A name or a file number. Sent, not put into the address: addresses are kept in histories, logs and bookmarks (F14). */
export const householdSearchForm = z.object({
  q: requiredLine({ max: longestSearch }),
  purpose: choice(searchPurposes).default("list"),
});
export type HouseholdSearchInput = z.input<typeof householdSearchForm>;
