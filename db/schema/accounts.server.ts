import { boolean, index, integer, pgTable, primaryKey, text, unique, uuid } from "drizzle-orm/pg-core";
import { staffRoles } from "#app/domain/actor.ts";
import { instant, primaryId, regionCode } from "../columns.server.ts";

export const users = pgTable("users", {
  id: primaryId(),
  /** Lower case; the sign-in name. */
  email: text().notNull().unique(),
  passwordHash: text().notNull(),
  displayName: text().notNull(),
  /** What the gift form proposes to show of the donor; null: nothing, which is where everybody begins (Q4, U5). */
  giftPublicName: text(),
  locale: text().notNull().default("zh-CN"),
  isDisabled: boolean().notNull().default(false),
  createdAt: instant().notNull(),
});

/** A role on a region subtree (S31). Time-limited: a posting ends. */
export const roleGrants = pgTable(
  "role_grants",
  {
    id: primaryId(),
    userId: uuid()
      .notNull()
      .references(() => users.id),
    role: text({ enum: staffRoles }).notNull(),
    /** Empty string: the whole country. */
    regionCode: regionCode().notNull(),
    validFrom: instant().notNull(),
    validTo: instant(),
  },
  (table) => [index("role_grants_user").on(table.userId), unique().on(table.userId, table.role, table.regionCode)],
);

/** Server-side sessions: only the hash of the random id is stored (E2). */
export const sessions = pgTable(
  "sessions",
  {
    idHash: text().primaryKey(),
    userId: uuid()
      .notNull()
      .references(() => users.id),
    createdAt: instant().notNull(),
    lastSeenAt: instant().notNull(),
    expiresAt: instant().notNull(),
    /** Idle limit in minutes, by the kind of account when the session began. */
    idleMinutes: integer().notNull(),
    /** What its owner calls it by on the list of sessions; worth nothing as a session id. */
    handle: uuid().notNull().defaultRandom().unique(),
    /** Browser and system in two words, e.g. `Chrome · Windows`; nothing more of the device is kept. */
    device: text().notNull().default(""),
    /** When the second factor was last shown in this session; null: never (E3). */
    secondFactorAt: instant(),
  },
  (table) => [index("sessions_user").on(table.userId)],
);

/** Fixed-window counters, one atomic upsert per try (E4). */
export const rateLimits = pgTable(
  "rate_limits",
  {
    key: text().notNull(),
    windowStart: instant().notNull(),
    count: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.key, table.windowStart] })],
);
