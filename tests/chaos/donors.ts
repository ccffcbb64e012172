import { z } from "zod";
import { type SurplusChoice, surplusChoices } from "#app/domain/donations/donation.ts";
import { newId } from "#app/domain/ids.ts";
import { donations } from "#db/schema/donations.server.ts";
import { askStripe } from "./ask-stripe.ts";
import type { Platform } from "./platform.ts";

export type Donor = { donationId: string; sessionId: string; amountFen: bigint; surplusChoice: SurplusChoice };

const atOnce = 20;

/**
 * Donors who have their pay page open: a row of ours each, and a session at the local Stripe made by the site's own gateway.
 * @param random where amounts (5 to 20 yuan) and choices come from, so that a seed repeats a run
 */
export async function openPayPages(platform: Platform, count: number, random: () => number): Promise<Donor[]> {
  const at = platform.now();
  const expiresAt = new Date(at.getTime() + 3_600_000);
  const donors = Array.from({ length: count }, (_, index) => ({
    index,
    donationId: newId(),
    amountFen: BigInt(500 + Math.floor(random() * 1_500)),
    surplusChoice: surplusChoices[Math.floor(random() * surplusChoices.length)] ?? "same_village",
  }));
  const opened = await inBatches(donors, async ({ donationId, amountFen, surplusChoice, index }) => {
    const page = await platform.payments.openCheckout({
      donationId,
      attempt: 1,
      amountFen,
      itemName: "步栏村饮水管网入户",
      accountId: platform.charity.stripeAccountId,
      locale: "zh",
      successUrl: `${platform.front.url}/donations/${donationId}`,
      cancelUrl: `${platform.front.url}/donations/${donationId}`,
      expiresAt,
    });
    if (!page.ok) throw new Error(`no pay page: ${page.code}`);
    return { donationId, amountFen, surplusChoice, sessionId: page.value.sessionId, url: page.value.url, index };
  });
  await platform.connection.db.insert(donations).values(
    opened.map((one) => ({
      id: one.donationId,
      formNonce: newId(),
      needId: platform.need.id,
      charityId: platform.charity.charityId,
      amountFen: one.amountFen,
      state: "pending" as const,
      surplusChoice: one.surplusChoice,
      email: `donor-${one.donationId}@jiedui.example`,
      locale: "zh-CN",
      checkoutSessionId: one.sessionId,
      checkoutUrl: one.url,
      checkoutAttempt: 1,
      checkoutExpiresAt: expiresAt,
      createdAt: at,
      updatedAt: at,
    })),
  );
  return opened;
}

/** Pays every page. What the provider has to say about it waits for `flushDeliveries`. */
export async function payAll(platform: Platform, donors: readonly Donor[]): Promise<void> {
  await inBatches(donors, ({ sessionId }) => platform.stripe.control.paySession(sessionId, { method: "card" }));
}

/** Gives gifts back in full, as a charity does in the provider's own dashboard: none of our ids is on the refund. */
export async function refundAll(platform: Platform, donors: readonly Donor[]): Promise<void> {
  await inBatches(donors, async ({ sessionId }) => {
    const session = z
      .object({ payment_intent: z.string() })
      .parse(await askStripe(platform, `/v1/checkout/sessions/${sessionId}`));
    await askStripe(platform, "/v1/refunds", { payment_intent: session.payment_intent });
  });
}

async function inBatches<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let start = 0; start < items.length; start += atOnce) {
    results.push(...(await Promise.all(items.slice(start, start + atOnce).map(work))));
  }
  return results;
}
