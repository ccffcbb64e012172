import { and, eq } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { needPhotos, needs } from "#db/schema/needs.server.ts";
import type { Actor } from "../actor.ts";
import { isId } from "../ids.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { findNeed } from "./find-need.server.ts";
import { isEditableNeedState, needDrafterRoles } from "./need-policy.ts";

/** Takes a picture off a draft. The file's row stays for the record; without a need nobody may see it any more. */
export async function removeNeedPhoto(
  db: Db,
  input: { needId: string; fileId: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, "not_found" | "not_editable">> {
  return db.transaction(async (tx) => {
    const { needId, fileId } = input;
    const need = await findNeed(tx, { needId, actor, roles: needDrafterRoles });
    if (!need || !isId(fileId)) return err("not_found");
    const [locked] = await tx.select({ state: needs.state }).from(needs).where(eq(needs.id, needId)).for("update");
    if (!locked || !isEditableNeedState(locked.state)) return err("not_editable");
    const removed = await tx
      .delete(needPhotos)
      .where(and(eq(needPhotos.needId, needId), eq(needPhotos.fileId, fileId)))
      .returning({ fileId: needPhotos.fileId });
    if (removed.length === 0) return err("not_found");
    const { state } = locked;
    await recordTransition(tx, at, actor, {
      noun: "need",
      subjectId: needId,
      from: state,
      event: "remove_photo",
      to: state,
    });
    await recordEvents(tx, at, { kind: "need.changed", needId });
    return ok();
  });
}
