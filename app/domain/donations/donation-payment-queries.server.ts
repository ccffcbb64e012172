import { and, eq, inArray, isNotNull, lte } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { donations } from "#db/schema/donations.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { organizations } from "#db/schema/organizations.server.ts";
import { isId } from "../ids.ts";
import type { DonationState } from "./donation.ts";

/** What the commands need to talk to the provider about a donation. */
export async function getDonationForPayment(db: DbOrTx, params: { donationId: string }) {
  if (!isId(params.donationId)) return null;
  const [row] = await db
    .select({
      id: donations.id,
      state: donations.state,
      amountFen: donations.amountFen,
      locale: donations.locale,
      checkoutSessionId: donations.checkoutSessionId,
      checkoutUrl: donations.checkoutUrl,
      checkoutAttempt: donations.checkoutAttempt,
      checkoutExpiresAt: donations.checkoutExpiresAt,
      needTitle: needs.title,
      needCode: needs.publicCode,
      accountId: organizations.stripeAccountId,
    })
    .from(donations)
    .innerJoin(needs, eq(needs.id, donations.needId))
    .innerJoin(organizations, eq(organizations.id, donations.charityId))
    .where(eq(donations.id, params.donationId));
  return row ?? null;
}

/** Open donations nobody has heard of since `before`: the catch-up job asks the provider about them (B10). */
export async function listOpenDonations(
  db: DbOrTx,
  params: { before: Date; limit: number },
): Promise<{ id: string; state: DonationState }[]> {
  return db
    .select({ id: donations.id, state: donations.state })
    .from(donations)
    .where(
      and(
        inArray(donations.state, ["started", "pending"]),
        isNotNull(donations.checkoutSessionId),
        lte(donations.updatedAt, params.before),
      ),
    )
    .orderBy(donations.updatedAt)
    .limit(params.limit);
}
