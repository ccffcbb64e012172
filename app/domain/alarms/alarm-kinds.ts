/** A check of the ledger or of the hash chain does not hold; the subject is the check's name. */
export const ledgerAlarmKind = "ledger_check";
