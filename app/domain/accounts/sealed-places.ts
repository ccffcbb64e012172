/** Where the secret of somebody's authenticator lives: part of its seal, so that it opens nowhere else (safety.md F5). */
export function secondFactorPlace(userId: string): string {
  return `second_factors:${userId}:secret`;
}

/** The index under which the keyed hashes of recovery codes are found: without the key the table matches nothing (E3). */
export const recoveryCodeIndexField = "recovery_code";
