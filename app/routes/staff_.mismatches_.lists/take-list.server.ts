import type { SignedInActor } from "#app/domain/actor.ts";
import { textOf } from "#app/domain/cell.ts";
import { type DepartmentList, recogniseList } from "#app/domain/department-lists/department-list.ts";
import { startListUpload } from "#app/domain/department-lists/move-list-upload.server.ts";
import { newId } from "#app/domain/ids.ts";
import { err } from "#app/domain/result.ts";
import type { Services } from "#app/services.server.ts";
import { fileNameOf, sampleOf, withOpenedUpload } from "../staff_.imports/take-upload.server.ts";

type Upload = { kind: DepartmentList; regionCode: string; file: { name: string; bytes: Uint8Array } };

/** Looks into a department's list, keeps it sealed and proposes its columns. What cannot be read is not kept. */
export function takeList(services: Services, { kind, regionCode, file }: Upload, actor: SignedInActor) {
  return withOpenedUpload(services, file.bytes, async (opened, rows) => {
    const columns = recogniseList(rows, kind);
    if (columns === null) return err("no_table");
    const uploadId = newId();
    const sample = JSON.stringify(sampleOf(rows, columns.headerRow));
    const headers = (rows.find((row) => row.number === columns.headerRow)?.cells ?? []).map((cell) =>
      textOf(cell).slice(0, 40),
    );
    const kept = await services.listFiles.save(uploadId, file.bytes);
    const sampleSealed = services.sealer.seal(sample, listSamplePlace(uploadId));
    const facts = { uploadId, kind, regionCode, columns, headers, sampleSealed, sha256: opened.sha256, ...kept };
    const input = { ...facts, fileName: fileNameOf(file.name) };
    const started = await startListUpload(services.db, input, actor, services.clock.now());
    if (!started.ok) await services.listFiles.remove(kept.storageKey);
    return started;
  });
}

export function listSamplePlace(uploadId: string): string {
  return `list_uploads:${uploadId}:sample`;
}
