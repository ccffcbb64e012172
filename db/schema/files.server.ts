import { boolean, integer, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { instant, primaryId } from "../columns.server.ts";
import { users } from "./accounts.server.ts";

/**
 * Uploaded pictures, re-encoded and stripped of EXIF and GPS, in a private store outside the web root (safety.md G1, G2).
 * Who may see one is asked of the record it hangs on: need photo, report photo, consent, minutes.
 */
export const files = pgTable("files", {
  id: primaryId(),
  storageKey: text().notNull().unique(),
  mediaType: text().notNull(),
  sizeBytes: integer().notNull(),
  widthPixels: integer(),
  heightPixels: integer(),
  sha256: text().notNull(),
  /** What the picture looks like: 64-bit hashes in hex, of the whole first, then of crops (D7). Null: too flat to compare, or from before. */
  perceptualHashes: text().array(),
  /** Public only when it hangs on something published with a photo consent. */
  isPublic: boolean().notNull().default(false),
  uploadedBy: uuid().references(() => users.id),
  createdAt: instant().notNull(),
});
