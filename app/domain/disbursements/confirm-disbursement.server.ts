import { eq } from "drizzle-orm";
import type { FileStore } from "#app/files/file-store.ts";
import type { Db } from "#db/client.server.ts";
import { disbursements } from "#db/schema/disbursements.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { recordPictures } from "../files/store-file.server.ts";
import { type OptionalPictureError, withOptionalPicture } from "../files/with-optional-picture.server.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { statesBefore } from "../transitions.ts";
import { disbursementTransitions } from "./disbursement.ts";
import { canConfirm, isInvolved } from "./disbursement-policy.ts";
import { getDisbursement } from "./disbursement-queries.server.ts";

export type ConfirmDisbursementError =
  | "not_found"
  | "same_person"
  | "conflict"
  | "photo_required"
  | OptionalPictureError;

/**
 * The recipient's side says that goods or money arrived: an officer who took no part in it (D6), by what the officer saw, or by the slip
 * the recipient signed, with its picture.
 */
export async function confirmDisbursement(
  services: { db: Db; files: FileStore },
  input: { disbursementId: string; method: "officer" | "signature"; pictures: readonly Uint8Array[] },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, ConfirmDisbursementError>> {
  const disbursement = await getDisbursement(services.db, input);
  if (disbursement === null) return err("not_found");
  if (!canConfirm(actor, disbursement)) return err(isInvolved(actor, disbursement) ? "same_person" : "not_found");
  if (input.method === "signature" && input.pictures.length === 0) return err("photo_required");
  const pictures = input.method === "signature" ? input.pictures : [];
  return withOptionalPicture<undefined, ConfirmDisbursementError>(services, pictures, async (tx, picture) => {
    // Locked first: a picture is recorded only once it is sure to belong to something.
    const [locked] = await tx
      .select({ state: disbursements.state })
      .from(disbursements)
      .where(eq(disbursements.id, disbursement.id))
      .for("update");
    if (!locked || !statesBefore(disbursementTransitions, "confirm").some((state) => state === locked.state)) {
      return err("conflict");
    }
    if (picture !== null) await recordPictures(tx, [picture], actor, at);
    await tx
      .update(disbursements)
      .set({
        state: "confirmed",
        confirmedBy: actorUserId(actor),
        confirmedAt: at,
        confirmationMethod: input.method,
        confirmationFileId: picture?.id ?? null,
      })
      .where(eq(disbursements.id, disbursement.id));
    const { id } = disbursement;
    await recordTransition(tx, at, actor, {
      noun: "disbursement",
      subjectId: id,
      from: "paid_out",
      event: "confirm",
      to: "confirmed",
    });
    await recordEvents(tx, at, { kind: "disbursement.changed", disbursementId: id });
    return ok();
  });
}
