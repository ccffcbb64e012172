import { z } from "zod";
import { email, requiredLine } from "../form-fields.ts";
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

export const loginForm = z.object({ email: email(), password: typedPassword() });
export type LoginInput = z.infer<typeof loginForm>;

export const newPasswordForm = z.object({ currentPassword: typedPassword(), password: newPassword });
export type NewPasswordInput = z.infer<typeof newPasswordForm>;
