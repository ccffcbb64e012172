import { sql } from "drizzle-orm";
import { check, index, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { pairingKinds, pairingStates } from "#app/domain/pairings/pairing.ts";
import { day, instant, primaryId, regionCode } from "../columns.server.ts";
import { users } from "./accounts.server.ts";
import { households } from "./households.server.ts";
import { organizations } from "./organizations.server.ts";
import { regions } from "./regions.server.ts";

export const pairings = pgTable(
  "pairings",
  {
    id: primaryId(),
    publicCode: text().notNull().unique(),
    kind: text({ enum: pairingKinds }).notNull(),
    organizationId: uuid().references(() => organizations.id),
    userId: uuid().references(() => users.id),
    regionCode: regionCode()
      .notNull()
      .references(() => regions.code),
    householdId: uuid().references(() => households.id),
    state: text({ enum: pairingStates }).notNull(),
    /** What the helper promises, in its own words. */
    promise: text().notNull(),
    fromDay: day().notNull(),
    toDay: day().notNull(),
    villageNote: text(),
    proposedBy: uuid().references(() => users.id),
    consentedBy: uuid().references(() => users.id),
    createdAt: instant().notNull(),
    activatedAt: instant(),
    endedAt: instant(),
  },
  (table) => [
    check("pairings_one_helper", sql`(${table.organizationId} is null) <> (${table.userId} is null)`),
    // C3: one active pairing per household.
    uniqueIndex("pairings_one_active_household")
      .on(table.householdId)
      .where(sql`state = 'active' and household_id is not null`),
    // The same helper cannot propose the same village twice at once.
    uniqueIndex("pairings_one_live_organization")
      .on(table.organizationId, table.regionCode)
      .where(
        sql`state in ('proposed','identity_checked','consented','agreed','active') and organization_id is not null`,
      ),
    uniqueIndex("pairings_one_live_individual")
      .on(table.userId, table.householdId)
      .where(sql`state in ('proposed','identity_checked','consented','agreed','active') and user_id is not null`),
    index("pairings_region").on(table.regionCode.op("text_pattern_ops"), table.state),
  ],
);
