import { createHash } from "node:crypto";
import type { Sealer } from "#db/sealer.server.ts";

const alphabet = "0123456789BCDFGHJKMNPQRSTVWXYZ";
const codePattern = /^[0-9BCDFGHJKMNPQRSTVWXYZ]{5}(?:-[0-9BCDFGHJKMNPQRSTVWXYZ]{5}){3}$/;

/**
 * The code by which a complaint is followed: 20 characters made from the row's id with our key, so that the same page sent twice shows the
 * same code and the mail can name it, while the database holds only its hash. It opens what somebody told about others: whoever reads a
 * copy of the database must not be able to follow complaints, or to tell who wrote them by trying codes found elsewhere.
 */
export function complaintCode(sealer: Sealer, complaintId: string): string {
  const bytes = createHash("sha256").update(sealer.blindIndex(complaintId, "complaint-code")).digest();
  const letters = [...bytes.subarray(0, 20)].map((byte) => alphabet.charAt(byte % alphabet.length)).join("");
  return (letters.match(/.{5}/g) ?? []).join("-");
}

/** What the database keeps of a code; null for what cannot be one. Typed by hand it may be in small letters and with spaces. */
export function complaintCodeHash(typed: string): string | null {
  const code = typed.normalize("NFKC").trim().toUpperCase().replace(/\s+/g, "-");
  return codePattern.test(code) ? createHash("sha256").update(code).digest("hex") : null;
}
