import { z } from "zod";
import { isId } from "../ids.ts";

/** Paper receipts have 10 digits, electronic ones a code and a number; hyphens are kept, spaces and full-width forms are not. */
const numberPattern = /^[0-9A-Z](?:[0-9A-Z-]{4,28})[0-9A-Z]$/;

export const officialReceiptForm = z.object({
  number: z
    .string({ error: "required" })
    .max(200, "invalidReceiptNumber")
    .transform((text) =>
      text
        .normalize("NFKC")
        .replace(/[\s\p{Zs}]/gu, "")
        .toUpperCase(),
    )
    .refine((text) => text !== "", { error: "required", abort: true })
    .refine((text) => numberPattern.test(text), "invalidReceiptNumber"),
  /** The record the person was looking at; empty: there was none. */
  replacesId: z
    .string()
    .optional()
    .transform((text) => text ?? "")
    .refine((text) => text === "" || isId(text), "conflict")
    .transform((text) => (text === "" ? null : text)),
});

export type OfficialReceiptInput = z.output<typeof officialReceiptForm>;
