/** Minutes as hours with at most one decimal, rounded down: a certificate never says more than was confirmed (L15). */
export function hoursText(minutes: number): string {
  const tenths = Math.floor(minutes / 6);
  return tenths % 10 === 0 ? String(tenths / 10) : `${Math.floor(tenths / 10)}.${tenths % 10}`;
}
