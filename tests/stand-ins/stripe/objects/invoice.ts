import Stripe from "stripe";
import {
  newStripeId,
  nowSeconds,
  type StoredInvoice,
  type StoredSubscription,
  type World,
} from "#tests/stand-ins/stripe/world.ts";

/** The bill of a subscription's present month, ready to be paid. */
export function buildInvoice(
  world: World,
  subscription: StoredSubscription,
  reason: "subscription_create" | "subscription_cycle",
): StoredInvoice {
  const [item] = subscription.object.items.data;
  if (!item) throw new Error("a subscription without an item");
  const created = nowSeconds(world);
  const id = newStripeId("in");
  const amount = (item.price.unit_amount ?? 0) * (item.quantity ?? 1);
  const line = buildLine(id, subscription, item, amount);
  const object = {
    ...unusedFields(),
    id,
    object: "invoice",
    amount_due: amount,
    amount_paid: 0,
    amount_remaining: amount,
    attempt_count: 0,
    attempted: false,
    auto_advance: true,
    billing_reason: reason,
    collection_method: "charge_automatically",
    created,
    currency: "cny",
    customer: subscription.object.customer,
    customer_email: emailOf(world, subscription),
    effective_at: created,
    lines: { object: "list", data: [line], has_more: false, url: `/v1/invoices/${id}/lines` },
    metadata: {},
    // Retries are switched off in the account's billing settings: when to try again is the site's decision.
    next_payment_attempt: null,
    number: newStripeId("x", 8).slice(2).toUpperCase(),
    parent: {
      quote_details: null,
      subscription_details: { metadata: { ...subscription.object.metadata }, subscription: subscription.object.id },
      type: "subscription_details",
    },
    // At Stripe these two are the month before; the month that is paid for stands in the lines.
    period_end: created,
    period_start: reason === "subscription_create" ? created : item.current_period_start,
    status: "open",
    status_transitions: { finalized_at: created, marked_uncollectible_at: null, paid_at: null, voided_at: null },
    subtotal: amount,
    subtotal_excluding_tax: amount,
    total: amount,
    total_excluding_tax: amount,
    webhooks_delivered_at: created,
  } satisfies Stripe.Invoice;
  return { account: subscription.account, object, payments: [] };
}

function buildLine(
  invoice: string,
  subscription: StoredSubscription,
  item: Stripe.SubscriptionItem,
  amount: number,
): Stripe.InvoiceLineItem {
  const quantity = item.quantity ?? 1;
  const unit = Stripe.Decimal.from(String(item.price.unit_amount ?? 0));
  return {
    id: newStripeId("il"),
    object: "line_item",
    amount,
    currency: "cny",
    description: `${quantity} × ${subscription.itemName}`,
    discount_amounts: [],
    discountable: true,
    discounts: [],
    invoice,
    livemode: false,
    metadata: { ...subscription.object.metadata },
    parent: {
      invoice_item_details: null,
      subscription_item_details: {
        invoice_item: null,
        proration: false,
        proration_details: { credited_items: null },
        subscription: subscription.object.id,
        subscription_item: item.id,
      },
      type: "subscription_item_details",
    },
    period: { start: item.current_period_start, end: item.current_period_end },
    pretax_credit_amounts: [],
    pricing: {
      price_details: { price: item.price.id, product: String(item.price.product) },
      type: "price_details",
      unit_amount_decimal: unit,
    },
    quantity,
    quantity_decimal: Stripe.Decimal.from(String(quantity)),
    subscription: subscription.object.id,
    subtotal: amount,
    taxes: [],
  } satisfies Stripe.InvoiceLineItem;
}

/** The link between a bill and the payment that is to pay it. */
export function buildInvoicePayment(world: World, invoice: StoredInvoice, intentId: string): Stripe.InvoicePayment {
  return {
    id: newStripeId("inpay"),
    object: "invoice_payment",
    amount_paid: null,
    amount_requested: invoice.object.amount_due,
    created: nowSeconds(world),
    currency: "cny",
    invoice: invoice.object.id,
    is_default: true,
    livemode: false,
    payment: { payment_intent: intentId, type: "payment_intent" },
    status: "open",
    status_transitions: { canceled_at: null, paid_at: null },
  } satisfies Stripe.InvoicePayment;
}

function emailOf(world: World, subscription: StoredSubscription): string | null {
  const { customer } = subscription.object;
  return typeof customer === "string" ? (world.books.customers.get(customer)?.object.email ?? null) : null;
}

/** The fields of an invoice that a month of a gift never fills. */
function unusedFields() {
  return {
    account_country: "CN",
    account_name: null,
    account_tax_ids: null,
    amount_overpaid: 0,
    amount_shipping: 0,
    application: null,
    automatic_tax: { disabled_reason: null, enabled: false, liability: null, provider: null, status: null },
    automatically_finalizes_at: null,
    custom_fields: null,
    customer_account: null,
    customer_address: null,
    customer_name: null,
    customer_phone: null,
    customer_shipping: null,
    customer_tax_exempt: "none",
    customer_tax_ids: [],
    default_payment_method: null,
    default_source: null,
    default_tax_rates: [],
    description: null,
    discounts: [],
    due_date: null,
    ending_balance: 0,
    footer: null,
    from_invoice: null,
    hosted_invoice_url: null,
    invoice_pdf: null,
    issuer: { type: "self" },
    last_finalization_error: null,
    latest_revision: null,
    livemode: false,
    on_behalf_of: null,
    payment_settings: { default_mandate: null, payment_method_options: null, payment_method_types: ["card"] },
    post_payment_credit_notes_amount: 0,
    pre_payment_credit_notes_amount: 0,
    receipt_number: null,
    rendering: null,
    shipping_cost: null,
    shipping_details: null,
    starting_balance: 0,
    statement_descriptor: null,
    test_clock: null,
    total_discount_amounts: [],
    total_pretax_credit_amounts: [],
    total_taxes: [],
  } satisfies Partial<Stripe.Invoice>;
}
