/** Inputs of the pages about bank statements (Q19). */
import { z } from "zod";
import { requiredLine, rowId } from "../form-fields.ts";
import { accountNumberPattern, plainAccountNumber } from "./account-number.ts";
import { ignoredColumn, statementFields } from "./statement-columns.ts";

/** The charity's own account: chosen, or its number; both empty where the file or the only account says it. */
export const uploadStatementForm = z.object({
  accountId: rowId().optional(),
  accountNumber: z
    .string()
    .optional()
    .transform((text) => plainAccountNumber(text ?? ""))
    .refine((number) => number === "" || accountNumberPattern.test(number), "bad_account_number"),
});

export const mapStatementForm = z.object({
  intent: z.literal("map"),
  columns: z.array(z.enum([ignoredColumn, ...statementFields], { error: "invalidChoice" })).max(60, "invalidChoice"),
});

export const closeStatementForm = z.object({ intent: z.enum(["accept", "discard"]) });

/** Boxes of one name: none, one, or several. */
const ticked = () =>
  z
    .union([z.string(), z.array(z.string())])
    .optional()
    .transform((ids) => (ids === undefined ? [] : typeof ids === "string" ? [ids] : ids))
    .pipe(z.array(rowId()).max(200));

/** What a person decides about one line. */
export const decideLineForm = z.discriminatedUnion("intent", [
  z.object({ intent: z.literal("match"), transactionId: rowId() }),
  z.object({
    intent: z.literal("match_several"),
    transactionIds: ticked().refine((ids) => ids.length > 0, "required"),
    lineIds: ticked(),
  }),
  z.object({ intent: z.literal("set_aside"), reason: requiredLine({ max: 200 }) }),
  z.object({ intent: z.literal("undo"), reason: requiredLine({ max: 200 }) }),
]);

/** The proposals of a page, confirmed together: `line:posting` each. */
export const confirmProposalsForm = z.object({
  pair: z
    .union([z.string(), z.array(z.string())], { error: "required" })
    .transform((pairs) => (typeof pairs === "string" ? [pairs] : pairs).map((pair) => pair.split(":")))
    .pipe(
      z
        .array(z.tuple([rowId(), rowId()]))
        .min(1)
        .max(100),
    ),
});
