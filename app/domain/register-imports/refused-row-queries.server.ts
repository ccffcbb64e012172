import { and, asc, eq } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { importFindings, stagedHouseholds } from "#db/schema/register-imports.server.ts";

/** More refused households than this are not handed out in one file: something is wrong with the whole table. */
export const largestMarkedHouseholds = 20_000;

/** First rows of the refused households, and what was said of each row. Ask with an import found in the reader's scope. */
export async function listRefusedRows(db: DbOrTx, { importId }: { importId: string }) {
  const households = await db
    .select({ firstRow: stagedHouseholds.firstRow })
    .from(stagedHouseholds)
    .where(and(eq(stagedHouseholds.importId, importId), eq(stagedHouseholds.verdict, "refused")))
    .orderBy(asc(stagedHouseholds.ordinal))
    .limit(largestMarkedHouseholds);
  const findings = await db
    .select({
      row: importFindings.rowNumber,
      column: importFindings.columnIndex,
      code: importFindings.code,
      otherRow: importFindings.otherRow,
    })
    .from(importFindings)
    .where(eq(importFindings.importId, importId))
    .orderBy(asc(importFindings.rowNumber))
    .limit(largestMarkedHouseholds * 5);
  return { firstRows: households.map(({ firstRow }) => firstRow), findings };
}
export type RefusedRows = Awaited<ReturnType<typeof listRefusedRows>>;
