import { createHash } from "node:crypto";
import { newPublicCode } from "../ids.ts";

/** Eight characters (39 bits) in two groups, e.g. `7KQ4-M29X`: read off a slip, typed once, five tries. */
export function newConfirmationCode(): string {
  const letters = newPublicCode().replace("-", "").slice(0, 8);
  return `${letters.slice(0, 4)}-${letters.slice(4)}`;
}

/** What is stored instead of the code; the payment's id keeps equal codes apart. Any case, spaces and hyphens are read alike. */
export function hashConfirmationCode(disbursementCode: string, typed: string): string {
  const code = typed.normalize("NFKC").toUpperCase().replace(/[\s-]/g, "");
  return createHash("sha256").update(`${disbursementCode}:${code}`).digest("hex");
}
