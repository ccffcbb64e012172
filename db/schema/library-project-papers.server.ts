import { sql } from "drizzle-orm";
import { check, index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { libraryFileKinds } from "#app/domain/library-projects/library-project.ts";
import { day, fen, instant, primaryId } from "../columns.server.ts";
import { users } from "./accounts.server.ts";
import { files } from "./files.server.ts";
import { libraryProjects } from "./library-projects.server.ts";
import { needs } from "./needs.server.ts";

/** Quotes with supplier and amount, photos of the place, the paper of the acceptance: pictures for staff. */
export const libraryFiles = pgTable(
  "library_files",
  {
    id: primaryId(),
    projectId: uuid()
      .notNull()
      .references(() => libraryProjects.id),
    kind: text({ enum: libraryFileKinds }).notNull(),
    /** The supplier of a quote; what a photo shows. */
    words: text().notNull(),
    amountFen: fen(),
    fileId: uuid()
      .notNull()
      .references(() => files.id),
    createdBy: uuid()
      .notNull()
      .references(() => users.id),
    createdAt: instant().notNull(),
  },
  (table) => [
    check("library_files_quote", sql`(${table.kind} = 'quote') = (${table.amountFen} is not null)`),
    index("library_files_project").on(table.projectId),
    index("library_files_file").on(table.fileId),
  ],
);

/** 验收: who looked, on which day, what they found; without it no project is accepted. */
export const libraryAcceptances = pgTable("library_acceptances", {
  id: primaryId(),
  projectId: uuid()
    .notNull()
    .unique()
    .references(() => libraryProjects.id),
  acceptedOn: day().notNull(),
  /** Who was there, by office: 村民代表 5 人、镇水利所, never private names. */
  members: text().notNull(),
  conclusion: text().notNull(),
  fileId: uuid()
    .notNull()
    .references(() => files.id),
  recordedBy: uuid()
    .notNull()
    .references(() => users.id),
  recordedAt: instant().notNull(),
});

/** A need of type project names its library project: gifts come through the need's own verification, and stand beside the public money. */
export const libraryProjectNeeds = pgTable(
  "library_project_needs",
  {
    needId: uuid()
      .primaryKey()
      .references(() => needs.id),
    projectId: uuid()
      .notNull()
      .references(() => libraryProjects.id),
    linkedBy: uuid()
      .notNull()
      .references(() => users.id),
    linkedAt: instant().notNull(),
  },
  (table) => [index("library_project_needs_project").on(table.projectId)],
);
