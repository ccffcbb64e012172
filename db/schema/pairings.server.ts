import { sql } from "drizzle-orm";
import {
  type AnyPgColumn,
  boolean,
  check,
  index,
  integer,
  pgTable,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { pairingStates } from "#app/domain/pairings/pairing.ts";
import { helperFitnesses, pairingHelpers, pairingKinds, pairingTargets } from "#app/domain/pairings/pairing-kinds.ts";
import { day, instant, primaryId, regionCode } from "../columns.server.ts";
import { users } from "./accounts.server.ts";
import { helperGroups } from "./helper-groups.server.ts";
import { households } from "./households.server.ts";
import { organizations } from "./organizations.server.ts";
import { regions } from "./regions.server.ts";

/** What PostgreSQL refuses by; written by `db/functions/048-pairing-kinds.sql` only. */
export const pairingKindTable = pgTable("pairing_kinds", {
  key: text({ enum: pairingKinds }).primaryKey(),
  helper: text({ enum: pairingHelpers }).notNull(),
  target: text({ enum: pairingTargets }).notNull(),
  fitness: text({ enum: helperFitnesses }).notNull(),
  slot: text().notNull(),
  perHelper: integer(),
  perTarget: integer(),
  smallestGroup: integer(),
  isOfficial: boolean().notNull(),
});

export const pairings = pgTable(
  "pairings",
  {
    id: primaryId(),
    publicCode: text().notNull().unique(),
    kind: text({ enum: pairingKinds }).notNull(),
    organizationId: uuid().references(() => organizations.id),
    userId: uuid().references(() => users.id),
    /** The group of a unit or organization that helps (S76). */
    groupId: uuid().references(() => helperGroups.id),
    regionCode: regionCode()
      .notNull()
      .references(() => regions.code),
    householdId: uuid().references(() => households.id),
    /** The other school or hospital; `regionCode` is its place. */
    partnerOrganizationId: uuid().references(() => organizations.id),
    /** The two sides as one word each, whatever the kind. */
    helperKey: text().notNull().generatedAlwaysAs(sql`coalesce(group_id, organization_id, user_id)::text`),
    targetKey: text()
      .notNull()
      .generatedAlwaysAs(sql`coalesce(household_id::text, partner_organization_id::text, region_code)`),
    state: text({ enum: pairingStates }).notNull(),
    /** What the helper promises, in its own words. */
    promise: text().notNull(),
    fromDay: day().notNull(),
    toDay: day().notNull(),
    villageNote: text(),
    proposedBy: uuid().references(() => users.id),
    consentedBy: uuid().references(() => users.id),
    /** The agreement as it stood on the page when the helper signed it. */
    agreementText: text(),
    agreedBy: uuid().references(() => users.id),
    agreedAt: instant(),
    /** The tie this one took over from (S42). */
    predecessorId: uuid().references((): AnyPgColumn => pairings.id),
    createdAt: instant().notNull(),
    activatedAt: instant(),
    endedAt: instant(),
  },
  (table) => [
    check("pairings_one_helper", sql`(${table.organizationId} is null) <> (${table.userId} is null)`),
    // The same helper cannot propose the same tie twice at once.
    uniqueIndex("pairings_one_live")
      .on(table.kind, table.helperKey, table.targetKey)
      .where(sql`state in ('proposed','identity_checked','consented','agreed','active')`),
    index("pairings_active_target").on(table.targetKey).where(sql`state = 'active'`),
    index("pairings_active_helper").on(table.helperKey).where(sql`state = 'active'`),
    index("pairings_region").on(table.regionCode.op("text_pattern_ops"), table.state),
  ],
);
