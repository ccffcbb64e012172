/** Where sealed values live: the place is sealed in with the value, so that it cannot be moved to another row or field (safety.md F5). */
export function memberIdNumberPlace(memberId: string): string {
  return `household_members:${memberId}:id_number`;
}

export function householdPhonePlace(householdId: string): string {
  return `households:${householdId}:phone`;
}

/** The blind index under which a person is found again (F6). */
export const idNumberIndexField = "id_number";
