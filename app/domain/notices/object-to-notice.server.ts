import { createHash } from "node:crypto";
import { and, eq } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { notices, objections } from "#db/schema/verification.server.ts";
import type { Sealer } from "#db/sealer.server.ts";
import { anonymousActor } from "../actor.ts";
import { isPublicCode, newPublicCode } from "../ids.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import type { ObjectionInput } from "./notice-form.ts";
import { takesObjections } from "./notice-policy.ts";
import { objectionContactPlace } from "./sealed-places.ts";

export type ObjectToNoticeError = "not_found" | "notice_ended";

/**
 * Anyone objects to a notice that is up, without a name if they like (S7). The first open objection pauses it. The contact is sealed;
 * the code is the receipt. The same page sent twice is one objection with one code. Nobody's account is written down, signed in or not.
 */
export async function objectToNotice(
  { db, sealer }: { db: Db; sealer: Sealer },
  input: ObjectionInput & { noticeCode: string },
  at: Date,
): Promise<Result<{ objectionCode: string }, ObjectToNoticeError>> {
  if (!isPublicCode(input.noticeCode)) return err("not_found");
  return db.transaction(async (tx) => {
    const [notice] = await tx
      .select({ id: notices.id, state: notices.state })
      .from(notices)
      .where(eq(notices.publicCode, input.noticeCode))
      .for("update");
    if (!notice) return err("not_found");
    const id = idOfObjection(notice.id, input);
    const [sent] = await tx.select({ code: objections.publicCode }).from(objections).where(eq(objections.id, id));
    if (sent) return ok({ objectionCode: sent.code });
    if (!takesObjections(notice.state)) return err("notice_ended");
    const publicCode = newPublicCode();
    await tx.insert(objections).values({
      id,
      publicCode,
      noticeId: notice.id,
      content: input.content,
      contactSealed: input.contact === "" ? null : sealer.seal(input.contact, objectionContactPlace(id)),
      state: "received",
      createdAt: at,
    });
    if (notice.state === "open") {
      await tx
        .update(notices)
        .set({ state: "paused", pausedAt: at })
        .where(and(eq(notices.id, notice.id), eq(notices.state, "open")));
      await recordTransition(tx, at, anonymousActor, {
        noun: "notice",
        subjectId: notice.id,
        from: "open",
        event: "pause",
        to: "paused",
      });
    }
    await recordEvents(
      tx,
      at,
      { kind: "objection.received", objectionId: id },
      { kind: "notice.changed", noticeId: notice.id },
    );
    return ok({ objectionCode: publicCode });
  });
}

/** The key follows from page and words: sent twice it is the same row, other words on the same page are another objection. */
function idOfObjection(noticeId: string, { formNonce, content, contact }: ObjectionInput): string {
  const digest = createHash("sha256")
    .update(JSON.stringify([noticeId, formNonce, content, contact]))
    .digest("hex");
  return [8, 4, 4, 4, 12]
    .reduce<{ parts: string[]; from: number }>(
      ({ parts, from }, length) => ({ parts: [...parts, digest.slice(from, from + length)], from: from + length }),
      { parts: [], from: 0 },
    )
    .parts.join("-");
}
