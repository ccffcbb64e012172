export function mismatchDetailPlace(mismatchId: string): string {
  return `list_mismatches:${mismatchId}:detail`;
}
