import { findGiftOfPayment } from "#app/domain/donations/provider-event.server.ts";
import { settleDispute } from "#app/domain/donations/settle-dispute.server.ts";
import { settleDonation } from "#app/domain/donations/settle-donation.server.ts";
import { settleRefundsOfPayment } from "#app/domain/donations/settle-payment.server.ts";
import { newId } from "#app/domain/ids.ts";
import type { PaymentGateway } from "#app/payments/payment-gateway.ts";
import type { Db } from "#db/client.server.ts";
import { donations } from "#db/schema/donations.server.ts";
import type { QualifiedCharity } from "#db/seed/factories.server.ts";
import { answered, type GatewayContract } from "#tests/contract/stripe-gateway-setup.ts";

type Books = { db: Db; contract: GatewayContract; gateway: PaymentGateway; charity: QualifiedCharity };

/** What a donor, a clerk and a bank do at the provider, settled in the books as the provider's messages would. */
export function createProviderAndBooks({ db, contract, gateway, charity }: Books) {
  const accountId = charity.stripeAccountId;
  const now = () => new Date(contract.nowSeconds() * 1000);

  async function paymentOf(donationId: string, paymentIntentId: string) {
    const gift = await findGiftOfPayment(db, { donationId, paymentIntentId: null });
    if (gift === null) throw new Error("no such gift");
    return { gift: { ...gift, accountId }, paymentIntentId, event: null, expectsLive: false };
  }

  return {
    /** A gift paid at the provider. Like one settled by a signed message, it does not know its fee yet unless told otherwise. */
    give: async ({
      needId,
      amountFen,
      knowsFee = false,
    }: {
      needId: string;
      amountFen: bigint;
      knowsFee?: boolean;
    }) => {
      const donationId = newId();
      const at = now();
      await db.insert(donations).values({
        id: donationId,
        formNonce: newId(),
        needId,
        charityId: charity.charityId,
        amountFen,
        state: "pending",
        surplusChoice: "same_village",
        email: "donor@jiedui.example",
        locale: "zh-CN",
        createdAt: at,
        updatedAt: at,
      });
      const request = contract.giftCheckout({ donationId, amountFen, accountId });
      const { sessionId } = answered(await gateway.openCheckout(request));
      await contract.standIn.control.paySession(sessionId, { method: "card" });
      const status = answered(await gateway.retrieveCheckout(sessionId, accountId));
      const truth = { ...status, donationId, feeFen: knowsFee ? status.feeFen : null };
      await settleDonation(db, truth, null, { expectsLive: false }, at);
      return { donationId, paymentIntentId: status.paymentIntentId ?? "" };
    },
    /** The same gift paid a second time on another page: suspense money. */
    payAgain: async ({ donationId }: { donationId: string }, amountFen: bigint) => {
      const request = contract.giftCheckout({ donationId, amountFen, accountId, attempt: 2 });
      const { sessionId } = answered(await gateway.openCheckout(request));
      await contract.standIn.control.paySession(sessionId, { method: "card" });
      const truth = { ...answered(await gateway.retrieveCheckout(sessionId, accountId)), donationId };
      return settleDonation(db, truth, null, { expectsLive: false }, now());
    },
    refundAtProvider: async (gift: { donationId: string; paymentIntentId: string }, amountFen: bigint) => {
      answered(await gateway.requestRefund({ ...gift, refundId: newId(), attempt: 1, amountFen, accountId }));
      const payment = await paymentOf(gift.donationId, gift.paymentIntentId);
      answered(await settleRefundsOfPayment(db, gateway, payment, now()));
    },
    dispute: async (gift: { donationId: string; paymentIntentId: string }, feeFen: number, end?: "won" | "lost") => {
      const { id } = await contract.standIn.control.openDispute(gift.paymentIntentId, undefined, { feeFen });
      const settle = async () => {
        const dispute = answered(await gateway.retrieveDispute(id, accountId));
        await settleDispute(db, { ...dispute, donationId: gift.donationId, accountId }, null, now());
      };
      await settle();
      if (end === undefined) return;
      await contract.standIn.control.closeDispute(id, end);
      await settle();
    },
    /** What the provider says the balance is: the sum of all its movements. */
    balance: async (): Promise<bigint> => {
      let sum = 0n;
      const to = new Date(now().getTime() + 1_000);
      for await (const page of gateway.listBalanceTransactions({ accountId, from: new Date(0), to }))
        for (const { netFen } of answered(page)) sum += netFen;
      return sum;
    },
    movements: async () => {
      const all = [];
      const to = new Date(now().getTime() + 1_000);
      for await (const page of gateway.listBalanceTransactions({ accountId, from: new Date(0), to }))
        all.push(...answered(page));
      return all;
    },
  };
}
