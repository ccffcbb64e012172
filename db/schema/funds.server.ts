import { sql } from "drizzle-orm";
import { boolean, check, index, integer, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { transferStates } from "#app/domain/ledger/ledger.ts";
import { fen, instant, primaryId, regionCode } from "../columns.server.ts";
import { users } from "./accounts.server.ts";
import { libraryProjects } from "./library-projects.server.ts";

/** 专项资金 (S97): a sub-ledger with purposes. */
export const funds = pgTable("funds", {
  id: primaryId(),
  code: text().notNull().unique(),
  name: text().notNull(),
  regionCode: regionCode().notNull(),
  purposes: text().array().notNull(),
  /** Work expenses are a fund of their own; gifts never pay them (S103). */
  isOperating: boolean().notNull().default(false),
  /** Below this the fund may not be spent: 教育、卫生扶贫救助基金每县每项不低于 300 万元 and the like (S97). */
  floorFen: fen().notNull().default(sql`0`),
  source: text().notNull(),
});

export const fundBudgets = pgTable(
  "fund_budgets",
  {
    id: primaryId(),
    fundId: uuid()
      .notNull()
      .references(() => funds.id),
    year: integer().notNull(),
    amountFen: fen().notNull(),
  },
  (table) => [unique().on(table.fundId, table.year)],
);

/** Budget lines of a plan: year × payer × person (S95). Per-person amounts times persons is the line. */
export const planBudgetLines = pgTable(
  "plan_budget_lines",
  {
    id: primaryId(),
    planCode: text().notNull(),
    regionCode: regionCode().notNull(),
    /** Null: the whole period. */
    year: integer(),
    payer: text().notNull(),
    /** `three_year_total`, `payer_share`, `county_share`, `town_share`. */
    line: text().notNull(),
    perPersonFen: fen().notNull(),
    personCount: integer().notNull(),
    amountFen: fen().notNull(),
    source: text().notNull(),
  },
  (table) => [
    check("plan_budget_lines_product", sql`${table.amountFen} = ${table.perPersonFen} * ${table.personCount}`),
    index("plan_budget_lines_plan").on(table.planCode),
  ],
);

/** Money out of a fund, for one of its purposes: proposed by one person, approved by another; PostgreSQL checks purpose and floor (S97). */
export const fundSpendings = pgTable(
  "fund_spendings",
  {
    id: primaryId(),
    publicCode: text().notNull().unique(),
    fundId: uuid()
      .notNull()
      .references(() => funds.id),
    /** 项目库 (S100): only work expenses have none, and what was spent before there was a library. */
    projectId: uuid().references(() => libraryProjects.id),
    purpose: text().notNull(),
    description: text().notNull(),
    amountFen: fen().notNull(),
    payeeName: text().notNull(),
    documentNumber: text().notNull(),
    state: text({ enum: transferStates }).notNull(),
    proposedBy: uuid()
      .notNull()
      .references(() => users.id),
    approvedBy: uuid().references(() => users.id),
    proposedAt: instant().notNull(),
    closedAt: instant(),
    /** Where the money is used; null: in the whole place of the fund. */
    regionCode: regionCode(),
    /** 验收: what came of it, by a third person (S99, S100). */
    result: text(),
    resultBy: uuid().references(() => users.id),
    resultAt: instant(),
    /** Invented for the demo: every page says so. */
    isDemo: boolean().notNull().default(false),
  },
  (table) => [
    check(
      "fund_spendings_result",
      sql`(${table.result} is null) = (${table.resultBy} is null) and (${table.result} is null) = (${table.resultAt} is null) and (${table.result} is null or (${table.state} = 'approved' and ${table.resultBy} is distinct from ${table.approvedBy}))`,
    ),
    check("fund_spendings_amount", sql`${table.amountFen} > 0`),
    check("fund_spendings_two_people", sql`${table.approvedBy} is null or ${table.approvedBy} <> ${table.proposedBy}`),
    unique().on(table.fundId, table.documentNumber),
    index("fund_spendings_fund").on(table.fundId),
    index("fund_spendings_project").on(table.projectId),
  ],
);
