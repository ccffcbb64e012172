import { sql } from "drizzle-orm";
import { bigint, customType, index, integer, jsonb, pgTable, primaryKey, text, unique } from "drizzle-orm/pg-core";
import { regionCode } from "../columns.server.ts";

const tokenVector = customType<{ data: string }>({ dataType: () => "tsvector" });

/**
 * Each combination of facet values once. A document carries its number, so that all facet counts of a query are one
 * `GROUP BY` on a small integer.
 */
export const searchFacetSets = pgTable(
  "search_facet_sets",
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    noun: text().notNull(),
    facets: jsonb().$type<Record<string, string>>().notNull(),
  },
  (table) => [unique("search_facet_sets_facets").on(table.noun, table.facets)],
);

/**
 * What can be found, derived from the truth and rebuilt at any time (`scripts/reindex.ts`). Narrow on purpose: matching and counting
 * read rows, so `tokens` and `words` live out of line (the migration sets storage), and nothing is here only to be shown.
 */
export const searchDocuments = pgTable(
  "search_documents",
  {
    noun: text().notNull(),
    id: text().notNull(),
    regionCode: regionCode().notNull(),
    /** Null: removed. The row stays so that a late older document cannot come back (safety.md D4). */
    facetSetId: integer(),
    /** Meaning by the noun's settings; larger than any date in milliseconds or amount in fen. */
    sort1: bigint({ mode: "number" }),
    sort2: bigint({ mode: "number" }),
    sort3: bigint({ mode: "number" }),
    sort4: bigint({ mode: "number" }),
    version: bigint({ mode: "number" }).notNull(),
    tokens: tokenVector().notNull(),
    /** Normalised text, to recheck phrases of three characters and more. */
    words: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.noun, table.id] }),
    index("search_documents_tokens").using("gin", table.tokens).with({ fastupdate: false }),
    // Covers counting while browsing: no row is fetched.
    index("search_documents_browse")
      .on(table.noun, table.regionCode.op("text_pattern_ops"), table.facetSetId)
      .where(sql`facet_set_id is not null`),
    index("search_documents_newest").on(table.noun, table.sort1.desc(), table.id).where(sql`facet_set_id is not null`),
  ],
);
