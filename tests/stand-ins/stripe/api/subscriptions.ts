import type Stripe from "stripe";
import { z } from "zod";
import { emitEvent } from "#tests/stand-ins/stripe/objects/event.ts";
import { addPrice } from "#tests/stand-ins/stripe/objects/price.ts";
import { planOf } from "#tests/stand-ins/stripe/objects/subscription.ts";
import { cancelSubscription } from "#tests/stand-ins/stripe/payments/monthly-billing.ts";
import { nowSeconds, type StoredSubscription, type World } from "#tests/stand-ins/stripe/world.ts";
import type { ApiCall } from "./api-call.ts";
import { createdFilter, isCreatedWithin, listPage, listParameters } from "./list.ts";
import { boolean, choice, integer, list, metadata, readParameters } from "./parameters.ts";
import { largestAmountFen, smallestAmountFen } from "./session-parameters.ts";
import { invalidRequest, missing } from "./stripe-error.ts";

const second = integer(0, Number.MAX_SAFE_INTEGER);

const updateParameters = z.strictObject({
  default_payment_method: z.string().optional(),
  description: z.string().optional(),
  items: list(
    z.strictObject({
      id: z.string().optional(),
      price_data: z.strictObject({
        currency: choice(["cny"]),
        product: z.string(),
        recurring: z.strictObject({ interval: choice(["month"]), interval_count: integer(1, 1).optional() }),
        unit_amount: integer(smallestAmountFen, largestAmountFen),
      }),
      quantity: integer(1, 1_000_000).optional(),
    }),
  ).optional(),
  metadata: metadata.optional(),
  /** Empty text ends the pause. */
  pause_collection: z
    .union([z.literal(""), z.strictObject({ behavior: choice(["void"]), resumes_at: second.optional() })])
    .optional(),
  proration_behavior: choice(["none"]).optional(),
});

type Update = z.output<typeof updateParameters>;

export function updateSubscription(world: World, call: ApiCall): object {
  const subscription = goingOn(world, call);
  const changes = readParameters(updateParameters, call.form);
  const { object } = subscription;
  // All checks before the first change, as the API changes everything or nothing.
  const item = changes.items === undefined ? null : itemToChange(world, call, object, changes);
  if (changes.default_payment_method !== undefined) checkCard(world, call, object, changes.default_payment_method);
  checkPause(world, changes.pause_collection);

  if (changes.default_payment_method !== undefined) object.default_payment_method = changes.default_payment_method;
  if (changes.description !== undefined) object.description = changes.description === "" ? null : changes.description;
  if (changes.metadata !== undefined) Object.assign(object.metadata, changes.metadata);
  if (changes.pause_collection !== undefined)
    object.pause_collection =
      changes.pause_collection === ""
        ? null
        : { behavior: "void", resumes_at: changes.pause_collection.resumes_at ?? null };
  const [change] = changes.items ?? [];
  if (item && change) {
    const { product, unit_amount: amount } = change.price_data;
    item.price = addPrice(world, call.account, { amount, product, isMonthly: true });
    item.plan = planOf(item.price);
    item.quantity = change.quantity ?? item.quantity;
  }
  emitEvent(world, "customer.subscription.updated", call.account, object, call.cause);
  return object;
}

/** The one item of the subscription; without its id Stripe would add a second one, and without `none` prorate: neither is modelled. */
function itemToChange(
  world: World,
  call: ApiCall,
  object: Stripe.Subscription,
  changes: Update,
): Stripe.SubscriptionItem {
  const [change, ...others] = changes.items ?? [];
  const item = object.items.data.find(({ id }) => id === change?.id);
  if (!change || !item || others.length > 0)
    throw invalidRequest(`No such subscription item: '${change?.id ?? ""}'`, {
      code: "resource_missing",
      param: "items[0][id]",
    });
  if (changes.proration_behavior !== "none")
    throw invalidRequest("The local stand-in does not model prorations: pass `proration_behavior: none`.", {
      param: "proration_behavior",
    });
  const { product } = change.price_data;
  if (world.books.products.get(product)?.account !== call.account) throw missing("product", product);
  return item;
}

function checkCard(world: World, call: ApiCall, object: Stripe.Subscription, id: string): void {
  const method = world.books.paymentMethods.get(id);
  if (!method || method.account !== call.account) throw missing("PaymentMethod", id);
  if (method.object.customer !== object.customer)
    throw invalidRequest(
      "The customer does not have a payment method with the ID provided. The payment method must be attached to the customer.",
      { code: "resource_missing", param: "default_payment_method" },
    );
}

function checkPause(world: World, pause: Update["pause_collection"]): void {
  if (pause === undefined || pause === "" || pause.resumes_at === undefined) return;
  if (pause.resumes_at <= nowSeconds(world))
    throw invalidRequest("`pause_collection[resumes_at]` must be in the future.", {
      param: "pause_collection[resumes_at]",
    });
}

const cancelParameters = z.strictObject({ invoice_now: boolean().optional(), prorate: boolean().optional() });

/** Canceled at once; one that is gone already cannot be found any more, as at Stripe. */
export function cancelSubscriptionByRequest(world: World, call: ApiCall): object {
  readParameters(cancelParameters, call.form);
  const subscription = goingOn(world, call);
  cancelSubscription(world, subscription, call.cause);
  return subscription.object;
}

function goingOn(world: World, call: ApiCall): StoredSubscription {
  const subscription = world.books.subscriptions.get(call.id);
  if (!subscription || subscription.account !== call.account || subscription.object.status === "canceled")
    throw missing("subscription", call.id);
  return subscription;
}

const subscriptionListParameters = z.strictObject({
  ...listParameters,
  created: createdFilter.optional(),
  customer: z.string().optional(),
  status: choice(["active", "all", "canceled", "incomplete", "past_due"]).optional(),
});

/** Without a status, all that have not been canceled. */
export function listSubscriptions(world: World, call: ApiCall): object {
  const filter = readParameters(subscriptionListParameters, call.form);
  return listPage(world.books.subscriptions.values(), call.account, filter, "/v1/subscriptions", ({ object }) => {
    const { status = null } = filter;
    return (
      isCreatedWithin(object.created, filter.created) &&
      (filter.customer === undefined || object.customer === filter.customer) &&
      (status === "all" || (status === null ? object.status !== "canceled" : object.status === status))
    );
  });
}
