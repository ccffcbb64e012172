import type { SignedInActor } from "#app/domain/actor.ts";
import { registerFields } from "#app/domain/register-imports/columns.ts";
import { findImport, type RegisterImport } from "#app/domain/register-imports/find-import.server.ts";
import { findingsPerPage, listFindings } from "#app/domain/register-imports/import-queries.server.ts";
import { listSameFile } from "#app/domain/register-imports/start-import.server.ts";
import { notFound } from "#app/http/guard.server.ts";
import { pageOf } from "#app/http/page-number.ts";
import type { Services } from "#app/services.server.ts";
import { samplePlace } from "../staff_.imports/take-upload.server.ts";
import type { MapColumn } from "./map-section.tsx";

type Args = { services: Services; actor: SignedInActor; importId: string; url: URL };

/** Everything the page of an import shows, whatever its state. Nothing of it is secret but the masked sample. */
export async function loadImport({ services, actor, importId, url }: Args) {
  const { db } = services;
  const found = await findImport(db, { importId, actor });
  if (found === null) throw notFound();
  const page = pageOf(url);
  const hasFindings = found.state === "checked" || found.state === "importing" || found.state === "done";
  const none = { items: [], total: 0 };
  const problems = hasFindings ? await listFindings(db, { importId, isWarning: false, page }) : none;
  const warnings = hasFindings ? await listFindings(db, { importId, isWarning: true, page: 1 }) : none;
  return {
    one: {
      id: found.id,
      state: found.state,
      fileName: found.fileName,
      format: found.format,
      encoding: found.encoding,
      sheetName: found.sheetName,
      headerRow: found.headerRow,
      errorCode: found.errorCode,
      hasFile: found.storageKey !== null && found.fileKeySealed !== null,
      programme: found.defaultProgramme,
      programmeFrom: found.defaultProgrammeFrom,
    },
    counts: {
      rowsRead: found.rowsRead,
      rowsSkipped: found.rowsSkipped,
      read: found.householdsRead,
      ready: found.householdsReady,
      unchanged: found.householdsUnchanged,
      refused: found.householdsRefused,
      persons: found.personsReady,
      written: found.householdsWritten,
      personsWritten: found.personsWritten,
    },
    columns: columnsOf(services, found),
    problems: { ...problems, page, pages: Math.ceil(problems.total / findingsPerPage) },
    warnings,
    sameFile: await listSameFile(db, { sha256: found.sha256, exceptId: importId, actor }),
  };
}
export type ImportPage = Awaited<ReturnType<typeof loadImport>>;

function columnsOf({ sealer }: Services, found: RegisterImport): MapColumn[] {
  if (found.state !== "uploaded" && found.state !== "checked") return [];
  const rows = found.sampleSealed === null ? [] : readSample(sealer.open(found.sampleSealed, samplePlace(found.id)));
  return found.headers.map((header, index) => ({
    header,
    field: registerFields.find((field) => found.columnMap[field]?.includes(index)) ?? "-",
    sample: rows.map((row) => row[index] ?? ""),
  }));
}

/** The masked first rows of an upload. */
export function readSample(text: string): string[][] {
  const rows: unknown = JSON.parse(text);
  return Array.isArray(rows) ? rows.map((row) => (Array.isArray(row) ? row.map(String) : [])) : [];
}
