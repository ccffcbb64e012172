import { settleDispute } from "#app/domain/donations/settle-dispute.server.ts";
import { settleDonation } from "#app/domain/donations/settle-donation.server.ts";
import { settleRefund } from "#app/domain/donations/settle-refund.server.ts";
import { newId } from "#app/domain/ids.ts";
import type { Db } from "#db/client.server.ts";
import { donations } from "#db/schema/donations.server.ts";
import { factoryDate, type QualifiedCharity } from "#db/seed/factories.server.ts";

type Gift = Partial<typeof donations.$inferInsert> & { needId: string; charity: QualifiedCharity; amountFen: bigint };

/** A gift that went the whole way: started, paid at the provider, settled in the books. Returns its row's id. */
export async function payGift(db: Db, { charity, ...gift }: Gift, at = factoryDate): Promise<string> {
  const id = newId();
  await db.insert(donations).values({
    formNonce: newId(),
    charityId: charity.charityId,
    state: "pending",
    surplusChoice: "same_village",
    email: `donor-${id.slice(0, 8)}@jiedui.example`,
    locale: "zh-CN",
    checkoutSessionId: `cs_${id}`,
    createdAt: at,
    updatedAt: at,
    ...gift,
    id,
  });
  const truth = {
    donationId: id,
    sessionId: `cs_${id}`,
    state: "paid" as const,
    paymentIntentId: `pi_${id}`,
    paymentMethod: "alipay",
    amountFen: gift.amountFen,
    currency: "cny",
    isLive: false,
    accountId: charity.stripeAccountId,
    feeFen: 0n,
    failureCode: null,
  };
  await settleDonation(db, truth, null, { expectsLive: false }, at);
  return id;
}

/** The provider has given back a part of the gift, or all of it. */
export async function giveBack(db: Db, gift: { id: string; amountFen: bigint }, at = factoryDate): Promise<void> {
  const truth = {
    donationId: gift.id,
    providerRefundId: `re_${newId()}`,
    refundId: null,
    paymentIntentId: `pi_${gift.id}`,
    amountFen: gift.amountFen,
    state: "succeeded" as const,
    failureReason: null,
    accountId: "",
    isLive: false,
  };
  expectOutcome(await settleRefund(db, truth, null, at), "succeeded");
}

/** The donor's bank took the money back and the charity lost the dispute. */
export async function loseDispute(db: Db, gift: { id: string; amountFen: bigint }, at = factoryDate): Promise<void> {
  const truth = {
    donationId: gift.id,
    disputeId: `dp_${newId()}`,
    paymentIntentId: `pi_${gift.id}`,
    amountFen: gift.amountFen,
    takenFen: gift.amountFen,
    feeFen: 0n,
    state: "lost" as const,
    reason: "fraudulent",
    answerBy: null,
    accountId: "",
    isLive: false,
  };
  expectOutcome(await settleDispute(db, truth, null, at), "lost");
}

function expectOutcome(outcome: string, expected: string): void {
  if (outcome !== expected) throw new Error(`expected ${expected}, was ${outcome}`);
}
