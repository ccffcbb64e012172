import { boolean, index, integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import type { FindingCode } from "#app/domain/register-imports/check-household.ts";
import type { ColumnMap } from "#app/domain/register-imports/columns.ts";
import { householdVerdicts, importStates } from "#app/domain/register-imports/register-import.ts";
import { day, instant, primaryId, regionCode } from "../columns.server.ts";
import { users } from "./accounts.server.ts";

/** One import of a table: its file, what its columns mean, how far it has got. */
export const registerImports = pgTable(
  "register_imports",
  {
    id: primaryId(),
    state: text({ enum: importStates }).notNull(),
    /** The site's jobs carry on what pages started, the shell what the shell started. */
    runner: text({ enum: ["site", "shell"] }).notNull(),
    /** The subtree it may write into; empty: the whole country (shell only). */
    regionCode: regionCode().notNull(),
    fileName: text().notNull(),
    sha256: text().notNull(),
    sizeBytes: text().notNull(),
    format: text({ enum: ["csv", "xlsx", "xls"] }).notNull(),
    encoding: text(),
    sheetName: text(),
    /** The upload, sealed on disk under a key of its own that is sealed here; null from the shell and when it has been removed. */
    storageKey: text(),
    fileKeySealed: text(),
    headerRow: integer().notNull(),
    headers: text().array().notNull(),
    columnMap: jsonb().$type<ColumnMap>().notNull(),
    /** The first rows, sealed: shown beside the columns while they are being named. */
    sampleSealed: text(),
    defaultProgramme: text({ enum: ["registered_poor", "monitoring"] }),
    defaultProgrammeFrom: day(),
    errorCode: text(),
    rowsRead: integer().notNull().default(0),
    rowsSkipped: integer().notNull().default(0),
    householdsRead: integer().notNull().default(0),
    householdsReady: integer().notNull().default(0),
    householdsUnchanged: integer().notNull().default(0),
    householdsRefused: integer().notNull().default(0),
    personsReady: integer().notNull().default(0),
    /** Everything below this ordinal is written. */
    nextOrdinal: integer().notNull().default(0),
    householdsWritten: integer().notNull().default(0),
    personsWritten: integer().notNull().default(0),
    createdBy: uuid().references(() => users.id),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
    confirmedBy: uuid().references(() => users.id),
    confirmedAt: instant(),
    finishedAt: instant(),
  },
  (table) => [index("register_imports_state").on(table.state), index("register_imports_sha").on(table.sha256)],
);

/** Households of a checked file, ready to be written, in its order. Unlogged: after a crash of the database the file is checked again. */
export const stagedHouseholds = pgTable(
  "register_import_households",
  {
    importId: uuid().notNull(),
    ordinal: integer().notNull(),
    firstRow: integer().notNull(),
    verdict: text({ enum: householdVerdicts }).notNull(),
    registerNumber: text(),
    id: uuid(),
    publicCode: text(),
    regionCode: regionCode(),
    headName: text(),
    phoneSealed: text(),
    bankAccountSealed: text(),
    bankAccountIndex: text(),
    bankName: text(),
    groupName: text(),
    programme: text(),
    programmeFrom: day(),
    causes: text().array(),
    circumstances: text(),
  },
  (table) => [primaryKey({ columns: [table.importId, table.ordinal] })],
);

export const stagedMembers = pgTable(
  "register_import_members",
  {
    importId: uuid().notNull(),
    ordinal: integer().notNull(),
    rowNumber: integer().notNull(),
    position: integer().notNull(),
    id: uuid().notNull(),
    name: text().notNull(),
    relation: text().notNull(),
    gender: text().notNull(),
    birthDate: day().notNull(),
    idNumberSealed: text(),
    idNumberIndex: text(),
    diagnosisSealed: text(),
    guardianSealed: text(),
    labourAbility: text().notNull(),
    isStudent: boolean().notNull(),
    isDisabled: boolean().notNull(),
    hasChronicIllness: boolean().notNull(),
  },
  (table) => [index("register_import_members_ordinal").on(table.importId, table.ordinal)],
);

/** Every reason why a row is not taken as it is, with row and column of the file; never the value itself. */
export const importFindings = pgTable(
  "register_import_findings",
  {
    importId: uuid().notNull(),
    ordinal: integer().notNull(),
    rowNumber: integer().notNull(),
    columnIndex: integer(),
    field: text(),
    code: text().$type<FindingCode>().notNull(),
    isWarning: boolean().notNull(),
    otherRow: integer(),
  },
  (table) => [index("register_import_findings_row").on(table.importId, table.isWarning, table.rowNumber)],
);
