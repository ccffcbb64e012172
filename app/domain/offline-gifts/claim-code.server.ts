import { createHash } from "node:crypto";
import { newPublicCode } from "../ids.ts";

/** 15 characters in three groups (73 bits): on paper, typed by hand, and not to be guessed from its hash either. */
export function newClaimCode(): string {
  return `${newPublicCode()}-${newPublicCode().slice(0, 5)}`;
}

/**
 * What is stored of a code: its SHA-256. As typed: small letters, full-width ones, missing or extra dashes and spaces, O for 0, I and L
 * for 1 all mean the same code.
 */
export function hashClaimCode(typed: string): string {
  const plain = typed
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[\s\p{Pd}]/gu, "")
    .replaceAll("O", "0")
    .replace(/[IL]/g, "1");
  return createHash("sha256").update(`claim:${plain}`).digest("hex");
}
