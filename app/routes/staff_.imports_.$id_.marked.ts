import { requireFreshSecondFactor } from "#app/auth/fresh-second-factor.server.ts";
import { staff } from "#app/auth/policies.ts";
import { findImport } from "#app/domain/register-imports/find-import.server.ts";
import { importerRoles } from "#app/domain/register-imports/import-policy.ts";
import { listRefusedRows } from "#app/domain/register-imports/refused-row-queries.server.ts";
import { guardLoader, notFound } from "#app/http/guard.server.ts";
import { markedTable } from "#app/register-files/marked-table.server.ts";
import { writeCsv, writeXlsx } from "#app/register-files/write-table.server.ts";

/** The rows of refused households as they were uploaded, with the reasons in a column of their own (U26): to be corrected and sent again. */
export const loader = guardLoader(staff(...importerRoles), async ({ services, actor, params, url, t, context }) => {
  const found = await findImport(services.db, { importId: params.id ?? "", actor });
  if (found === null || found.storageKey === null || found.fileKeySealed === null) throw notFound();
  requireFreshSecondFactor(context, services.clock.now(), `${url.pathname}${url.search}`);
  const refused = await listRefusedRows(services.db, { importId: found.id });
  const file = await services.openTable(await services.uploads.open(found.storageKey, found.fileKeySealed));
  const table = await markedTable(file, { found, refused, words: t.registerImports });
  const isCsv = url.searchParams.get("format") === "csv";
  const body = isCsv ? writeCsv(table) : await writeXlsx([{ name: t.registerImports.problems, table }]);
  return new Response(body, {
    headers: {
      "Content-Type": isCsv
        ? "text/csv; charset=utf-8"
        : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
      "Content-Disposition": `attachment; filename="refused-rows.${isCsv ? "csv" : "xlsx"}"`,
      "Cache-Control": "private, no-store",
    },
  });
});
