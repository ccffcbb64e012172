import { redirect } from "@remix-run/node";
import { asc, eq } from "drizzle-orm";
import { z } from "zod";
import type { SignedInActor } from "#app/domain/actor.ts";
import { tableOfUses, usesOf } from "#app/domain/department-lists/department-list.ts";
import { listColumnsForm, unusedColumn } from "#app/domain/department-lists/mismatch-form.ts";
import {
  findListUpload,
  listListUploads,
  stepListUpload,
} from "#app/domain/department-lists/move-list-upload.server.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import type { Services } from "#app/services.server.ts";
import { listRefusedRows } from "#db/schema/department-lists.server.ts";
import { readSample } from "../staff_.imports_.$id/import-page.server.ts";
import { listSamplePlace } from "../staff_.mismatches_.lists/take-list.server.ts";

type Args = { services: Services; actor: SignedInActor; uploadId: string };

/** Everything the page of a list shows, whatever its state. Nothing of it is secret but the masked sample. */
export async function loadList({ services, actor, uploadId }: Args) {
  const found = await findListUpload(services.db, { uploadId, actor });
  if (found === null) throw notFound();
  const { id, kind, state, fileName, errorCode, headers, columns, sampleSealed } = found;
  const canMap = state === "uploaded" || state === "checked";
  const rows =
    canMap && sampleSealed !== null ? readSample(services.sealer.open(sampleSealed, listSamplePlace(id))) : [];
  const uses = usesOf(columns, headers.length);
  const same = await listListUploads(services.db, { actor, sha256: found.sha256 });
  const { rowsRead, rowsMatched, rowsUnknown, rowsRefused, mismatchesFound } = found;
  return {
    one: { id, kind, state, fileName, errorCode, headerRow: columns.headerRow },
    counts: { rowsRead, rowsMatched, rowsUnknown, rowsRefused, mismatchesFound },
    columns: headers.map((header, index) => ({
      header,
      field: uses[index] ?? unusedColumn,
      sample: rows.map((row) => row[index] ?? ""),
    })),
    refusedRows: await services.db
      .select({ rowNumber: listRefusedRows.rowNumber, code: listRefusedRows.code })
      .from(listRefusedRows)
      .where(eq(listRefusedRows.uploadId, id))
      .orderBy(asc(listRefusedRows.rowNumber)),
    comparedBefore: same.find((other) => other.id !== id && other.state === "compared")?.updatedAt ?? null,
  };
}
export type ListPage = Awaited<ReturnType<typeof loadList>>;

/** The three things one can do on the page of a list. */
export async function actOnList({ services, actor, uploadId }: Args, formData: FormData) {
  const { db } = services;
  const at = services.clock.now();
  const found = await findListUpload(db, { uploadId, actor });
  if (found === null) throw notFound();
  const event = (["map", "confirm", "discard"] as const).find((one) => one === formData.get("intent"));
  if (event === undefined) throw new Response(null, { status: 400, statusText: "Bad Request" });
  if (event !== "map") {
    const form = parseForm(formData, z.object({ intent: z.literal(event) }));
    if (!form.ok) return form.reply;
    const result = await stepListUpload(db, { uploadId, event }, actor, at);
    return result.ok ? redirect(paths.staffList(uploadId), 303) : form.refuse({ "": [result.code] });
  }
  const form = parseForm(formData, listColumnsForm);
  if (!form.ok) return form.reply;
  const uses = form.value.columns.map((use) => (use === unusedColumn ? null : use));
  const columns = tableOfUses(found.headers, found.columns.headerRow, uses);
  if (typeof columns === "string") return form.refuse({ "": [columns] });
  const result = await stepListUpload(db, { uploadId, event, columns }, actor, at);
  return result.ok ? redirect(paths.staffList(uploadId), 303) : form.refuse({ "": [result.code] });
}
