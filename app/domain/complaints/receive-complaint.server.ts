import { createHash } from "node:crypto";
import { eq } from "drizzle-orm";
import type { FileStore } from "#app/files/file-store.ts";
import type { Db, Tx } from "#db/client.server.ts";
import { complaintFiles, complaints } from "#db/schema/complaints.server.ts";
import type { Sealer } from "#db/sealer.server.ts";
import { anonymousActor } from "../actor.ts";
import { dayInChina } from "../clock.ts";
import { recordPictures } from "../files/store-file.server.ts";
import {
  discardPictures,
  type PictureError,
  type WrittenPicture,
  writePicture,
} from "../files/write-picture.server.ts";
import { newPublicCode } from "../ids.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { getWholeNumberSetting } from "../regions/jurisdiction-queries.server.ts";
import { err, ok, type Result } from "../result.ts";
import { addWorkingDays } from "../working-days.ts";
import { replyRuleKey, standardReply } from "./complaint.ts";
import { complaintCode, complaintCodeHash } from "./complaint-code.server.ts";
import type { ComplaintInput } from "./complaint-form.ts";
import { findComplaintSubject } from "./find-complaint-subject.server.ts";
import { complaintContactPlace, complaintEmailPlace } from "./sealed-places.ts";

const picturesAllowed = 5;

export type ReceiveComplaintError = "photo_too_many" | `photo_${PictureError}`;
type Received = { complaintId: string; code: string; isNew: boolean };

/**
 * Takes a complaint from anyone (S121). Nobody's account is written down, signed in or not; ways to reach the person are sealed. The same
 * page sent twice is one complaint with one code. The day for the answer is counted at once, by the rule of the place on that day.
 */
export async function receiveComplaint(
  { db, sealer, files }: { db: Db; sealer: Sealer; files: FileStore },
  input: ComplaintInput & { pictures: readonly Uint8Array[]; locale: string },
  at: Date,
): Promise<Result<Received, ReceiveComplaintError>> {
  if (input.pictures.length > picturesAllowed) return err("photo_too_many");
  const written: WrittenPicture[] = [];
  let isKept = false;
  try {
    for (const bytes of input.pictures) {
      const picture = await writePicture(files, bytes);
      if (!picture.ok) return err(`photo_${picture.code}`);
      written.push(picture.value);
    }
    const received = await db.transaction((tx) => record(tx, { sealer, input, pictures: written }, at));
    isKept = received.isNew;
    return ok(received);
  } finally {
    if (!isKept) await discardPictures(files, written);
  }
}

type Recorded = {
  sealer: Sealer;
  input: ComplaintInput & { locale: string };
  pictures: readonly WrittenPicture[];
};

async function record(tx: Tx, { sealer, input, pictures }: Recorded, at: Date): Promise<Received> {
  const id = idOfComplaint(input);
  const code = complaintCode(sealer, id);
  const [sent] = await tx.select({ id: complaints.id }).from(complaints).where(eq(complaints.id, id));
  if (sent) return { complaintId: id, code, isNew: false };
  const subject = await findComplaintSubject(tx, input.about);
  const today = dayInChina(at);
  const rule = await getWholeNumberSetting(tx, { regionCode: subject.regionCode, key: replyRuleKey, day: today });
  const workingDays = rule?.value ?? standardReply.workingDays;
  await tx.insert(complaints).values({
    id,
    codeHash: complaintCodeHash(code) ?? "",
    caseNumber: newPublicCode(),
    kind: input.kind,
    content: input.content,
    contactSealed: input.contact === "" ? null : sealer.seal(input.contact, complaintContactPlace(id)),
    emailSealed: input.email === "" ? null : sealer.seal(input.email, complaintEmailPlace(id)),
    locale: input.locale,
    aboutPath: subject.path,
    needId: subject.needId,
    householdId: subject.householdId,
    organizationId: subject.organizationId,
    fundId: subject.fundId,
    regionCode: subject.regionCode,
    state: "received",
    receivedAt: at,
    dueOn: addWorkingDays(today, workingDays),
    replyWorkingDays: workingDays,
    ruleSource: rule?.source ?? standardReply.source,
  });
  await recordPictures(tx, pictures, anonymousActor, at);
  if (pictures.length > 0) {
    await tx.insert(complaintFiles).values(pictures.map((picture) => ({ complaintId: id, fileId: picture.id })));
  }
  await recordTransition(tx, at, anonymousActor, {
    noun: "complaint",
    subjectId: id,
    from: null,
    event: "receive",
    to: "received",
  });
  await recordEvents(tx, at, { kind: "complaint.changed", complaintId: id });
  return { complaintId: id, code, isNew: true };
}

/** The key follows from page and words: sent twice it is the same row, other words on the same page are another complaint. */
function idOfComplaint({ formNonce, kind, content, contact, email, about }: ComplaintInput): string {
  const digest = createHash("sha256")
    .update(JSON.stringify([formNonce, kind, content, contact, email, about]))
    .digest("hex");
  return [
    digest.slice(0, 8),
    digest.slice(8, 12),
    digest.slice(12, 16),
    digest.slice(16, 20),
    digest.slice(20, 32),
  ].join("-");
}
