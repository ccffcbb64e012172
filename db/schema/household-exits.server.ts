import { sql } from "drizzle-orm";
import { check, integer, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { correctionKinds, correctionStates, exitStates, reentryStates } from "#app/domain/households/household-exit.ts";
import { day, fen, instant, primaryId } from "../columns.server.ts";
import { users } from "./accounts.server.ts";
import { files } from "./files.server.ts";
import { households } from "./households.server.ts";

/** 退出验收 (S16): who proposed, who inspected, signed, and what was found. Once accepted the record is never rewritten. */
export const householdExits = pgTable(
  "household_exits",
  {
    id: primaryId(),
    householdId: uuid()
      .notNull()
      .references(() => households.id),
    /** The version the exit was proposed on: a change of the file ends the proposal. */
    version: integer().notNull(),
    state: text({ enum: exitStates }).notNull(),
    reason: text().notNull(),
    evidenceFileId: uuid()
      .notNull()
      .references(() => files.id),
    proposedBy: uuid()
      .notNull()
      .references(() => users.id),
    proposedAt: instant().notNull(),
    /** 谁验收、谁签字、谁负责: another person than the responsible one and the proposer. */
    inspectedBy: uuid().references(() => users.id),
    inspectedAt: instant(),
    /** The 帮扶责任人 on the day of the inspection. */
    responsibleUserId: uuid().references(() => users.id),
    inspectorName: text(),
    findings: text(),
    /** Yearly income per person, in fen, as inspected. */
    incomePerPersonFen: fen(),
    signatureFileId: uuid().references(() => files.id),
    helpUntil: day(),
    stoppedBy: uuid().references(() => users.id),
    stopReason: text(),
    closedAt: instant(),
  },
  (table) => [
    check(
      "household_exits_accepted",
      sql`${table.state} <> 'accepted' or (${table.inspectedBy} is not null and ${table.inspectedAt} is not null
        and ${table.inspectorName} is not null and ${table.findings} is not null and ${table.signatureFileId} is not null
        and ${table.helpUntil} is not null and ${table.inspectedBy} is distinct from ${table.responsibleUserId}
        and ${table.inspectedBy} is distinct from ${table.proposedBy})`,
    ),
    uniqueIndex("household_exits_open").on(table.householdId).where(sql`state = 'proposed'`),
  ],
);

/** 剔除与补录 (S14): removal of who should not be on file, inclusion of who was wrongly left out. Reason, evidence, two people. */
export const householdCorrections = pgTable(
  "household_corrections",
  {
    id: primaryId(),
    householdId: uuid()
      .notNull()
      .references(() => households.id),
    kind: text({ enum: correctionKinds }).notNull(),
    state: text({ enum: correctionStates }).notNull(),
    reason: text().notNull(),
    evidenceFileId: uuid()
      .notNull()
      .references(() => files.id),
    proposedBy: uuid()
      .notNull()
      .references(() => users.id),
    proposedAt: instant().notNull(),
    decidedBy: uuid().references(() => users.id),
    decidedAt: instant(),
    decisionReason: text(),
  },
  (table) => [
    check(
      "household_corrections_two_people",
      sql`${table.state} = 'proposed' or (${table.decidedBy} is not null and ${table.decidedAt} is not null
        and ${table.decisionReason} is not null and ${table.decidedBy} <> ${table.proposedBy})`,
    ),
    uniqueIndex("household_corrections_open").on(table.householdId).where(sql`state = 'proposed'`),
  ],
);

/** 返贫重新纳入 (S20): 镇申请 → 县审核 → 地级市审定, in order, by three accounts; on file from the next plan year. */
export const householdReentries = pgTable(
  "household_reentries",
  {
    id: primaryId(),
    householdId: uuid()
      .notNull()
      .references(() => households.id),
    state: text({ enum: reentryStates }).notNull(),
    reason: text().notNull(),
    evidenceFileId: uuid()
      .notNull()
      .references(() => files.id),
    appliedBy: uuid()
      .notNull()
      .references(() => users.id),
    appliedAt: instant().notNull(),
    reviewedBy: uuid().references(() => users.id),
    reviewedAt: instant(),
    approvedBy: uuid().references(() => users.id),
    approvedAt: instant(),
    /** The first day of the plan year it takes effect in. */
    effectiveFrom: day(),
    refusedBy: uuid().references(() => users.id),
    refusedAt: instant(),
    refusalReason: text(),
  },
  (table) => [
    check(
      "household_reentries_three_people",
      sql`(${table.reviewedBy} is null or ${table.reviewedBy} <> ${table.appliedBy})
        and (${table.approvedBy} is null or (${table.reviewedBy} is not null and ${table.approvedBy} <> ${table.appliedBy}
          and ${table.approvedBy} <> ${table.reviewedBy}))`,
    ),
    check(
      "household_reentries_states",
      sql`(${table.state} <> 'reviewed' or ${table.reviewedBy} is not null)
        and (${table.state} <> 'approved' or (${table.approvedBy} is not null and ${table.effectiveFrom} is not null))
        and (${table.state} <> 'refused' or (${table.refusedBy} is not null and ${table.refusalReason} is not null))`,
    ),
    uniqueIndex("household_reentries_open").on(table.householdId).where(sql`state in ('applied', 'reviewed')`),
  ],
);
