import { z } from "zod";
import type { StaffRole } from "../actor.ts";
import { choice, requiredText } from "../form-fields.ts";
import { departmentLists, listColumnUses } from "./department-list.ts";

/** The county decides what other departments' lists say about its households; nobody else reads them (S13). */
export const mismatchRoles = ["county_verifier"] as const satisfies readonly StaffRole[];

export const decideMismatchForm = z.object({
  decision: choice(["accepted", "rejected"]),
  reason: requiredText({ min: 2, max: 300 }),
});
export type DecideMismatchInput = z.output<typeof decideMismatchForm>;

/** Uploading a list and naming its columns (U26). */
export const listUploadForm = z.object({
  kind: choice(departmentLists),
  regionCode: z.string({ error: "required" }).regex(/^\d{6,12}$/, "invalidChoice"),
});

/** A column that is left out. */
export const unusedColumn = "-";
export const listColumnsForm = z.object({
  columns: z.array(z.enum([unusedColumn, ...listColumnUses], { error: "invalidChoice" })).max(200, "invalidChoice"),
});
