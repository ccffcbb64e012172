import { z } from "zod";
import { email, requiredLine } from "../form-fields.ts";
import { isGuessablePassword, passwordLength } from "./password-rules.ts";

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
  .refine((text) => [...text].length >= passwordLength.min, `tooShort:${passwordLength.min}`)
  .refine((text) => [...text].length <= passwordLength.max, `tooLong:${passwordLength.max}`);

export const joinForm = z
  .object({ displayName: requiredLine({ min: 2, max: 30 }), email: email(), password: newPassword })
  .refine((input) => !isGuessablePassword(input.password, [input.email.split("@")[0] ?? "", input.displayName]), {
    path: ["password"],
    error: "guessable_password",
  });
export type JoinInput = z.infer<typeof joinForm>;

export const loginForm = z.object({ email: email(), password: typedPassword() });
export type LoginInput = z.infer<typeof loginForm>;

export const newPasswordForm = z
  .object({ currentPassword: typedPassword(), password: newPassword })
  .refine((input) => !isGuessablePassword(input.password), { path: ["password"], error: "guessable_password" });
export type NewPasswordInput = z.infer<typeof newPasswordForm>;
