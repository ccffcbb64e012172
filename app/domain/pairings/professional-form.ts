/** What a doctor or expert says of themselves (S78, S80). */
import { z } from "zod";
import { choice, requiredText, rowId } from "../form-fields.ts";
import { hospitalGrades } from "../organizations/hospital-grade.ts";
import { professions, professionTitles } from "./professional.ts";

export const claimProfessionForm = z
  .object({
    profession: choice(professions),
    title: choice(professionTitles),
    field: requiredText({ min: 2, max: 60 }),
    organizationId: z.string().optional().default(""),
  })
  .superRefine((claim, context) => {
    if (claim.profession === "doctor" && claim.organizationId === "") {
      context.addIssue({ code: "custom", path: ["organizationId"], message: "required" });
    }
  });
export type ClaimProfessionInput = z.output<typeof claimProfessionForm>;

export const decideProfessionForm = z.object({ userId: rowId(), note: requiredText({ min: 2, max: 300 }) });
export const hospitalGradeForm = z.object({ organizationId: rowId(), grade: choice(hospitalGrades) });
