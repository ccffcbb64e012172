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
    /** Above the sum of the place's rules somebody of the charity approves before somebody else of it pays (A12). */
    approvedBy: uuid().references(() => users.id),
    approvedAt: instant(),
    paidBy: uuid().references(() => users.id),
    confirmedBy: uuid().references(() => users.id),
    proposedAt: instant().notNull(),
    paidAt: instant(),
    /** How the recipient confirmed: by code, by signature on paper, or by a second officer. */
    confirmationMethod: text({ enum: confirmationMethods }),
    confirmationFileId: uuid().references(() => files.id),
    /** SHA-256 of the code on the recipient's slip, never the code; wrong tries are counted. */
    confirmationCodeHash: text(),
    confirmationTries: integer().notNull().default(0),
    /** Who handed the slip over: whoever proposed or paid must never know the code (D6). */
    codeIssuedBy: uuid().references(() => users.id),
    codeIssuedAt: instant(),
    returnReason: text(),
    confirmedAt: instant(),
  },
  (table) => [
    check("disbursements_amount", sql`${table.amountFen} > 0`),
    check(
      "disbursements_three_people",
      sql`${table.paidBy} is distinct from ${table.proposedBy} and ${table.confirmedBy} is distinct from ${table.proposedBy} and (${table.confirmedBy} is null or ${table.confirmedBy} is distinct from ${table.paidBy})`,
    ),
    check(
      "disbursements_fourth_person",
      sql`${table.approvedBy} is null or (${table.approvedBy} <> ${table.proposedBy} and ${table.approvedBy} is distinct from ${table.paidBy} and ${table.approvedBy} is distinct from ${table.confirmedBy})`,
    ),
    check(
      "disbursements_code_issuer",
      sql`${table.codeIssuedBy} is null or (${table.paidBy} is not null and ${table.codeIssuedBy} <> ${table.paidBy} and ${table.codeIssuedBy} <> ${table.proposedBy} and ${table.codeIssuedBy} is distinct from ${table.approvedBy})`,
    ),
    check(
      "disbursements_paid",
      sql`${table.state} not in ('paid_out', 'confirmed', 'returned') or (${table.paidBy} is not null and ${table.paidAt} is not null)`,
    ),
    check(
      "disbursements_confirmed",
      sql`(${table.state} = 'confirmed') = (${table.confirmationMethod} is not null and ${table.confirmedAt} is not null) and case ${table.confirmationMethod} when 'code' then ${table.codeIssuedBy} is not null and ${table.confirmedBy} is null when 'signature' then ${table.confirmedBy} is not null and ${table.confirmationFileId} is not null when 'officer' then ${table.confirmedBy} is not null else true end`,
    ),
    unique().on(table.needId, table.invoiceNumber),
    index("disbursements_need").on(table.needId),
  ],
);
