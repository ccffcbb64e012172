import type { Fen } from "../money.ts";

/**
 * The ratio of shares in whole numbers, as documents write it: in tenths where that is exact (8:2, not 4:1), else in lowest terms.
 * Returns an empty list when there is nothing to share.
 */
export function ratioOf(shares: readonly Fen[]): bigint[] {
  const total = shares.reduce((sum, share) => sum + share, 0n);
  if (total <= 0n || shares.some((share) => share < 0n)) return [];
  if (shares.every((share) => (share * 10n) % total === 0n)) return shares.map((share) => (share * 10n) / total);
  const divisor = shares.reduce((common, share) => greatestCommonDivisor(common, share), 0n);
  return shares.map((share) => share / divisor);
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : greatestCommonDivisor(b, a % b);
}
