import { and, eq, isNull } from "drizzle-orm";
import type { FileStore } from "#app/files/file-store.ts";
import type { Db, Tx } from "#db/client.server.ts";
import { consents } from "#db/schema/consents.server.ts";
import { householdMembers } from "#db/schema/households.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { dayInChina } from "../clock.ts";
import { violatedConstraint } from "../constraint-violation.server.ts";
import { recordPictures } from "../files/store-file.server.ts";
import { type OptionalPictureError, withOptionalPicture } from "../files/with-optional-picture.server.ts";
import type { WrittenPicture } from "../files/write-picture.server.ts";
import { newId } from "../ids.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { adoptImportedHousehold } from "./adopt-imported-household.server.ts";
import { type ConsentField, consentTextVersion, isSignerMinor, needsGuardian } from "./consent.ts";
import { findHousehold } from "./find-household.server.ts";
import type { ConsentPurpose } from "./household.ts";
import { householdKeeperRoles, isEndedHousehold } from "./household-policy.ts";

export type RecordConsentError =
  | "not_found"
  | "household_ended"
  | "already_given"
  | "narrower_consent"
  | "signer_is_minor"
  | "guardian_required";

export type RecordConsentInput = {
  householdId: string;
  purpose: ConsentPurpose;
  /** Of the consent to publish: what may be shown. */
  fields?: readonly ConsentField[];
  signedByName: string;
  isGuardian: boolean;
};

/**
 * Records one consent given on paper (F11): who signed, for what, under which text, seen by whom. One consent stands per purpose; one to
 * publish more fields is a new version of it. Fewer fields are a withdrawal (`withdrawConsentFields`), which takes the pages along.
 */
export async function recordConsent(
  db: Db,
  input: RecordConsentInput,
  actor: Actor,
  at: Date,
): Promise<Result<undefined, RecordConsentError>> {
  return refusingTwins(() => db.transaction((tx) => keepConsent(tx, input, null, actor, at)));
}

/** The same with a picture of the signed paper, which only staff of the subtree can open (G2). */
export async function recordConsentWithPaper(
  services: { db: Db; files: FileStore },
  { pictures, ...input }: RecordConsentInput & { pictures: readonly Uint8Array[] },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, RecordConsentError | OptionalPictureError>> {
  return refusingTwins(() =>
    withOptionalPicture<undefined, RecordConsentError>(services, pictures, (tx, picture) =>
      keepConsent(tx, input, picture, actor, at),
    ),
  );
}

/** Two officers at the same moment: the index lets one consent stand. */
async function refusingTwins<Code extends string>(
  record: () => Promise<Result<undefined, Code>>,
): Promise<Result<undefined, Code | "already_given">> {
  try {
    return await record();
  } catch (error) {
    const constraint = violatedConstraint(error);
    if (constraint === "consents_standing" || constraint === "consents_versions") return err("already_given");
    throw error;
  }
}

async function keepConsent(
  tx: Tx,
  { householdId, fields = [], ...consent }: RecordConsentInput,
  picture: WrittenPicture | null,
  actor: Actor,
  at: Date,
): Promise<Result<undefined, RecordConsentError>> {
  const household = await findHousehold(tx, { householdId, actor, roles: householdKeeperRoles });
  if (!household) return err("not_found");
  if (isEndedHousehold(household.state)) return err("household_ended");
  const members = await tx
    .select({ name: householdMembers.name, birthDate: householdMembers.birthDate })
    .from(householdMembers)
    .where(and(eq(householdMembers.householdId, householdId), isNull(householdMembers.leftOn)));
  const today = dayInChina(at);
  if (isSignerMinor(consent.signedByName, members, today)) return err("signer_is_minor");
  if (needsGuardian(members, today) && !consent.isGuardian) return err("guardian_required");
  const isPublication = consent.purpose === "publish_masked";
  if (isPublication && !(await endNarrowerVersion(tx, { householdId, fields }, at))) return err("narrower_consent");
  if (picture) await recordPictures(tx, [picture], actor, at);
  await tx.insert(consents).values({
    ...consent,
    id: newId(),
    householdId,
    fields: isPublication ? [...fields] : [],
    textVersion: consentTextVersion,
    method: "signature",
    evidenceFileId: picture?.id ?? null,
    recordedBy: actorUserId(actor),
    givenAt: at,
  });
  await recordTransition(tx, at, actor, {
    noun: "household",
    subjectId: householdId,
    from: household.state,
    event: `consent_${consent.purpose}`,
    to: household.state,
  });
  if (household.state === "imported") await adoptImportedHousehold(tx, householdId, actor, at);
  await recordEvents(tx, at, { kind: "household.changed", householdId });
  return ok();
}

/** Ends the standing version if the new one has all its fields. False: it has not. */
async function endNarrowerVersion(
  tx: Tx,
  { householdId, fields }: { householdId: string; fields: readonly ConsentField[] },
  at: Date,
): Promise<boolean> {
  const [standing] = await tx
    .select({ id: consents.id, fields: consents.fields })
    .from(consents)
    .where(
      and(eq(consents.householdId, householdId), eq(consents.purpose, "publish_masked"), isNull(consents.withdrawnAt)),
    )
    .for("update");
  if (!standing) return true;
  if (!standing.fields.every((field) => fields.includes(field))) return false;
  await tx.update(consents).set({ withdrawnAt: at }).where(eq(consents.id, standing.id));
  return true;
}
