import { createHash } from "node:crypto";
import { and, eq, inArray, or } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { donations } from "#db/schema/donations.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { dayInChina } from "../clock.ts";
import { newId } from "../ids.ts";
import type { Fen } from "../money.ts";
import { err, ok, type Result } from "../result.ts";
import type { DonationInput } from "./donation-form.ts";
import { getGivingNeed } from "./donation-queries.server.ts";
import type { NoGiftReason } from "./giving-conditions.ts";

/**
 * Writes down that somebody wants to give; no money has moved and nothing is reserved (C2). The form's nonce makes a double click, a
 * reload and the back button find the same row (B9): while nothing is paid its details follow the form (an amount that already has a pay page becomes a gift of its own), afterwards it stays
 * as it is.
 */
export async function startDonation(
  db: Db,
  input: Omit<DonationInput, "frequency"> & { needCode: string; locale: string },
  actor: Actor,
  at: Date,
): Promise<Result<{ donationId: string }, NoGiftReason | "not_found">> {
  const need = await getGivingNeed(db, { publicCode: input.needCode, today: dayInChina(at) });
  if (need === null) return err("not_found");
  if (need.noGiftReason !== null) return err(need.noGiftReason);
  if (need.charityId === null) return err("no_charity");
  const details = {
    amountFen: input.amountFen,
    surplusChoice: input.surplusChoice,
    allowsOperating: input.allowsOperating,
    receiptName: input.receiptName,
    email: input.email,
    publicName: input.publicName,
    message: input.message,
    locale: input.locale,
    updatedAt: at,
  };
  const inserted = await db
    .insert(donations)
    .values({
      id: newId(),
      formNonce: input.formNonce,
      needId: need.id,
      charityId: need.charityId,
      userId: actorUserId(actor),
      state: "started",
      createdAt: at,
      ...details,
    })
    .onConflictDoNothing({ target: donations.formNonce })
    .returning({ id: donations.id });
  const first = inserted[0];
  if (first) return ok({ donationId: first.id });
  const changed = await db
    .update(donations)
    .set(details)
    .where(
      and(
        eq(donations.formNonce, input.formNonce),
        eq(donations.needId, need.id),
        or(
          eq(donations.state, "started"),
          and(inArray(donations.state, unpaidStates), eq(donations.amountFen, input.amountFen)),
        ),
      ),
    )
    .returning({ id: donations.id, state: donations.state });
  const [existing] =
    changed.length > 0
      ? changed
      : await db
          .select({ id: donations.id, state: donations.state })
          .from(donations)
          .where(and(eq(donations.formNonce, input.formNonce), eq(donations.needId, need.id)));
  if (!existing) return err("not_found");
  // Its pay page asks for the amount of before: another amount is another gift, found again by the same form with the same amount.
  const isOtherAmount = changed.length === 0 && unpaidStates.some((state) => state === existing.state);
  if (isOtherAmount) {
    const formNonce = nonceOfChangedGift(input.formNonce, input.amountFen);
    return startDonation(db, { ...input, formNonce }, actor, at);
  }
  return ok({ donationId: existing.id });
}

const unpaidStates = ["pending", "expired", "failed"] as const;

/** The same form with the same new amount finds the same gift, however often it is sent (B9). */
function nonceOfChangedGift(formNonce: string, amountFen: Fen): string {
  const hash = createHash("sha256").update(`${formNonce}:${amountFen}`).digest("hex");
  return hash.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, "$1-$2-$3-$4-$5");
}
