import { sql } from "drizzle-orm";
import {
  type AnyPgColumn,
  boolean,
  check,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
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
  /** Who disabled it last, when and why; null where nobody did, or the operator did. */
  disabledBy: uuid().references((): AnyPgColumn => users.id),
  disabledAt: instant(),
  disableReason: text(),
  createdAt: instant().notNull(),
});

/**
 * A role on a region subtree (S31). Time-limited: a posting ends. Given by one person, the weighty ones agreed to by another; null where the
 * operator gave it. Never deleted: taken, it ends, and stays to read.
 */
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
    /** Planned or real end. */
    validTo: instant(),
    givenBy: uuid().references(() => users.id),
    approvedBy: uuid().references(() => users.id),
    reason: text().notNull().default(""),
    /** Taken or laid down before its time, by whom and why; or put away when the role was given anew after its day. */
    endedAt: instant(),
    endedBy: uuid().references(() => users.id),
    endReason: text(),
  },
  (table) => [
    index("role_grants_user").on(table.userId),
    index("role_grants_region").on(table.regionCode.op("text_pattern_ops")),
    uniqueIndex("role_grants_one_standing").on(table.userId, table.role, table.regionCode).where(sql`ended_at is null`),
    check(
      "role_grants_end",
      sql`${table.endedAt} is null or (${table.validTo} is not null and ${table.validTo} <= ${table.endedAt})`,
    ),
  ],
);

/** A role that a second person must agree to (F13). The person may have no account yet. */
export const roleProposals = pgTable(
  "role_proposals",
  {
    id: primaryId(),
    email: text().notNull(),
    displayName: text().notNull(),
    role: text({ enum: staffRoles }).notNull(),
    regionCode: regionCode().notNull(),
    validTo: instant(),
    reason: text().notNull(),
    state: text({ enum: ["proposed", "approved", "rejected"] }).notNull(),
    proposedBy: uuid()
      .notNull()
      .references(() => users.id),
    proposedAt: instant().notNull(),
    decidedBy: uuid().references(() => users.id),
    decidedAt: instant(),
    decisionNote: text(),
  },
  (table) => [
    check("role_proposals_two_people", sql`state <> 'approved' or coalesce(decided_by <> proposed_by, false)`),
    uniqueIndex("role_proposals_one_open").on(table.email, table.role, table.regionCode).where(sql`state = 'proposed'`),
  ],
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

/** Tries that passed, each at its moment, with how many at that same moment; as long as their window lasts (E4). */
export const rateLimits = pgTable(
  "rate_limits",
  {
    key: text().notNull(),
    windowStart: instant().notNull(),
    count: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.key, table.windowStart] })],
);
