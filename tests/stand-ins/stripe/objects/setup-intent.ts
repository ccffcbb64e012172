import type Stripe from "stripe";
import { type AccountScope, newStripeId, nowSeconds, type Stored, type World } from "#tests/stand-ins/stripe/world.ts";

/** The intent to keep a card without charging it, of a Session in setup mode. */
export function addSetupIntent(
  world: World,
  account: AccountScope,
  request: {
    customer: string | null;
    description: string | null;
    metadata: Record<string, string>;
    allowedMethods: string[] | null;
  },
): Stored<Stripe.SetupIntent> {
  const id = newStripeId("seti");
  const object = {
    id,
    object: "setup_intent",
    allowed_payment_method_types: request.allowedMethods,
    application: null,
    automatic_payment_methods: { enabled: true },
    cancellation_reason: null,
    client_secret: `${id}_secret_${newStripeId("x").slice(2)}`,
    created: nowSeconds(world),
    customer: request.customer,
    description: request.description,
    excluded_payment_method_types: null,
    flow_directions: null,
    last_setup_error: null,
    latest_attempt: null,
    livemode: false,
    mandate: null,
    metadata: request.metadata,
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: ["card"],
    single_use_mandate: null,
    status: "requires_payment_method",
    usage: "off_session",
  } satisfies Stripe.SetupIntent;
  const stored = { account, object };
  world.books.setupIntents.set(id, stored);
  return stored;
}
