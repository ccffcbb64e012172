import { sql } from "drizzle-orm";
import { check, index, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { disbursementStates } from "#app/domain/disbursements/disbursement.ts";
import { fen, instant, primaryId } from "../columns.server.ts";
import { users } from "./accounts.server.ts";
import { files } from "./files.server.ts";
import { needs } from "./needs.server.ts";
import { organizations } from "./organizations.server.ts";

/** Money out to a supplier or household; proposer, payer and confirmer are three people (D6). */
export const disbursements = pgTable(
  "disbursements",
  {
    id: primaryId(),
    publicCode: text().notNull().unique(),
    needId: uuid()
      .notNull()
      .references(() => needs.id),
    charityId: uuid()
      .notNull()
      .references(() => organizations.id),
    payeeKind: text({ enum: ["supplier", "household"] }).notNull(),
    /** Public for suppliers; a household's is never shown. */
    payeeName: text().notNull(),
    purpose: text().notNull(),
    amountFen: fen().notNull(),
    invoiceNumber: text(),
    evidenceFileId: uuid().references(() => files.id),
    state: text({ enum: disbursementStates }).notNull(),
    proposedBy: uuid()
      .notNull()
      .references(() => users.id),
    paidBy: uuid().references(() => users.id),
    confirmedBy: uuid().references(() => users.id),
    proposedAt: instant().notNull(),
    paidAt: instant(),
    confirmedAt: instant(),
  },
  (table) => [
    check("disbursements_amount", sql`${table.amountFen} > 0`),
    check(
      "disbursements_three_people",
      sql`${table.paidBy} is distinct from ${table.proposedBy} and ${table.confirmedBy} is distinct from ${table.proposedBy} and (${table.confirmedBy} is null or ${table.confirmedBy} is distinct from ${table.paidBy})`,
    ),
    unique().on(table.needId, table.invoiceNumber),
    index("disbursements_need").on(table.needId),
  ],
);
