/**
 * 后续报告 (U13, L16): a need that holds gifts owes a report by a day that the rules of its place give. PostgreSQL keeps the day
 * (`db/functions/041-report-dates.sql`): gifts, payments and published reports move it. A late report means a badge, no place among the
 * recommended needs, and no new money until it is published; what was given before goes its way as always.
 */

/** A report is late from the day after it was due; without a date nothing is due. Days are `YYYY-MM-DD`, China. */
export function isReportLate(nextReportOn: string | null, today: string): boolean {
  return nextReportOn !== null && nextReportOn < today;
}
