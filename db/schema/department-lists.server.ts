import { sql } from "drizzle-orm";
import { check, index, integer, jsonb, pgTable, primaryKey, text, unique, uuid } from "drizzle-orm/pg-core";
import {
  departmentLists,
  type ListTable,
  mismatchFindings,
  mismatchStates,
} from "#app/domain/department-lists/department-list.ts";
import { listRowRefusals, listUploadStates } from "#app/domain/department-lists/list-upload.ts";
import { instant, primaryId, regionCode } from "../columns.server.ts";
import { users } from "./accounts.server.ts";
import { householdMembers, households } from "./households.server.ts";

/** One list of another department that was compared with the register (S13). Its rows are not kept, only how many there were. */
export const listComparisons = pgTable("list_comparisons", {
  id: primaryId(),
  kind: text({ enum: departmentLists }).notNull(),
  regionCode: regionCode().notNull(),
  fileName: text().notNull(),
  sha256: text().notNull(),
  rowsRead: integer().notNull(),
  /** Rows whose ID number cannot be read. */
  rowsRefused: integer().notNull(),
  /** Rows of people who are not in the register here. */
  rowsUnknown: integer().notNull(),
  rowsMatched: integer().notNull(),
  mismatchesFound: integer().notNull(),
  comparedAt: instant().notNull(),
});

/** What such a list says against the register, to be decided by a person. The same row of a later list does not come back. */
export const listMismatches = pgTable(
  "list_mismatches",
  {
    id: primaryId(),
    comparisonId: uuid()
      .notNull()
      .references(() => listComparisons.id),
    finding: text({ enum: mismatchFindings }).notNull(),
    householdId: uuid()
      .notNull()
      .references(() => households.id),
    memberId: uuid()
      .notNull()
      .references(() => householdMembers.id),
    regionCode: regionCode().notNull(),
    detailSealed: text(), // the few columns of the row that say it
    contentHash: text().notNull(), // keyed: tells a row from the same one of a later list, and nothing else
    state: text({ enum: mismatchStates }).notNull(),
    foundAt: instant().notNull(),
    decidedBy: uuid().references(() => users.id),
    decidedAt: instant(),
    reason: text(),
  },
  (table) => [
    unique("list_mismatches_once").on(table.memberId, table.finding, table.contentHash),
    index("list_mismatches_queue").on(table.state, table.foundAt, table.id),
    check(
      "list_mismatches_decided",
      sql`(state = 'open') = (decided_at is null) and (state = 'open') = (decided_by is null) and (state = 'open' or char_length(btrim(reason)) >= 2)`,
    ),
  ],
);

/** A list on its way: uploaded, its columns named, checked, confirmed, compared (U26). The file is sealed on disk and removed at the end. */
export const listUploads = pgTable(
  "list_uploads",
  {
    id: primaryId(),
    kind: text({ enum: departmentLists }).notNull(),
    regionCode: regionCode().notNull(),
    state: text({ enum: listUploadStates }).notNull(),
    fileName: text().notNull(),
    sha256: text().notNull(),
    storageKey: text(),
    fileKeySealed: text(),
    headers: text().array().notNull(),
    columns: jsonb().$type<ListTable>().notNull(),
    /** The first rows, masked and sealed: shown while columns are named. */
    sampleSealed: text(),
    errorCode: text(),
    rowsRead: integer().notNull().default(0),
    rowsRefused: integer().notNull().default(0),
    rowsUnknown: integer().notNull().default(0),
    rowsMatched: integer().notNull().default(0),
    mismatchesFound: integer().notNull().default(0),
    createdBy: uuid()
      .notNull()
      .references(() => users.id),
    confirmedBy: uuid().references(() => users.id),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
  },
  (table) => [index("list_uploads_state").on(table.state), index("list_uploads_sha").on(table.sha256)],
);

/** Rows that could not be compared: which and why, never what stands in them. */
export const listRefusedRows = pgTable(
  "list_refused_rows",
  {
    uploadId: uuid()
      .notNull()
      .references(() => listUploads.id),
    rowNumber: integer().notNull(),
    code: text({ enum: listRowRefusals }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.uploadId, table.rowNumber] })],
);
