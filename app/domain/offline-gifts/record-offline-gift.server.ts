import { and, eq, inArray, ne } from "drizzle-orm";
import type { FileStore } from "#app/files/file-store.ts";
import type { Db, DbOrTx } from "#db/client.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { offlineGifts } from "#db/schema/offline-gifts.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { violatedConstraint } from "../constraint-violation.server.ts";
import { recordPictures } from "../files/store-file.server.ts";
import { newId } from "../ids.ts";
import { charitiesOf } from "../organizations/organization-policy.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { type EvidenceError, withEvidencePicture } from "../verification/with-evidence-picture.server.ts";
import type { OfflineGiftKind } from "./offline-gift.ts";
import type { OfflineGiftInput } from "./offline-gift-form.ts";
import { isReceivingNeed } from "./receiving-needs.server.ts";

export type RecordOfflineGiftError = "not_found" | "unknown_need" | "no_household" | "same_document" | EvidenceError;

/**
 * Writes down a bank transfer or goods with the picture of its document. Nothing counts yet: a second person confirms it. The same form
 * sent twice finds the first record; another gift with a document number that is in use is refused.
 */
export async function recordOfflineGift(
  services: { db: Db; files: FileStore },
  input: { gift: OfflineGiftInput; pictures: readonly Uint8Array[] },
  actor: Actor,
  at: Date,
): Promise<Result<{ offlineGiftId: string }, RecordOfflineGiftError>> {
  const recordedBy = actorUserId(actor);
  const need = await findReceivingNeed(services.db, { needId: input.gift.needId, kind: input.gift.kind, actor });
  if (recordedBy === null) return err("not_found");
  if (need === null) return err("unknown_need");
  const gift = { ...input.gift, charityId: need.charityId };
  if (gift.kind === "money" && gift.surplusChoice === "same_household" && !need.isHouseholdNeed)
    return err("no_household");
  try {
    return await withEvidencePicture<{ offlineGiftId: string }, RecordOfflineGiftError>(
      services,
      input.pictures,
      async (tx, picture) => {
        await recordPictures(tx, [picture], actor, at);
        const { amount: amountFen, ...fields } = gift;
        const id = newId();
        await tx.insert(offlineGifts).values({
          ...fields,
          id,
          amountFen,
          documentFileId: picture.id,
          state: "recorded",
          recordedBy,
          recordedAt: at,
        });
        const step = { noun: "offline_gift", subjectId: id, from: null, event: "record", to: "recorded" };
        await recordTransition(tx, at, actor, step);
        await recordEvents(tx, at, { kind: "offline_gift.changed", offlineGiftId: id });
        return ok({ offlineGiftId: id });
      },
    );
  } catch (error) {
    if (violatedConstraint(error) !== "offline_gifts_document") throw error;
    const same = await findSameRecord(services.db, gift, recordedBy);
    return same === null ? err("same_document") : ok({ offlineGiftId: same });
  }
}

async function findReceivingNeed(db: DbOrTx, params: { needId: string; kind: OfflineGiftKind; actor: Actor }) {
  const charityIds = charitiesOf(params.actor).map((charity) => charity.id);
  if (charityIds.length === 0) return null;
  const [need] = await db
    .select({ charityId: needs.charityId, householdId: needs.householdId })
    .from(needs)
    .where(and(eq(needs.id, params.needId), inArray(needs.charityId, charityIds), isReceivingNeed(params.kind)));
  if (!need || need.charityId === null) return null;
  return { charityId: need.charityId, isHouseholdNeed: need.householdId !== null };
}

/** The record a second click of the same person meant. */
async function findSameRecord(
  db: DbOrTx,
  gift: OfflineGiftInput & { charityId: string },
  recordedBy: string,
): Promise<string | null> {
  const [row] = await db
    .select({ id: offlineGifts.id })
    .from(offlineGifts)
    .where(
      and(
        eq(offlineGifts.charityId, gift.charityId),
        eq(offlineGifts.documentNumber, gift.documentNumber),
        ne(offlineGifts.state, "rejected"),
        eq(offlineGifts.recordedBy, recordedBy),
        eq(offlineGifts.needId, gift.needId),
        eq(offlineGifts.kind, gift.kind),
        eq(offlineGifts.amountFen, gift.amount),
      ),
    );
  return row?.id ?? null;
}
