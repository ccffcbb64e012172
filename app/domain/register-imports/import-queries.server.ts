import { and, asc, count, desc, eq, inArray, isNotNull, isNull, lt, or } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { users } from "#db/schema/accounts.server.ts";
import { regions } from "#db/schema/regions.server.ts";
import { importFindings, registerImports } from "#db/schema/register-imports.server.ts";
import { type Actor, scopesOf } from "../actor.ts";
import { inScope } from "../scope.server.ts";
import { importsInScope, type RegisterImport } from "./find-import.server.ts";
import { importerRoles } from "./import-policy.ts";

export const importsPerPage = 20;
export const findingsPerPage = 50;

/** Imports of the actor's subtree, the newest first. */
export async function listImports(db: DbOrTx, { actor, page }: { actor: Actor; page: number }) {
  const where = importsInScope(actor);
  const [total] = await db.select({ count: count() }).from(registerImports).where(where);
  const items = await db
    .select({
      id: registerImports.id,
      state: registerImports.state,
      fileName: registerImports.fileName,
      regionName: regions.shortName,
      householdsReady: registerImports.householdsReady,
      householdsRefused: registerImports.householdsRefused,
      householdsWritten: registerImports.householdsWritten,
      createdByName: users.displayName,
      createdAt: registerImports.createdAt,
    })
    .from(registerImports)
    .leftJoin(regions, eq(regions.code, registerImports.regionCode))
    .leftJoin(users, eq(users.id, registerImports.createdBy))
    .where(where)
    .orderBy(desc(registerImports.createdAt))
    .limit(importsPerPage)
    .offset((page - 1) * importsPerPage);
  return { items, total: total?.count ?? 0 };
}
export type ImportListItem = Awaited<ReturnType<typeof listImports>>["items"][number];

/** The subtrees an actor may import into, by name: the choice on the upload page. */
export async function listImportRegions(db: DbOrTx, { actor }: { actor: Actor }) {
  const scopes = scopesOf(actor, importerRoles);
  if (scopes.length === 0) return [];
  return db
    .select({ code: regions.code, name: regions.shortName })
    .from(regions)
    .where(and(inScope(regions.code, scopes), inArray(regions.code, scopes)))
    .orderBy(asc(regions.code));
}

/** What is wrong with the rows, in the file's order. Ask with an import found in the reader's scope. */
export async function listFindings(
  db: DbOrTx,
  { importId, isWarning, page }: { importId: string; isWarning: boolean; page: number },
) {
  const where = and(eq(importFindings.importId, importId), eq(importFindings.isWarning, isWarning));
  const [total] = await db.select({ count: count() }).from(importFindings).where(where);
  const items = await db
    .select({
      rowNumber: importFindings.rowNumber,
      columnIndex: importFindings.columnIndex,
      field: importFindings.field,
      code: importFindings.code,
      otherRow: importFindings.otherRow,
    })
    .from(importFindings)
    .where(where)
    .orderBy(asc(importFindings.rowNumber), asc(importFindings.columnIndex), asc(importFindings.code))
    .limit(findingsPerPage)
    .offset((page - 1) * findingsPerPage);
  return { items, total: total?.count ?? 0 };
}
export type FindingItem = Awaited<ReturnType<typeof listFindings>>["items"][number];

/** How often each reason was given: the overview above the list. */
export async function countFindings(db: DbOrTx, { importId }: { importId: string }) {
  return db
    .select({ code: importFindings.code, isWarning: importFindings.isWarning, count: count() })
    .from(importFindings)
    .where(eq(importFindings.importId, importId))
    .groupBy(importFindings.code, importFindings.isWarning)
    .orderBy(desc(count()));
}

/** What the site's job has to carry on, the oldest first. */
export function listImportsAtWork(db: DbOrTx): Promise<RegisterImport[]> {
  return db
    .select()
    .from(registerImports)
    .where(and(eq(registerImports.runner, "site"), inArray(registerImports.state, ["checking", "importing"])))
    .orderBy(asc(registerImports.updatedAt));
}

/**
 * Imports whose file is no longer needed: given up, failed, without a refused row to correct, closed by an erasure, or untouched since `before`.
 */
export function listImportsToClear(db: DbOrTx, { before }: { before: Date }): Promise<RegisterImport[]> {
  const { state, householdsRefused, fileKeySealed, updatedAt } = registerImports;
  return db
    .select()
    .from(registerImports)
    .where(
      and(
        isNotNull(registerImports.storageKey),
        or(
          inArray(state, ["discarded", "failed"]),
          and(eq(state, "done"), or(eq(householdsRefused, 0), isNull(fileKeySealed))),
          and(inArray(state, ["done", "uploaded", "checked"]), lt(updatedAt, before)),
        ),
      ),
    )
    .limit(20);
}
