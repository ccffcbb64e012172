/** Where the sealed parts of a bank statement belong: part of their seal, so that they open nowhere else (safety.md F5). */
export function accountNumberPlace(accountId: string): string {
  return `bank_accounts:${accountId}:number`;
}

/** The rows of a statement while it is a preview. */
export function statementRowsPlace(statementId: string): string {
  return `bank_statements:${statementId}:rows`;
}

/** Counterparty and words of a line. */
export function lineDetailsPlace(lineId: string): string {
  return `bank_line_details:${lineId}:details`;
}
