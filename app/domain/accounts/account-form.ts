import { z } from "zod";
import { email, requiredLine, requiredText, rowId } from "../form-fields.ts";
import { secondFactorCodeField } from "./account.ts";
import { containsOwnName, isGuessablePassword, passwordLength } from "./password-rules.ts";

function isLongEnough(text: string): boolean {
  return [...text].length >= passwordLength.min;
}

function isShortEnough(text: string): boolean {
  return [...text].length <= passwordLength.max;
}

/** A password as typed: spaces and every script count; only its composed form is one (NFC), so that two keyboards agree (E1). */
function typedPassword() {
  return z
    .string({ error: "required" })
    .max(passwordLength.max * 4, `tooLong:${passwordLength.max}`)
    .refine((text) => !/[\ud800-\udfff]/u.test(text) && !text.includes("\0"), {
      error: "invalidCharacters",
      abort: true,
    })
    .transform((text) => text.normalize("NFC"));
}

const newPassword = typedPassword()
  .refine(isLongEnough, { error: `tooShort:${passwordLength.min}`, abort: true })
  .refine(isShortEnough, { error: `tooLong:${passwordLength.max}`, abort: true })
  .refine((text) => !isGuessablePassword(text), "guessable_password");

export const joinForm = z
  .object({ displayName: requiredLine({ min: 2, max: 30 }), email: email(), password: newPassword })
  .refine((input) => !containsOwnName(input.password, [input.email.split("@")[0] ?? "", input.displayName]), {
    path: ["password"],
    error: "guessable_password",
  });
export type JoinInput = z.infer<typeof joinForm>;

/** `persona`: the button of a made-up person, which is there in the demo only. */
export const loginForm = z.object({
  email: email(),
  password: typedPassword(),
  persona: z.literal("1").optional(),
});
export type LoginInput = z.infer<typeof loginForm>;

export const newPasswordForm = z.object({ currentPassword: typedPassword(), password: newPassword });
export type NewPasswordInput = z.infer<typeof newPasswordForm>;

/** A code of the app as people type it (full-width digits, a gap in the middle), or a recovery code. */
function typedCode() {
  return requiredLine({ max: 40 }).transform((text) => text.normalize("NFKC").replace(/[\s-]/g, "").toUpperCase());
}

export const codeForm = z.object({ code: typedCode() });
export type CodeInput = z.infer<typeof codeForm>;

/** The code once more, beside the kept fields of another form. */
export const confirmCodeForm = z.object({ [secondFactorCodeField]: typedCode() });
export type ConfirmCodeInput = z.infer<typeof confirmCodeForm>;

export const secondFactorIntents = ["begin", "confirm", "renew_codes", "remove"] as const;

/** The page of the second factor has several forms. */
export const secondFactorForm = z.discriminatedUnion("intent", [
  z.object({ intent: z.literal("begin") }),
  z.object({ intent: z.literal("confirm"), code: typedCode() }),
  z.object({ intent: z.literal("renew_codes"), code: typedCode() }),
  z.object({ intent: z.literal("remove"), code: typedCode() }),
]);

/** Steps on somebody's account: each says why. Which proposal is decided is nothing a person types: one that is none is not there. */
const stepReason = requiredText({ min: 5, max: 300 });
export const accountStepForm = z.discriminatedUnion("intent", [
  z.object({ intent: z.literal("reset_second_factor"), reason: stepReason }),
  z.object({ intent: z.literal("disable"), reason: stepReason }),
  z.object({ intent: z.literal("enable"), reason: stepReason }),
  z.object({ intent: z.literal("approve"), proposalId: z.string() }),
  z.object({ intent: z.literal("reject"), proposalId: z.string(), note: requiredText({ min: 4, max: 200 }) }),
]);
export type AccountStepInput = z.infer<typeof accountStepForm>;

export const forgotPasswordForm = z.object({ email: email(), formNonce: rowId() });
export const resetPasswordForm = z.object({
  key: z.string({ error: "required" }).regex(/^[A-Za-z0-9_-]{43}$/, "invalidCharacters"),
  password: newPassword,
});
export type ResetPasswordInput = z.infer<typeof resetPasswordForm>;

/** The list of sessions: one of them by its handle, or all the others. */
export const sessionForm = z.discriminatedUnion("intent", [
  z.object({ intent: z.literal("end"), handle: rowId() }),
  z.object({ intent: z.literal("end_others") }),
]);
