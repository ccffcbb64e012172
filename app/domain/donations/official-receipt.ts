/**
 * 公益事业捐赠票据 is issued by the charity that received the gift, in the finance ministry's own system (L10, L27); here its people write
 * down the number, so that the donor's slip can name it. A number belongs to one gift of a charity at a time. Nothing is overwritten: a
 * correction is a new row that replaces the one before.
 */
export const officialReceiptFilters = ["needed", "record", "issued", "to_cancel", "all"] as const;
export type OfficialReceiptFilter = (typeof officialReceiptFilters)[number];

/** Which list an address asks for; what waits for somebody unless it says otherwise. */
export function officialReceiptFilterOf(text: string | null): OfficialReceiptFilter {
  return officialReceiptFilters.find((filter) => filter === text) ?? "needed";
}
