/** Inputs of the import pages (U26). */
import { z } from "zod";
import { calendarDay, choice } from "../form-fields.ts";
import { householdProgrammes } from "../households/household.ts";
import { registerFields } from "./columns.ts";

export const uploadForm = z.object({
  regionCode: z.string({ error: "required" }).regex(/^\d{2,12}$/, "invalidChoice"),
});

/** Of a form whose file was too large nothing was read. */
export const unreadForm = z.object({});

/** A column that is not imported. */
export const ignoredColumn = "-";

export function mapForm(today: string) {
  return z.object({
    columns: z.array(z.enum([ignoredColumn, ...registerFields], { error: "invalidChoice" })).max(200, "invalidChoice"),
    programme: choice(householdProgrammes).optional(),
    programmeFrom: calendarDay()
      .refine((day) => day <= today, "dateInFuture")
      .optional(),
  });
}
export type MapInput = z.output<ReturnType<typeof mapForm>>;
