import { index, integer, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { instant, primaryId } from "../columns.server.ts";
import { users } from "./accounts.server.ts";

/** The authenticator of an account (E3). A row without `enrolledAt` is one that was begun and never proved. */
export const secondFactors = pgTable("second_factors", {
  userId: uuid()
    .primaryKey()
    .references(() => users.id),
  /** Sealed (AES-256-GCM). */
  secretSealed: text().notNull(),
  /** The step of time of the last code that was taken: this one and older ones are used up. */
  lastStep: integer(),
  begunAt: instant().notNull(),
  enrolledAt: instant(),
});

/** Ten codes for the day the phone is lost: only their keyed hashes, each good once. */
export const recoveryCodes = pgTable(
  "recovery_codes",
  {
    id: primaryId(),
    userId: uuid()
      .notNull()
      .references(() => users.id),
    codeHash: text().notNull().unique(),
    usedAt: instant(),
  },
  (table) => [index("recovery_codes_user").on(table.userId)],
);

/** Who has shown the password and not yet the code. Its id opens the page of the code and nothing else; only its hash is stored. */
export const pendingSignIns = pgTable(
  "pending_sign_ins",
  {
    idHash: text().primaryKey(),
    userId: uuid()
      .notNull()
      .references(() => users.id),
    expiresAt: instant().notNull(),
  },
  (table) => [index("pending_sign_ins_user").on(table.userId)],
);

/** Links to a new password: only the hash of the key in the mail, good once and for half an hour. */
export const passwordResets = pgTable(
  "password_resets",
  {
    id: primaryId(),
    userId: uuid()
      .notNull()
      .references(() => users.id),
    keyHash: text().notNull().unique(),
    expiresAt: instant().notNull(),
    usedAt: instant(),
  },
  (table) => [index("password_resets_user").on(table.userId)],
);
