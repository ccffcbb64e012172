import { integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { byteString, instant, primaryId } from "../columns.server.ts";
import { visits } from "./visits.server.ts";

/** A photo that is on its way: how much of it is here. The row and its pieces go when it is whole. */
export const visitPhotoUploads = pgTable("visit_photo_uploads", {
  id: primaryId(),
  visitId: uuid()
    .notNull()
    .references(() => visits.id),
  position: integer().notNull(),
  sizeBytes: integer().notNull(),
  sha256: text().notNull(),
  receivedBytes: integer().notNull(),
  changedAt: instant().notNull(),
});

export const visitPhotoChunks = pgTable(
  "visit_photo_chunks",
  {
    uploadId: uuid()
      .notNull()
      .references(() => visitPhotoUploads.id, { onDelete: "cascade" }),
    offset: integer().notNull(),
    bytes: byteString().notNull(),
  },
  (table) => [primaryKey({ columns: [table.uploadId, table.offset] })],
);
