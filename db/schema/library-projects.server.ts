import { sql } from "drizzle-orm";
import { boolean, check, index, integer, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { libraryProjectStates } from "#app/domain/library-projects/library-project.ts";
import { day, fen, instant, primaryId, regionCode } from "../columns.server.ts";
import { users } from "./accounts.server.ts";

const person = () => uuid().references(() => users.id);

/** 项目库 (S100). When each step was taken is in `state_transitions`; who took it is here, because two people must. */
export const libraryProjects = pgTable(
  "library_projects",
  {
    id: primaryId(),
    publicCode: text().notNull().unique(),
    /** The village, or the town or county when the project is for all of it. */
    regionCode: regionCode().notNull(),
    title: text().notNull(),
    purpose: text().notNull(),
    description: text().notNull(),
    plannedFrom: day().notNull(),
    plannedTo: day().notNull(),
    state: text({ enum: libraryProjectStates }).notNull(),
    /** Moves with every change, so that no text is overwritten unseen. */
    version: integer().notNull().default(1),
    /** 批复文号, given with the approval. */
    documentNumber: text(),
    appliedBy: person().notNull(),
    checkedBy: person(),
    reservedBy: person(),
    approvedBy: person(),
    acceptedBy: person(),
    announcedBy: person(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
    /** Invented for the demo: every page says so. */
    isDemo: boolean().notNull().default(false),
  },
  (table) => [
    check("library_projects_check_two_people", sql`${table.checkedBy} <> ${table.appliedBy}`),
    check(
      "library_projects_reserve_two_people",
      sql`${table.reservedBy} <> ${table.appliedBy} and ${table.reservedBy} <> ${table.checkedBy}`,
    ),
    check(
      "library_projects_approve_two_people",
      sql`${table.approvedBy} <> ${table.appliedBy} and ${table.approvedBy} <> ${table.reservedBy}`,
    ),
    check(
      "library_projects_accept_two_people",
      sql`${table.acceptedBy} <> ${table.appliedBy} and ${table.acceptedBy} <> ${table.approvedBy}`,
    ),
    check("library_projects_announce_two_people", sql`${table.announcedBy} <> ${table.acceptedBy}`),
    check(
      "library_projects_steps",
      sql`(${table.state} not in ('checked', 'reserved', 'approved', 'under_way', 'accepted', 'announced') or ${table.checkedBy} is not null)
        and (${table.state} not in ('reserved', 'approved', 'under_way', 'accepted', 'announced') or ${table.reservedBy} is not null)
        and (${table.state} not in ('approved', 'under_way', 'accepted', 'announced') or (${table.approvedBy} is not null and ${table.documentNumber} is not null))
        and (${table.state} not in ('accepted', 'announced') or ${table.acceptedBy} is not null)
        and (${table.state} <> 'announced' or ${table.announcedBy} is not null)`,
    ),
    check("library_projects_days", sql`${table.plannedFrom} <= ${table.plannedTo}`),
    index("library_projects_region").on(table.regionCode),
  ],
);

const project = () =>
  uuid()
    .notNull()
    .references(() => libraryProjects.id);

/** Every change of a budget is a version with its reason; money follows the latest one that was approved. */
export const libraryBudgets = pgTable(
  "library_budgets",
  {
    id: primaryId(),
    projectId: project(),
    number: integer().notNull(),
    totalFen: fen().notNull(),
    reason: text().notNull(),
    proposedBy: person().notNull(),
    proposedAt: instant().notNull(),
    approvedBy: person(),
    approvedAt: instant(),
    refusedBy: person(),
    refusedAt: instant(),
    refusal: text(),
  },
  (table) => [
    unique("library_budgets_number").on(table.projectId, table.number),
    check("library_budgets_total", sql`${table.totalFen} > 0`),
    check("library_budgets_two_people", sql`${table.approvedBy} <> ${table.proposedBy}`),
    check(
      "library_budgets_decision",
      sql`(${table.approvedBy} is null) = (${table.approvedAt} is null) and (${table.refusedBy} is null) = (${table.refusedAt} is null)
        and (${table.refusedBy} is null) = (${table.refusal} is null) and (${table.approvedBy} is null or ${table.refusedBy} is null)`,
    ),
  ],
);

export const libraryBudgetLines = pgTable(
  "library_budget_lines",
  {
    id: primaryId(),
    budgetId: uuid()
      .notNull()
      .references(() => libraryBudgets.id),
    position: integer().notNull(),
    item: text().notNull(),
    quantity: integer().notNull(),
    unit: text().notNull(),
    unitPriceFen: fen().notNull(),
  },
  (table) => [
    unique("library_budget_lines_position").on(table.budgetId, table.position),
    check("library_budget_lines_amount", sql`${table.quantity} > 0 and ${table.unitPriceFen} > 0`),
  ],
);
