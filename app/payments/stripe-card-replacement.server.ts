import type Stripe from "stripe";
import { err, ok } from "#app/domain/result.ts";
import type { MonthlyPayments } from "./monthly-payments.ts";
import { askedOnce, callStripe, idOf, lookUp, objectOf } from "./stripe-call.server.ts";
import { readSubscription } from "./stripe-subscription.server.ts";

/** Another card for a monthly gift: a page that saves it without a charge, then the subscription charges it from now on. */
export function stripeCardReplacement(
  stripe: Stripe,
): Pick<MonthlyPayments, "openCardReplacement" | "applyReplacedCard"> {
  return {
    openCardReplacement: async (request) => {
      const { monthlyGiftId, subscriptionId, accountId } = request;
      const subscription = await lookUp("retrieve subscription", () =>
        stripe.subscriptions.retrieve(subscriptionId, undefined, { stripeAccount: accountId, ...askedOnce }),
      );
      if (!subscription.ok) return subscription;
      const customer = idOf(subscription.value.customer);
      if (customer === null) return err("refused");
      const metadata = { monthly_gift_id: monthlyGiftId, subscription_id: subscriptionId };
      const answer = await callStripe("open card replacement", () =>
        stripe.checkout.sessions.create(
          {
            mode: "setup",
            customer,
            currency: "cny",
            locale: request.locale,
            client_reference_id: monthlyGiftId,
            metadata,
            setup_intent_data: { metadata },
            allowed_payment_method_types: ["card"],
            expires_at: Math.floor(request.expiresAt.getTime() / 1000),
            success_url: request.successUrl,
            cancel_url: request.cancelUrl,
          },
          { idempotencyKey: `monthly:${monthlyGiftId}:card:${request.attempt}`, stripeAccount: accountId },
        ),
      );
      if (!answer.ok) return answer;
      const { id, url } = answer.value;
      return url === null ? err("refused") : ok({ sessionId: id, url });
    },
    applyReplacedCard: async (sessionId, accountId) => {
      const session = await lookUp("retrieve card replacement", () =>
        stripe.checkout.sessions.retrieve(
          sessionId,
          { expand: ["setup_intent"] },
          { stripeAccount: accountId, ...askedOnce },
        ),
      );
      if (!session.ok) return session;
      const subscriptionId = session.value.metadata?.subscription_id;
      const setup = objectOf(session.value.setup_intent);
      const card = idOf(setup?.payment_method);
      if (session.value.mode !== "setup" || subscriptionId === undefined) return err("unknown");
      if (setup?.status !== "succeeded" || card === null) return err("not_done");
      const answer = await callStripe("apply replaced card", () =>
        stripe.subscriptions.update(
          subscriptionId,
          { default_payment_method: card, expand: ["default_payment_method"] },
          { idempotencyKey: `card:${sessionId}`, stripeAccount: accountId },
        ),
      );
      return answer.ok ? ok(readSubscription(answer.value)) : answer;
    },
  };
}
