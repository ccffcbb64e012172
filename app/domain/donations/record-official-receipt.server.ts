import { eq } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { donations, officialReceipts } from "#db/schema/donations.server.ts";
import type { SignedInActor } from "../actor.ts";
import { violatedConstraint } from "../constraint-violation.server.ts";
import { recordPictures } from "../files/store-file.server.ts";
import type { WrittenFile } from "../files/write-picture.server.ts";
import { isId, newId } from "../ids.ts";
import { recordEvents } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { receiptStates } from "./donation.ts";
import type { OfficialReceiptInput } from "./official-receipt-form.ts";
import { charitiesOf } from "./official-receipt-policy.ts";
import { receiptStanding } from "./receipt.ts";

export type RecordOfficialReceiptCode = "not_found" | "is_void" | "conflict" | "same" | "taken";

/**
 * Writes down the number of the official receipt the charity issued for a gift, or corrects it: the row before stays and is replaced.
 * With it may come the receipt itself, a file already in the store: the same number again is then no mistake but adds it.
 * Only people of the verified charity that received the gift; for anyone else it is not there. `taken`: the number stands for another
 * gift of the charity now; PostgreSQL holds that, too, so two people at once cannot give one number to two gifts.
 */
export async function recordOfficialReceipt(
  db: Db,
  input: OfficialReceiptInput & { donationId: string; document?: WrittenFile | null },
  actor: SignedInActor,
  at: Date,
): Promise<Result<{ id: string }, RecordOfficialReceiptCode>> {
  if (!isId(input.donationId)) return err("not_found");
  try {
    return await db.transaction(async (tx) => {
      const [gift] = await tx.select().from(donations).where(eq(donations.id, input.donationId)).for("update");
      if (!gift || !charitiesOf(actor).includes(gift.charityId)) return err("not_found");
      if (!receiptStates.some((state) => state === gift.state)) return err("not_found");
      if (receiptStanding(gift) === "void") return err("is_void");
      const history = await tx.select().from(officialReceipts).where(eq(officialReceipts.donationId, gift.id));
      const current = history.find((one) => !history.some((later) => later.replacesId === one.id));
      if ((current?.id ?? null) !== input.replacesId) return err("conflict");
      const document = input.document ?? null;
      if (current?.number === input.number && document === null) return err("same");
      const id = newId();
      if (document !== null) await recordPictures(tx, [document], actor, at);
      await tx.insert(officialReceipts).values({
        id,
        donationId: gift.id,
        charityId: gift.charityId,
        number: input.number,
        documentFileId: document?.id ?? null,
        recordedBy: actor.userId,
        recordedAt: at,
        replacesId: input.replacesId,
      });
      await recordEvents(tx, at, { kind: "official_receipt.recorded", donationId: gift.id, receiptId: id });
      return ok({ id });
    });
  } catch (error) {
    if (violatedConstraint(error) === "official_receipts_number_in_use") return err("taken");
    throw error;
  }
}
