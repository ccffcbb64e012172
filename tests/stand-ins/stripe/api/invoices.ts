import { z } from "zod";
import { payInvoice } from "#tests/stand-ins/stripe/payments/monthly-billing.ts";
import type { World } from "#tests/stand-ins/stripe/world.ts";
import type { ApiCall } from "./api-call.ts";
import { createdFilter, isCreatedWithin, listPage, listParameters } from "./list.ts";
import { boolean, choice, readParameters } from "./parameters.ts";
import { invalidRequest, missing, StripeApiError } from "./stripe-error.ts";

const payParameters = z.strictObject({ off_session: boolean().optional() });

/** Charges an open bill now. A refusal of the bank is a 402 that the idempotency key keeps. */
export function payInvoiceByRequest(world: World, call: ApiCall): object {
  readParameters(payParameters, call.form);
  const invoice = world.books.invoices.get(call.id);
  if (!invoice || invoice.account !== call.account) throw missing("invoice", call.id);
  const { status } = invoice.object;
  if (status === "paid") throw invalidRequest("Invoice is already paid");
  if (status !== "open") throw invalidRequest(`Invoice with status ${status} cannot be paid.`);
  const failure = payInvoice(world, invoice, call.cause);
  if (failure !== null)
    throw new StripeApiError(
      402,
      {
        type: "card_error",
        code: failure.code,
        ...(failure.declineCode === undefined ? {} : { decline_code: failure.declineCode }),
        message: failure.message,
      },
      { kept: true },
    );
  return invoice.object;
}

const invoiceListParameters = z.strictObject({
  ...listParameters,
  created: createdFilter.optional(),
  customer: z.string().optional(),
  status: choice(["draft", "open", "paid", "uncollectible", "void"]).optional(),
  subscription: z.string().optional(),
});

export function listInvoices(world: World, call: ApiCall): object {
  const filter = readParameters(invoiceListParameters, call.form);
  return listPage(
    world.books.invoices.values(),
    call.account,
    filter,
    "/v1/invoices",
    ({ object }) =>
      isCreatedWithin(object.created, filter.created) &&
      (filter.customer === undefined || object.customer === filter.customer) &&
      (filter.status === undefined || object.status === filter.status) &&
      (filter.subscription === undefined || object.parent?.subscription_details?.subscription === filter.subscription),
  );
}

const paymentListParameters = z.strictObject({
  ...listParameters,
  invoice: z.string().optional(),
  payment: z.strictObject({ type: choice(["payment_intent"]), payment_intent: z.string().optional() }).optional(),
  status: choice(["canceled", "open", "paid"]).optional(),
});

/** From a bill to its payments, or from a payment to its bill. */
export function listInvoicePayments(world: World, call: ApiCall): object {
  const filter = readParameters(paymentListParameters, call.form);
  const payments = [...world.books.invoices.values()].flatMap(({ account, payments }) =>
    payments.map((object) => ({ account, object })),
  );
  return listPage(
    payments,
    call.account,
    filter,
    "/v1/invoice_payments",
    ({ object }) =>
      (filter.invoice === undefined || object.invoice === filter.invoice) &&
      (filter.status === undefined || object.status === filter.status) &&
      (filter.payment?.payment_intent === undefined || object.payment.payment_intent === filter.payment.payment_intent),
  );
}
