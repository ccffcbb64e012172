import { and, type Column, ilike, or, type SQL, sql } from "drizzle-orm";

/**
 * The condition that every word of `text` (at most 8, split at spaces) occurs in one of the columns, however written in upper or lower
 * case. Nothing typed: always true. For short lists; needs and villages have a search index.
 */
export function mentionsWords(text: string, columns: readonly [Column, ...Column[]]): SQL {
  const words = text.normalize("NFKC").split(/\s+/u).filter(Boolean).slice(0, 8);
  const conditions = words.map((word) => {
    const pattern = `%${word.replace(/[\\%_]/g, "\\$&")}%`;
    return or(...columns.map((column) => ilike(column, pattern)));
  });
  return and(sql`true`, ...conditions) ?? sql`true`;
}
