import { and, eq, type SQL } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { registerImports } from "#db/schema/register-imports.server.ts";
import { type Actor, scopesOf } from "../actor.ts";
import { isId } from "../ids.ts";
import { inScope } from "../scope.server.ts";
import { importerRoles } from "./import-policy.ts";

export type RegisterImport = typeof registerImports.$inferSelect;

/** Which imports the actor may see: those into the subtrees of the posting; the shell sees all. */
export function importsInScope(actor: Actor): SQL | undefined {
  return actor.kind === "system" ? undefined : inScope(registerImports.regionCode, scopesOf(actor, importerRoles));
}

/** The import, or null where it is not there or not in the actor's subtree. `forUpdate` holds it until the transaction ends. */
export async function findImport(
  db: DbOrTx,
  { importId, actor, forUpdate = false }: { importId: string; actor: Actor; forUpdate?: boolean },
): Promise<RegisterImport | null> {
  if (!isId(importId)) return null;
  const query = db
    .select()
    .from(registerImports)
    .where(and(eq(registerImports.id, importId), importsInScope(actor)));
  const [row] = forUpdate ? await query.for("update") : await query;
  return row ?? null;
}
