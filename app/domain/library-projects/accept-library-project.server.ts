import type { FileStore } from "#app/files/file-store.ts";
import type { Db } from "#db/client.server.ts";
import { libraryAcceptances } from "#db/schema/library-project-papers.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { violatedConstraint } from "../constraint-violation.server.ts";
import { recordPictures } from "../files/store-file.server.ts";
import { newId } from "../ids.ts";
import { type ForbiddenText, gateNeedTexts } from "../needs/gate-need-texts.server.ts";
import { err, ok, type Result } from "../result.ts";
import { type EvidenceError, withEvidencePicture } from "../verification/with-evidence-picture.server.ts";
import { findLibraryProject, lockUnchanged } from "./find-library-project.server.ts";
import { isSamePerson, mayTakeStep } from "./library-project.ts";
import type { AcceptanceInput } from "./library-project-form.ts";
import { moveLibraryProject } from "./move-library-project.server.ts";

export type AcceptProjectError = "not_found" | "conflict" | "same_person" | "open_spending" | EvidenceError;

/**
 * 验收 (S100): the record of who looked and what they found, with a picture of its paper, and the step it allows, in one transaction.
 * Neither the applicant nor who approved it accepts; a spending that is still proposed is decided first.
 */
export async function acceptLibraryProject(
  services: { db: Db; files: FileStore },
  input: AcceptanceInput & { projectId: string; pictures: readonly Uint8Array[] },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, AcceptProjectError> | ForbiddenText> {
  const recordedBy = actorUserId(actor);
  const { projectId, pictures, acceptedOn, members, conclusion } = input;
  const project = await findLibraryProject(services.db, { projectId, actor });
  if (project === null || recordedBy === null || !mayTakeStep(actor, project, "accept")) return err("not_found");
  if (project.state !== "under_way") return err("conflict");
  if (isSamePerson(actor, project, "accept")) return err("same_person");
  const forbidden = await gateNeedTexts(services.db, { title: members, summary: conclusion, story: "" }, null);
  if (forbidden) return forbidden;
  try {
    return await withEvidencePicture<undefined, AcceptProjectError>(services, pictures, async (tx, picture) => {
      if (!(await lockUnchanged(tx, project))) return err("conflict");
      await recordPictures(tx, [picture], actor, at);
      const record = { id: newId(), projectId, acceptedOn, members, conclusion, fileId: picture.id, recordedBy };
      await tx.insert(libraryAcceptances).values({ ...record, recordedAt: at });
      const set = { acceptedBy: recordedBy };
      await moveLibraryProject(tx, { project, event: "accept", reason: conclusion, set }, actor, at);
      return ok();
    });
  } catch (error) {
    if (violatedConstraint(error) === "library_projects_money") return err("open_spending");
    throw error;
  }
}
