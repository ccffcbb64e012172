import { and, eq } from "drizzle-orm";
import type { FileStore } from "#app/files/file-store.ts";
import type { Db } from "#db/client.server.ts";
import { householdExits } from "#db/schema/household-exits.server.ts";
import type { SignedInActor } from "../actor.ts";
import { dayInChina } from "../clock.ts";
import { recordPictures } from "../files/store-file.server.ts";
import { stepHousehold } from "../households/lock-household.server.ts";
import { err, ok, type Result } from "../result.ts";
import { type EvidenceError, withEvidencePicture } from "../verification/with-evidence-picture.server.ts";
import { getOpenExit, getResponsibleUserId } from "./case-record-queries.server.ts";
import { closeFileNotice, type FileNoticeError } from "./close-file-notice.server.ts";
import type { InspectExitInput } from "./household-case-form.ts";
import { isPerson } from "./household-case-policy.ts";
import { lockForStep, type StepError } from "./take-step.server.ts";

export type InspectExitError =
  | StepError
  | FileNoticeError
  | EvidenceError
  | "inspector_is_responsible"
  | "same_person"
  | "not_own_name";

/**
 * 谁验收、谁签字、谁负责 (S16): the county's inspector accepts an exit after the full days of its notice, with findings, own name and the
 * picture of the signed acceptance. Neither the 帮扶责任人 nor the proposer inspects. Help goes on until the day that is set here (S18);
 * needs, pairings and money stay as they are.
 */
export async function inspectExit(
  services: { db: Db; files: FileStore },
  input: { householdId: string; inspection: InspectExitInput; pictures: readonly Uint8Array[] },
  actor: SignedInActor,
  at: Date,
): Promise<Result<undefined, InspectExitError>> {
  const { householdId, inspection, pictures } = input;
  if (inspection.inspectorName !== actor.displayName) return err("not_own_name");
  return withEvidencePicture<undefined, InspectExitError>(services, pictures, async (tx, picture) => {
    const file = await lockForStep(tx, { householdId, step: "exit", actor });
    if (!file.ok) return file;
    const [exit, responsibleUserId] = [await getOpenExit(tx, householdId), await getResponsibleUserId(tx, householdId)];
    if (exit === null) return err("conflict");
    if (isPerson(actor, responsibleUserId)) return err("inspector_is_responsible");
    if (isPerson(actor, exit.proposedBy)) return err("same_person");
    const { version } = file.value;
    const closed = await closeFileNotice(tx, { householdId, version, kind: "exit" }, actor, at);
    if (!closed.ok) return closed;
    await recordPictures(tx, [picture], actor, at);
    await tx
      .update(householdExits)
      .set({
        ...inspection,
        state: "accepted",
        inspectedBy: actor.userId,
        inspectedAt: at,
        responsibleUserId,
        signatureFileId: picture.id,
        closedAt: at,
      })
      .where(and(eq(householdExits.id, exit.id), eq(householdExits.state, "proposed")));
    const changes = { helpUntil: inspection.helpUntil, programmeTo: dayInChina(at) };
    const moved = await stepHousehold(tx, file.value, { event: "exit", changes }, actor, at);
    return moved ? ok() : err("conflict");
  });
}
