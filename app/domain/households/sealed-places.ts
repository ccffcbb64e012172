/** Where sealed values live: the place is sealed in with the value, so that it cannot be moved to another row or field (safety.md F5). */
export function memberIdNumberPlace(memberId: string): string {
  return `household_members:${memberId}:id_number`;
}

export function memberDiagnosisPlace(memberId: string): string {
  return `household_members:${memberId}:diagnosis`;
}

export function memberGuardianPlace(memberId: string): string {
  return `household_members:${memberId}:guardian`;
}

export function householdPhonePlace(householdId: string): string {
  return `households:${householdId}:phone`;
}

export function householdBankAccountPlace(householdId: string): string {
  return `households:${householdId}:bank_account`;
}

/** The blind index under which a person is found again (F6). */
export const idNumberIndexField = "id_number";

/** The same for an account: one account on two files is how one person takes the money of two (F6). A diagnosis or a guardian has none. */
export const bankAccountIndexField = "bank_account";
