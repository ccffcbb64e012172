import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { pledgeKinds, pledgeStates } from "#app/domain/pledges/pledge.ts";
import { day, fen, instant, primaryId } from "../columns.server.ts";
import { users } from "./accounts.server.ts";
import { files } from "./files.server.ts";
import { needItems, needs } from "./needs.server.ts";
import { organizations } from "./organizations.server.ts";
import { pairings } from "./pairings.server.ts";

export const pledges = pgTable(
  "pledges",
  {
    id: primaryId(),
    publicCode: text().notNull().unique(),
    needId: uuid()
      .notNull()
      .references(() => needs.id),
    /** The item promised; null for money later. */
    needItemId: uuid().references(() => needItems.id),
    pairingId: uuid().references(() => pairings.id),
    organizationId: uuid().references(() => organizations.id),
    userId: uuid().references(() => users.id),
    kind: text({ enum: pledgeKinds }).notNull(),
    state: text({ enum: pledgeStates }).notNull(),
    quantity: integer(),
    receivedQuantity: integer().notNull().default(0),
    deliveredQuantity: integer().notNull().default(0),
    amountFen: fen(),
    promisedFor: day().notNull(),
    note: text().notNull().default(""),
    /** Name and evidence of who signed for it. */
    signedByName: text(),
    signatureFileId: uuid().references(() => files.id),
    version: integer().notNull().default(1),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
  },
  (table) => [
    check("pledges_what", sql`(${table.kind} = 'money_later') = (${table.amountFen} is not null)`),
    check(
      "pledges_item",
      sql`${table.kind} = 'money_later' or (${table.needItemId} is not null and ${table.quantity} > 0)`,
    ),
    check(
      "pledges_balance",
      sql`${table.deliveredQuantity} >= 0 and ${table.deliveredQuantity} <= ${table.receivedQuantity} and ${table.receivedQuantity} <= coalesce(${table.quantity}, 0)`,
    ),
    index("pledges_need").on(table.needId),
    index("pledges_organization").on(table.organizationId),
    index("pledges_user").on(table.userId),
  ],
);
