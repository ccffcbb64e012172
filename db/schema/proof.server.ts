import { bigint, bigserial, index, integer, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { chainedKinds } from "#app/domain/ledger/ledger.ts";
import { day, instant } from "../columns.server.ts";

/** Rows written but not chained yet; triggers put them here in the same transaction, the sealing job takes them out. */
export const chainPending = pgTable("chain_pending", {
  id: bigserial({ mode: "bigint" }).primaryKey(),
  kind: text({ enum: chainedKinds }).notNull(),
  subjectId: uuid().notNull(),
});

/** The hash chain over ledger and audit rows (D3, F9). Append-only. The leaf is computed from the rows themselves, so an altered row no longer fits. */
export const chainLinks = pgTable(
  "chain_links",
  {
    position: bigint({ mode: "bigint" }).primaryKey(),
    kind: text({ enum: chainedKinds }).notNull(),
    subjectId: uuid().notNull(),
    /** The day (China) whose root covers this link. */
    day: day().notNull(),
    /** Random and private: blinds what the public record leaves out. */
    salt: text().notNull(),
    leaf: text().notNull(),
    hash: text().notNull(),
    sealedAt: instant().notNull(),
  },
  (table) => [unique().on(table.kind, table.subjectId), index("chain_links_day").on(table.day, table.position)],
);

/** What is published for each day: the Merkle root of its leaves, chained to the day before. Append-only. */
export const chainRoots = pgTable("chain_roots", {
  day: day().primaryKey(),
  firstPosition: bigint({ mode: "bigint" }).notNull(),
  lastPosition: bigint({ mode: "bigint" }).notNull(),
  leafCount: integer().notNull(),
  merkleRoot: text().notNull(),
  root: text().notNull(),
  publishedAt: instant().notNull(),
});
