import { createHash } from "node:crypto";
import type { Sealer } from "#db/sealer.server.ts";

/** How long a link to a new password is good. */
export const passwordResetMinutes = 30;

/**
 * The key in a link to a new password, made from the id of its row with a key that is not in the database: the mail can be written when it
 * is sent, and who reads the tables (mails waiting among them) holds no link.
 */
export function passwordResetKey(sealer: Sealer, resetId: string): string {
  return sealer.blindIndex(resetId, "password-reset");
}

/** What is stored and compared. */
export function hashPasswordResetKey(key: string): string {
  return createHash("sha256").update(key).digest("hex");
}
