/** Where a sealed contact belongs: part of its seal, so that it opens nowhere else (safety.md F5). */
export function objectionContactPlace(objectionId: string): string {
  return `objections:${objectionId}:contact`;
}
