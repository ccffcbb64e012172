import { sql } from "drizzle-orm";
import { check, index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { instant, primaryId } from "../columns.server.ts";
import { users } from "./accounts.server.ts";
import { complaints } from "./complaints.server.ts";
import { funds } from "./funds.server.ts";
import { households } from "./households.server.ts";
import { needs } from "./needs.server.ts";
import { organizations } from "./organizations.server.ts";

/** Money that may not be spent until another person lifts it: of a need, of a household, of a charity, or of a fund (S121). */
export const moneyFreezes = pgTable(
  "money_freezes",
  {
    id: primaryId(),
    complaintId: uuid()
      .notNull()
      .references(() => complaints.id),
    needId: uuid().references(() => needs.id),
    householdId: uuid().references(() => households.id),
    charityId: uuid().references(() => organizations.id),
    fundId: uuid().references(() => funds.id),
    reason: text().notNull(),
    frozenBy: uuid()
      .notNull()
      .references(() => users.id),
    frozenAt: instant().notNull(),
    liftReason: text(),
    liftedBy: uuid().references(() => users.id),
    liftedAt: instant(),
  },
  (table) => [
    check(
      "money_freezes_one_subject",
      sql`num_nonnulls(${table.needId}, ${table.householdId}, ${table.charityId}, ${table.fundId}) = 1`,
    ),
    check(
      "money_freezes_lifted",
      sql`num_nonnulls(${table.liftReason}, ${table.liftedBy}, ${table.liftedAt}) in (0, 3)`,
    ),
    check("money_freezes_two_people", sql`${table.liftedBy} is null or ${table.liftedBy} <> ${table.frozenBy}`),
    index("money_freezes_complaint").on(table.complaintId),
    index("money_freezes_need").on(table.needId).where(sql`lifted_at is null`),
    index("money_freezes_household").on(table.householdId).where(sql`lifted_at is null`),
    index("money_freezes_charity").on(table.charityId).where(sql`lifted_at is null`),
    index("money_freezes_fund").on(table.fundId).where(sql`lifted_at is null`),
  ],
);
