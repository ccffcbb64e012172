import { index, integer, pgTable, text } from "drizzle-orm/pg-core";
import { day, primaryId, regionCode } from "../columns.server.ts";

/** 政策宣传: plain-language policy cards with validity and source (S35). Law texts stay Chinese; English has a summary. */
export const policyArticles = pgTable(
  "policy_articles",
  {
    id: primaryId(),
    slug: text().notNull().unique(),
    regionCode: regionCode().notNull(),
    title: text().notNull(),
    titleEn: text().notNull(),
    summary: text().notNull(),
    summaryEn: text().notNull(),
    /** Markdown without HTML. */
    body: text().notNull(),
    source: text().notNull(),
    validFrom: day().notNull(),
    validTo: day(),
    position: integer().notNull(),
  },
  (table) => [index("policy_articles_region").on(table.regionCode)],
);
