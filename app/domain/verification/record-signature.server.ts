import type { FileStore } from "#app/files/file-store.ts";
import type { Db } from "#db/client.server.ts";
import { needSignatures } from "#db/schema/verification.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { recordPictures } from "../files/store-file.server.ts";
import { newId } from "../ids.ts";
import { findNeed } from "../needs/find-need.server.ts";
import { recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { getNeedSignature } from "./case-record-queries.server.ts";
import { lockNeedCase } from "./lock-need-case.server.ts";
import type { SignatureInput } from "./verification-form.ts";
import { signatureRoles } from "./verification-policy.ts";
import { type EvidenceError, withEvidencePicture } from "./with-evidence-picture.server.ts";

export type RecordSignatureError = "not_found" | "conflict" | "already_signed" | EvidenceError;

/**
 * Attaches the signature of the household, or of the village for its own need, to exactly this version (S8), with the picture that
 * proves it. One per version: a new version needs a new one.
 */
export async function recordSignature(
  services: { db: Db; files: FileStore },
  input: { needId: string; signature: SignatureInput; pictures: readonly Uint8Array[] },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, RecordSignatureError>> {
  const { needId, signature, pictures } = input;
  const found = await findNeed(services.db, { needId, actor, roles: signatureRoles });
  if (!found) return err("not_found");
  if (found.state !== "noticed") return err("conflict");
  return withEvidencePicture<undefined, RecordSignatureError>(services, pictures, async (tx, picture) => {
    const need = await lockNeedCase(tx, { needId, actor, roles: signatureRoles });
    if (!need) return err("not_found");
    if (need.state !== "noticed") return err("conflict");
    if (await getNeedSignature(tx, { needId, version: need.version })) return err("already_signed");
    await recordPictures(tx, [picture], actor, at);
    await tx.insert(needSignatures).values({
      ...signature,
      id: newId(),
      needId,
      needVersion: need.version,
      evidenceFileId: picture.id,
      recordedBy: actorUserId(actor),
      signedAt: at,
    });
    const { state } = need;
    await recordTransition(tx, at, actor, { noun: "need", subjectId: needId, from: state, event: "sign", to: state });
    return ok();
  });
}
