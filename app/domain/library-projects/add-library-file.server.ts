import { eq } from "drizzle-orm";
import type { FileStore } from "#app/files/file-store.ts";
import type { Db } from "#db/client.server.ts";
import { libraryFiles } from "#db/schema/library-project-papers.server.ts";
import { libraryProjects } from "#db/schema/library-projects.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { recordPictures } from "../files/store-file.server.ts";
import { newId } from "../ids.ts";
import type { Fen } from "../money.ts";
import { err, ok, type Result } from "../result.ts";
import { type EvidenceError, withEvidencePicture } from "../verification/with-evidence-picture.server.ts";
import { findLibraryProject } from "./find-library-project.server.ts";
import { editableLibraryStates, projectApplicantRoles } from "./library-project.ts";

type NewFile = { kind: "quote"; words: string; amountFen: Fen } | { kind: "photo"; words: string; amountFen: null };

/** Hangs a quote with its paper, or a photo of the place, on an application (S47); staff only, and kept once it is there. */
export async function addLibraryFile(
  services: { db: Db; files: FileStore },
  input: NewFile & { projectId: string; pictures: readonly Uint8Array[] },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, "not_found" | "not_editable" | EvidenceError>> {
  const createdBy = actorUserId(actor);
  const { projectId, pictures, kind, words, amountFen } = input;
  const project = await findLibraryProject(services.db, { projectId, actor, roles: projectApplicantRoles });
  if (project === null || createdBy === null) return err("not_found");
  type Code = "not_editable";
  return withEvidencePicture<undefined, Code>(services, pictures, async (tx, picture) => {
    const [locked] = await tx
      .select({ state: libraryProjects.state })
      .from(libraryProjects)
      .where(eq(libraryProjects.id, projectId))
      .for("update");
    if (!editableLibraryStates.some((state) => state === locked?.state)) return err("not_editable");
    await recordPictures(tx, [picture], actor, at);
    const row = { id: newId(), projectId, kind, words, amountFen, fileId: picture.id, createdBy, createdAt: at };
    await tx.insert(libraryFiles).values(row);
    return ok();
  });
}
