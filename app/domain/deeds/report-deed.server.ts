import type { FileStore } from "#app/files/file-store.ts";
import type { Db } from "#db/client.server.ts";
import { pairingDeedFiles, pairingDeeds } from "#db/schema/pairing-deeds.server.ts";
import { membershipOf, type SignedInActor } from "../actor.ts";
import { dayInChina } from "../clock.ts";
import { recordPictures } from "../files/store-file.server.ts";
import { type OptionalPictureError, withOptionalPicture } from "../files/with-optional-picture.server.ts";
import { newId } from "../ids.ts";
import { getHelperPairing } from "../pairings/pairing-queries.server.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import type { ReportDeedInput } from "./deed-form.ts";

export type ReportDeedError =
  | "not_found"
  | "not_verified"
  | "conflict"
  | "in_future"
  | "before_pairing"
  | "evidence_missing"
  | OptionalPictureError;

/**
 * The helper reports one concrete deed with a picture of it (S50, S51). It counts once the other side has confirmed it. A deed of before the
 * tie began, or of a day to come, is none.
 */
export async function reportDeed(
  services: { db: Db; files: FileStore },
  input: ReportDeedInput & { pairingId: string; pictures: readonly Uint8Array[] },
  actor: SignedInActor,
  at: Date,
): Promise<Result<{ deedId: string }, ReportDeedError>> {
  const { pairingId, pictures, ...facts } = input;
  if (pictures.length === 0) return err("evidence_missing");
  if (facts.doneOn > dayInChina(at)) return err("in_future");
  return withOptionalPicture(
    services,
    pictures,
    async (tx, picture): Promise<Result<{ deedId: string }, ReportDeedError>> => {
      const pairing = await getHelperPairing(tx, { pairingId, actor });
      if (pairing === null) return err("not_found");
      if (pairing.organizationId !== null && membershipOf(actor, pairing.organizationId)?.isVerified !== true) {
        return err("not_verified");
      }
      if (pairing.state !== "active" || pairing.activatedAt === null || picture === null) return err("conflict");
      if (facts.doneOn < dayInChina(pairing.activatedAt)) return err("before_pairing");
      const deedId = newId();
      const year = Number(facts.doneOn.slice(0, 4));
      await recordPictures(tx, [picture], actor, at);
      const reported = { state: "reported" as const, reportedBy: actor.userId, reportedAt: at };
      await tx.insert(pairingDeeds).values({ id: deedId, pairingId, year, ...facts, ...reported });
      await tx.insert(pairingDeedFiles).values({ deedId, fileId: picture.id, position: 0 });
      const step = { noun: "pairing_deed" as const, subjectId: deedId, from: null, event: "report", to: "reported" };
      await recordTransition(tx, at, actor, step);
      await recordEvents(tx, at, { kind: "pairing.deed_changed", pairingId, deedId });
      return ok({ deedId });
    },
  );
}
