import { sql } from "drizzle-orm";
import { check, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { accountProposalStates, accountSteps } from "#app/domain/accounts/account.ts";
import { instant, primaryId } from "../columns.server.ts";
import { users } from "./accounts.server.ts";

/** A step on somebody's account that a second administrator must agree to (E3, F13). The one concerned is neither of the two. */
export const accountProposals = pgTable(
  "account_proposals",
  {
    id: primaryId(),
    userId: uuid()
      .notNull()
      .references(() => users.id),
    step: text({ enum: accountSteps }).notNull(),
    reason: text().notNull(),
    state: text({ enum: accountProposalStates }).notNull(),
    proposedBy: uuid()
      .notNull()
      .references(() => users.id),
    proposedAt: instant().notNull(),
    decidedBy: uuid().references(() => users.id),
    decidedAt: instant(),
    decisionNote: text(),
  },
  (table) => [
    check(
      "account_proposals_two_people",
      sql`${table.proposedBy} <> ${table.userId} and (${table.state} <> 'approved' or (${table.decidedBy} is not null and ${table.decidedAt} is not null and ${table.decidedBy} not in (${table.proposedBy}, ${table.userId})))`,
    ),
    uniqueIndex("account_proposals_one_open").on(table.userId, table.step).where(sql`state = 'proposed'`),
  ],
);
