/** What waits for one person: the first thing a desk shows, oldest first, each one click from where it is done (U21, U22). */
export const staffWorkKinds = [
  "need_drafted",
  "need_returned",
  "need_submitted",
  "need_checked",
  "notice_due",
  "objection",
  "complaint",
  "organization",
  "pairing_proposed",
  "pairing_identity_checked",
  "pairing_agreed",
  "pairing_review_due",
  "deed_missing",
  "deed_to_confirm",
  "message_to_relay",
  "group_below",
  "pledge_pledged",
  "pledge_accepted",
  "pledge_received",
  "pledge_checked",
  "pledge_delivered",
  "payment_to_confirm",
  "report_to_review",
  "report_to_write",
  "visit_held",
  "fund_spending",
  "library_project",
  "household_said_less",
] as const;

export const helperWorkKinds = [
  "own_pledge_accepted",
  "own_pairing_consented",
  "seat_offered",
  "own_deed_missing",
  "own_group_below",
  "signup_to_answer",
  "signup_unanswered",
  "offline_gift_recorded",
  "payment_to_make",
  "refund_requested",
  "allocation_proposed",
] as const;

export const workKinds = [...staffWorkKinds, ...helperWorkKinds] as const;
export type WorkKind = (typeof workKinds)[number];

export type WorkItem = {
  kind: WorkKind;
  /** Of the record that waits: what its page is found by. */
  id: string;
  title: string;
  place: string | null;
  /** Since when it waits. */
  since: Date;
};

/** So many of a kind are fetched, and so many shown: a desk is for today. */
export const deskSize = 12;

/** The longest waiting first; of the same moment by kind and id, so that a page looks the same when it is asked for again. */
export function oldestFirst(items: readonly WorkItem[], limit: number = deskSize): WorkItem[] {
  return [...items]
    .sort(
      (one, other) =>
        one.since.getTime() - other.since.getTime() ||
        one.kind.localeCompare(other.kind) ||
        one.id.localeCompare(other.id),
    )
    .slice(0, limit);
}
