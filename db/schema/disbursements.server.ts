import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { confirmationMethods, costKinds, disbursementStates } from "#app/domain/disbursements/disbursement.ts";
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
    /** Operating cost takes only from gifts whose donors agreed (S103). */
    costKind: text({ enum: costKinds }).notNull().default("direct"),
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
    /** How the recipient confirmed: by code, by signature on paper, or by a second officer. */
    confirmationMethod: text({ enum: confirmationMethods }),
    confirmationFileId: uuid().references(() => files.id),
    /** SHA-256 of the code given to the household or supplier with the payment; short-lived tries are counted. */
    confirmationCodeHash: text(),
    confirmationTries: integer().notNull().default(0),
    returnReason: text(),
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
