import { and, eq, sql } from "drizzle-orm";
import type { FileStore } from "#app/files/file-store.ts";
import type { Db, Tx } from "#db/client.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { type Actor, systemActor } from "../actor.ts";
import { recordPictures } from "../files/store-file.server.ts";
import { discardPictures, type PictureError, writePicture } from "../files/write-picture.server.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { findPledgeForStep } from "./find-pledge-for-step.server.ts";
import { movePledge } from "./move-pledge.server.ts";
import type { StaffPledgeError } from "./pledge.ts";

/**
 * The recipient's side signs for what was delivered: a name, and a picture of the paper where there is one. When with it everything the
 * need asked for has been delivered and signed for, the need is fulfilled.
 */
export async function signPledge(
  { db, files }: { db: Db; files: FileStore },
  { pledgeId, signedByName, picture }: { pledgeId: string; signedByName: string; picture: Uint8Array | null },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, StaffPledgeError | `photo_${PictureError}`>> {
  const seen = await findPledgeForStep(db, { pledgeId, event: "sign" }, actor);
  if (!seen.ok) return seen;
  const written = picture === null ? null : await writePicture(files, picture);
  if (written !== null && !written.ok) return err(`photo_${written.code}`);
  const pictures = written === null ? [] : [written.value];
  const signed = await db.transaction(async (tx): Promise<Result<undefined, StaffPledgeError>> => {
    // The need first, always: what is signed at the same moment for the same need waits, and the last one sees them all.
    await tx.select({ id: needs.id }).from(needs).where(eq(needs.id, seen.value.needId)).for("update");
    const found = await findPledgeForStep(tx, { pledgeId, event: "sign" }, actor);
    if (!found.ok) return found;
    await recordPictures(tx, pictures, actor, at);
    const changes = { signedByName, signatureFileId: pictures[0]?.id ?? null };
    const move = { pledge: found.value, event: "sign", changes } as const;
    if (!(await movePledge(tx, move, actor, at))) return err("conflict");
    await fulfilNeedWhenComplete(tx, found.value.needId, at);
    return ok();
  });
  if (!signed.ok) await discardPictures(files, pictures);
  return signed;
}

/** Needs that also ask for money are fulfilled by their money, not here. */
async function fulfilNeedWhenComplete(tx: Tx, needId: string, at: Date): Promise<void> {
  const isComplete = sql`${needs.goalFen} is null
    and not exists (select from need_items where need_id = ${needId} and delivered_quantity < quantity)
    and exists (select from need_items where need_id = ${needId})
    and not exists (select from pledges where need_id = ${needId} and state = 'delivered')`;
  const [fulfilled] = await tx
    .update(needs)
    .set({ state: "fulfilled", fulfilledAt: at, updatedAt: at })
    .where(and(eq(needs.id, needId), eq(needs.state, "published"), isComplete))
    .returning({ id: needs.id });
  if (!fulfilled) return;
  await recordTransition(tx, at, systemActor, {
    noun: "need",
    subjectId: needId,
    from: "published",
    event: "fulfil",
    to: "fulfilled",
  });
  await recordEvents(tx, at, { kind: "need.changed", needId });
}
