import type { Messages } from "#app/i18n/catalog.ts";

/** The way of paying in words; empty when the provider did not say. */
export function paymentMethodName(gift: { paymentMethod: string | null }, t: Messages): string {
  const methods: Readonly<Record<string, string>> = t.receipts.slip.methods;
  return gift.paymentMethod === null ? "" : (methods[gift.paymentMethod] ?? gift.paymentMethod);
}
