import { and, count, eq, inArray } from "drizzle-orm";
import type { FileStore } from "#app/files/file-store.ts";
import type { Db } from "#db/client.server.ts";
import { impactReportPhotos, impactReports } from "#db/schema/impact-reports.server.ts";
import type { Actor } from "../actor.ts";
import { recordPictures } from "../files/store-file.server.ts";
import {
  discardPictures,
  type PictureError,
  type WrittenPicture,
  writePicture,
} from "../files/write-picture.server.ts";
import { recordEvents } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { findImpactReport } from "./find-impact-report.server.ts";
import { reportWriterRoles } from "./impact-report-policy.ts";

/** Pictures one report can have (U14). */
export const largestReportPhotoCount = 5;

export type AddReportPhotosError =
  | "not_found"
  | "not_editable"
  | "photo_required"
  | "too_many_photos"
  | `photo_${PictureError}`;

/** Adds pictures to a report that is still being written: all or none, decoded and stored before the transaction. */
export async function addImpactReportPhotos(
  { db, files }: { db: Db; files: FileStore },
  input: { reportId: string; pictures: readonly Uint8Array[]; alternativeText: string; showsPerson: boolean },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, AddReportPhotosError>> {
  const report = await findImpactReport(db, { reportId: input.reportId, actor, roles: reportWriterRoles });
  if (report === null) return err("not_found");
  if (input.pictures.length === 0) return err("photo_required");
  if (input.pictures.length > largestReportPhotoCount) return err("too_many_photos");
  const written: WrittenPicture[] = [];
  for (const bytes of input.pictures) {
    const picture = await writePicture(files, bytes);
    if (!picture.ok) {
      await discardPictures(files, written);
      return err(`photo_${picture.code}`);
    }
    written.push(picture.value);
  }
  const added = await db.transaction(async (tx): Promise<Result<undefined, AddReportPhotosError>> => {
    const [open] = await tx
      .select({ id: impactReports.id })
      .from(impactReports)
      .where(and(eq(impactReports.id, report.id), inArray(impactReports.state, ["drafted", "returned"])))
      .for("update");
    if (!open) return err("not_editable");
    const [present] = await tx
      .select({ count: count() })
      .from(impactReportPhotos)
      .where(eq(impactReportPhotos.reportId, report.id));
    const first = present?.count ?? 0;
    if (first + written.length > largestReportPhotoCount) return err("too_many_photos");
    await recordPictures(tx, written, actor, at);
    const { alternativeText, showsPerson } = input;
    await tx.insert(impactReportPhotos).values(
      written.map((picture, index) => ({
        reportId: report.id,
        fileId: picture.id,
        position: first + index,
        alternativeText,
        showsPerson,
      })),
    );
    await recordEvents(tx, at, { kind: "impact_report.changed", reportId: report.id });
    return ok();
  });
  if (!added.ok) await discardPictures(files, written);
  return added;
}
