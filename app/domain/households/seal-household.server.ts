import type { Sealer } from "#db/sealer.server.ts";
import { type Guardian, guardianText } from "./guardian.ts";
import {
  bankAccountIndexField,
  householdBankAccountPlace,
  householdPhonePlace,
  idNumberIndexField,
  memberDiagnosisPlace,
  memberGuardianPlace,
  memberIdNumberPlace,
} from "./sealed-places.ts";

/** The private columns of a file from what was typed (F5): every path that writes them goes through here. */
export function sealPhone(sealer: Sealer, householdId: string, phone: string) {
  return { phoneSealed: sealer.seal(phone, householdPhonePlace(householdId)) };
}

export function sealBankAccount(sealer: Sealer, householdId: string, account: string, bankName: string) {
  return {
    bankAccountSealed: sealer.seal(account, householdBankAccountPlace(householdId)),
    bankAccountIndex: sealer.blindIndex(account, bankAccountIndexField),
    bankName,
  };
}

export function sealIdNumber(sealer: Sealer, memberId: string, idNumber: string) {
  return {
    idNumberSealed: sealer.seal(idNumber, memberIdNumberPlace(memberId)),
    idNumberIndex: sealer.blindIndex(idNumber, idNumberIndexField),
  };
}

export function sealDiagnosis(sealer: Sealer, memberId: string, diagnosis: string) {
  return { diagnosisSealed: sealer.seal(diagnosis, memberDiagnosisPlace(memberId)) };
}

export function sealGuardian(sealer: Sealer, memberId: string, guardian: Guardian) {
  return { guardianSealed: sealer.seal(guardianText(guardian), memberGuardianPlace(memberId)) };
}
