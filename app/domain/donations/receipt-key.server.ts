import type { Sealer } from "#db/sealer.server.ts";

/**
 * What a donor without an account holds to read the full name on the own receipt: it stands in the mail and in the address one comes back
 * to after paying. Without it the address shows where the gift went, which people pass on, and the name only masked (L17).
 */
export function receiptKey(sealer: Sealer, donationId: string): string {
  return sealer.blindIndex(donationId, "donation-receipt").slice(0, 22);
}

/** Whether this reader may see the receipt's name: the signed-in donor, or whoever holds the receipt's key. */
export function mayReadReceiptName(
  sealer: Sealer,
  receipt: { id: string; userId: string | null },
  reader: { userId: string | null; key: string | null },
): boolean {
  if (receipt.userId !== null && receipt.userId === reader.userId) return true;
  return reader.key !== null && reader.key === receiptKey(sealer, receipt.id);
}
