import type { SubmissionResult } from "@conform-to/react";
import { parseWithZod } from "@conform-to/zod/v4";
import { data } from "@remix-run/node";
import type { ZodType } from "zod";

/** What an action returns for a form that was refused: the form renders it again, every value kept. */
export type FormReply = { result: SubmissionResult<string[]> };

type ParsedForm<Output> =
  | { ok: true; value: Output; refuse: (errors: Record<string, string[]>) => Refusal }
  | { ok: false; reply: Refusal };
type Refusal = ReturnType<typeof data<FormReply>>;

/**
 * Reads a form by its schema: the body of a POST, or the query of a form sent by GET. A refusal is a 422 response for
 * `useForm({ lastResult })` with codes as messages.
 * `refuse({ field: ["code"] })` gives the same reply for what only the command can know; the key "" is the form itself.
 */
export function parseForm<Output>(formData: FormData | URLSearchParams, schema: ZodType<Output>): ParsedForm<Output> {
  const submission = parseWithZod(formData, { schema });
  if (submission.status !== "success") {
    // Without a status it was no attempt to save but a button that adds or removes a row.
    return {
      ok: false,
      reply: data({ result: submission.reply() }, { status: submission.status === "error" ? 422 : 200 }),
    };
  }
  return {
    ok: true,
    value: submission.value,
    refuse: (errors) => {
      const { "": formErrors, ...fieldErrors } = errors;
      return data({ result: submission.reply({ formErrors: formErrors ?? [], fieldErrors }) }, { status: 422 });
    },
  };
}
