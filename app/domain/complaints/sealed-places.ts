/** Where the sealed ways to reach a complainant belong: part of their seal, so that they open nowhere else (safety.md F5). */
export function complaintContactPlace(complaintId: string): string {
  return `complaints:${complaintId}:contact`;
}

export function complaintEmailPlace(complaintId: string): string {
  return `complaints:${complaintId}:email`;
}
