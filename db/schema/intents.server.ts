import { sql } from "drizzle-orm";
import { boolean, check, index, integer, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { helperKinds, householdKinds, intentStates, intentWhats } from "#app/domain/intents/intent.ts";
import { needCategories } from "#app/domain/needs/need.ts";
import { day, fen, instant, primaryId, regionCode } from "../columns.server.ts";
import { users } from "./accounts.server.ts";
import { organizations } from "./organizations.server.ts";

/** 捐赠意向 (S37, S38): what somebody is ready to give, where and for whom. */
export const intents = pgTable(
  "intents",
  {
    id: primaryId(),
    publicCode: text().notNull().unique(),
    helperKind: text({ enum: helperKinds }).notNull(),
    userId: uuid().references(() => users.id),
    organizationId: uuid().references(() => organizations.id),
    createdBy: uuid()
      .notNull()
      .references(() => users.id),
    what: text({ enum: intentWhats }).notNull(),
    /** Money and purchases; everything else is a quantity: items, posts, hours, days. */
    amountFen: fen(),
    quantity: integer(),
    itemName: text().notNull().default(""),
    /** How many needs it wants to help at most, and how many it has accepted. */
    mostNeeds: integer().notNull(),
    takenNeeds: integer().notNull().default(0),
    /** Region subtrees it is for; empty: anywhere. */
    regionCodes: text().array().notNull(),
    homeCode: regionCode(),
    categories: text({ enum: needCategories }).array().notNull(),
    householdKinds: text({ enum: householdKinds }).array().notNull(),
    /** Only the chosen categories and kinds; otherwise they count, and others may be proposed too. */
    isStrict: boolean().notNull().default(false),
    until: day().notNull(),
    conditions: text().notNull().default(""),
    state: text({ enum: intentStates }).notNull(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
  },
  (table) => [
    check("intents_one_helper", sql`(${table.organizationId} is null) <> (${table.userId} is null)`),
    check(
      "intents_how_much",
      sql`case when ${table.what} in ('money', 'purchase') then ${table.amountFen} > 0 else ${table.quantity} > 0 end`,
    ),
    check(
      "intents_capacity",
      sql`${table.mostNeeds} between 1 and 50 and ${table.takenNeeds} >= 0 and ${table.takenNeeds} <= ${table.mostNeeds}`,
    ),
    index("intents_open").on(table.what, table.id).where(sql`state = 'open'`),
    index("intents_until").on(table.until).where(sql`state in ('open', 'paused')`),
    index("intents_user").on(table.userId),
    index("intents_organization").on(table.organizationId),
  ],
);
