import type { SignedInActor } from "#app/domain/actor.ts";
import type { Row } from "#app/domain/cell.ts";
import { textOf } from "#app/domain/cell.ts";
import { newId } from "#app/domain/ids.ts";
import { headerSearchRows, recogniseTable } from "#app/domain/register-imports/columns.ts";
import { startImport } from "#app/domain/register-imports/start-import.server.ts";
import { err, ok, type Result } from "#app/domain/result.ts";
import { bytesInMemory, firstRowsOf } from "#app/register-files/open-register-file.server.ts";
import { type FileErrorCode, fileErrorOf, type RegisterFile } from "#app/register-files/register-file.ts";
import type { Services } from "#app/services.server.ts";

const sampleRows = 3;
const sampleCharacters = 24;
/** Uploads that are looked into at the same time: each may hold a whole file in memory. */
const largestAtOnce = 2;
let atOnce = 0;

type Upload = { regionCode: string; file: { name: string; bytes: Uint8Array } };

/** Opens an upload for the work that looks into it; what cannot be read is told by its code. At most two at the same time. */
export async function withOpenedUpload<Value, Code extends string>(
  services: Pick<Services, "openTable">,
  bytes: Uint8Array,
  work: (opened: RegisterFile, rows: Row[]) => Promise<Result<Value, Code>>,
): Promise<Result<Value, Code | FileErrorCode>> {
  if (atOnce >= largestAtOnce) return err("file_busy");
  atOnce += 1;
  try {
    const opened = await services.openTable(bytesInMemory(bytes));
    return await work(opened, await firstRowsOf(opened, headerSearchRows + sampleRows));
  } catch (error) {
    const code = fileErrorOf(error);
    if (code !== undefined) return err(code);
    throw error;
  } finally {
    atOnce -= 1;
  }
}

/** Step 上传: looks into the file, keeps it sealed, and begins an import. What cannot be read is not kept. */
export async function takeUpload(
  services: Services,
  { regionCode, file }: Upload,
  actor: SignedInActor,
): Promise<Result<{ importId: string }, FileErrorCode | "no_table" | "not_allowed">> {
  return withOpenedUpload(services, file.bytes, async (opened, rows) => {
    const table = recogniseTable(rows);
    if (table === undefined) return err("no_table");
    const sample = JSON.stringify(sampleOf(rows, table.headerRow));
    const importId = newId();
    const kept = await services.uploads.save(importId, file.bytes);
    const { format, encoding, sheetName, sha256, sizeBytes } = opened;
    const facts = { format, encoding, sheetName, sha256, sizeBytes, table, regionCode, ...kept };
    const sampleSealed = services.sealer.seal(sample, samplePlace(importId));
    const input = { ...facts, importId, sampleSealed, runner: "site", fileName: fileNameOf(file.name) } as const;
    const started = await startImport(services.db, input, actor, services.clock.now());
    if (!started.ok) await services.uploads.remove(kept.storageKey);
    return started.ok ? ok(started.value) : started;
  });
}

export function samplePlace(importId: string): string {
  return `register_imports:${importId}:sample`;
}

/** The first rows under the heads, long numbers masked. */
export function sampleOf(rows: readonly Row[], headerRow: number): string[][] {
  return rows
    .filter((row) => row.number > headerRow)
    .slice(0, sampleRows)
    .map((row) => row.cells.map((cell) => maskDigits(textOf(cell).slice(0, sampleCharacters))));
}

/** Long numbers are shown by their ends: enough to know a column by (F8). */
function maskDigits(text: string): string {
  return text.replace(
    /\d{9,}[\dXx]?/g,
    (digits) => `${digits.slice(0, 3)}${"*".repeat(digits.length - 5)}${digits.slice(-2)}`,
  );
}

export function fileNameOf(name: string): string {
  const plain = name.normalize("NFC").replace(/[\p{Cc}\u200b-\u200f\u202a-\u202e\u2066-\u2069]/gu, "");
  return (plain.split(/[\\/]/).at(-1) ?? "").slice(-120) || "table";
}
