import { and, eq, inArray } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { donations } from "#db/schema/donations.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { dayInChina } from "../clock.ts";
import { newId } from "../ids.ts";
import { err, ok, type Result } from "../result.ts";
import type { DonationInput } from "./donation-form.ts";
import { getGivingNeed } from "./donation-queries.server.ts";
import type { NoGiftReason } from "./giving-conditions.ts";

/**
 * Writes down that somebody wants to give; no money has moved and nothing is reserved (C2). The form's nonce makes a double click, a
 * reload and the back button find the same row (B9): while nothing is paid its details follow the form, afterwards it stays as it is.
 */
export async function startDonation(
  db: Db,
  input: DonationInput & { needCode: string; locale: string },
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
        inArray(donations.state, ["started"]),
      ),
    )
    .returning({ id: donations.id });
  const [existing] =
    changed.length > 0
      ? changed
      : await db
          .select({ id: donations.id })
          .from(donations)
          .where(and(eq(donations.formNonce, input.formNonce), eq(donations.needId, need.id)));
  return existing ? ok({ donationId: existing.id }) : err("not_found");
}
