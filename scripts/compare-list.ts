import { basename } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { type ComparedCounts, compareList } from "#app/domain/department-lists/compare-list.server.ts";
import { departmentLists, recogniseList } from "#app/domain/department-lists/department-list.ts";
import { isRegionCode } from "#app/domain/regions/region.ts";
import { headerSearchRows } from "#app/domain/register-imports/columns.ts";
import { readEnv } from "#app/env.server.ts";
import { zhCN } from "#app/i18n/zh-CN.ts";
import { bytesOfPath, firstRowsOf, openRegisterFile } from "#app/register-files/open-register-file.server.ts";
import { RegisterFileError } from "#app/register-files/register-file.ts";
import { createServices, type Services } from "#app/services.server.ts";
import { ClearError, describeFailure } from "#scripts/clear-error.ts";
import { loadEnvFile } from "#scripts/load-env-file.ts";

type Options = { path: string; list: string; regionCode: string; print: (line: string) => void; signal?: AbortSignal };

/**
 * `npm run lists:compare -- FILE --list KIND --region CODE`: holds another department's list against the register of a county (S13). The file is
 * read where it lies and never copied; a run that was stopped is simply repeated.
 */
export async function runCompareList(
  tools: Pick<Services, "db" | "sealer" | "clock">,
  { path, list, regionCode, print, signal }: Options,
): Promise<ComparedCounts> {
  const kind = departmentLists.find((one) => one === list);
  if (kind === undefined) throw new ClearError(`--list is one of ${departmentLists.join(", ")}.`);
  if (!isRegionCode(regionCode) || regionCode.length < 6)
    throw new ClearError("--region is the code of a county or of a place in it.");
  const file = await openRegisterFile(await bytesOfPath(path));
  const table = recogniseList(await firstRowsOf(file, headerSearchRows), kind);
  if (table === null)
    throw new ClearError("No row of heads with an ID number (身份证号) was found in the first 30 rows.");
  const opened = { name: basename(path), sha256: file.sha256, rows: file.rows };
  const input = { kind, regionCode, file: opened, table, ...(signal ? { signal } : {}) };
  const { counts } = await compareList(tools, input, tools.clock.now());
  print(
    `${counts.rowsRead} rows: ${counts.rowsMatched} in the register of ${regionCode}, ${counts.rowsUnknown} not, ` +
      `${counts.rowsRefused} without a readable ID number. New mismatches to decide: ${counts.mismatchesFound}.`,
  );
  return counts;
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { list: { type: "string", default: "" }, region: { type: "string", default: "" } },
  });
  const [path] = positionals;
  if (path === undefined) throw new ClearError("Usage: npm run lists:compare -- FILE --list KIND --region CODE");
  loadEnvFile();
  const services = createServices(readEnv(), { applicationName: "jiedui-lists" });
  try {
    await runCompareList(services, {
      path,
      list: values.list,
      regionCode: values.region,
      print: console.log,
    });
  } catch (error) {
    if (error instanceof RegisterFileError) throw new ClearError(zhCN.registerImports.fileErrors[error.code]);
    throw error;
  } finally {
    await services.close();
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  main().catch((failure) => {
    console.error(describeFailure(failure));
    process.exitCode = 1;
  });
}
