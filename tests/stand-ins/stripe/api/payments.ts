import type Stripe from "stripe";
import { z } from "zod";
import type { Books, Stored, World } from "#tests/stand-ins/stripe/world.ts";
import type { ApiCall } from "./api-call.ts";
import { createdFilter, isCreatedWithin, listPage, listParameters } from "./list.ts";
import { readParameters } from "./parameters.ts";
import { missing } from "./stripe-error.ts";

const nothing = z.strictObject({});

/** Reads one object of a collection; another account's looks as if it did not exist. */
export function retrieveFrom(noun: string, pick: (books: Books) => Map<string, Stored<{ id: string }>>) {
  return (world: World, call: ApiCall): object => {
    readParameters(nothing, call.form);
    const stored = pick(world.books).get(call.id);
    if (!stored || stored.account !== call.account) throw missing(noun, call.id);
    return stored.object;
  };
}

const intentListParameters = z.strictObject({ ...listParameters, created: createdFilter.optional() });

export function listPaymentIntents(world: World, call: ApiCall): object {
  const filter = readParameters(intentListParameters, call.form);
  return listPage(world.books.intents.values(), call.account, filter, "/v1/payment_intents", ({ object }) =>
    isCreatedWithin(object.created, filter.created),
  );
}

const byPaymentParameters = z.strictObject({
  ...listParameters,
  created: createdFilter.optional(),
  payment_intent: z.string().optional(),
});

export function listCharges(world: World, call: ApiCall): object {
  const filter = readParameters(byPaymentParameters, call.form);
  return listPage(world.books.charges.values(), call.account, filter, "/v1/charges", ({ object }) =>
    matchesPayment(object, filter),
  );
}

const byChargeParameters = byPaymentParameters.extend({ charge: z.string().optional() });

export function listDisputes(world: World, call: ApiCall): object {
  const filter = readParameters(byChargeParameters, call.form);
  return listPage(world.books.disputes.values(), call.account, filter, "/v1/disputes", ({ object }) =>
    matchesPayment(object, filter),
  );
}

export function listRefunds(world: World, call: ApiCall): object {
  const filter = readParameters(byChargeParameters, call.form);
  return listPage(world.books.refunds.values(), call.account, filter, "/v1/refunds", ({ object }) =>
    matchesPayment(object, filter),
  );
}

type ByPayment = Pick<Stripe.Charge, "created" | "payment_intent"> & { charge?: string | Stripe.Charge | null };

function matchesPayment(object: ByPayment, filter: Partial<z.output<typeof byChargeParameters>>): boolean {
  return (
    isCreatedWithin(object.created, filter.created) &&
    (filter.payment_intent === undefined || object.payment_intent === filter.payment_intent) &&
    (filter.charge === undefined || object.charge === filter.charge)
  );
}

const balanceListParameters = z.strictObject({
  ...listParameters,
  created: createdFilter.optional(),
  currency: z.string().optional(),
  source: z.string().optional(),
  type: z.string().optional(),
});

export function listBalanceTransactions(world: World, call: ApiCall): object {
  const filter = readParameters(balanceListParameters, call.form);
  return listPage(
    world.books.balanceTransactions.values(),
    call.account,
    filter,
    "/v1/balance_transactions",
    ({ object }) =>
      isCreatedWithin(object.created, filter.created) &&
      (filter.currency === undefined || object.currency === filter.currency) &&
      (filter.source === undefined || object.source === filter.source) &&
      (filter.type === undefined || object.type === filter.type),
  );
}
