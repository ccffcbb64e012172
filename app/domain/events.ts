/**
 * Everything that happened and that somebody else must hear of. Written into the outbox in the same transaction as the change
 * (safety.md D1); `app/jobs/drain-outbox` turns them into search documents, mails and page-cache bumps.
 * Payloads carry ids only, never personal data: the handler reads the truth from the database.
 */
import type { AccountChange } from "./accounts/account.ts";
import type { MonthlyNews } from "./monthly-gifts/monthly-gift.ts";

export type DomainEvent =
  | { kind: "need.changed"; needId: string }
  | { kind: "need.published"; needId: string }
  | { kind: "need.returned"; needId: string }
  | { kind: "village.changed"; regionCode: string }
  | { kind: "notice.opened"; noticeId: string }
  | { kind: "notice.changed"; noticeId: string }
  | { kind: "objection.received"; objectionId: string }
  | { kind: "complaint.changed"; complaintId: string }
  | { kind: "household.changed"; householdId: string }
  /** A whole import is on file: one event for all its households, none of which the public can see. */
  | { kind: "register.imported"; importId: string }
  | { kind: "donation.paid"; donationId: string }
  | { kind: "donation.failed"; donationId: string }
  | { kind: "donation.quarantined"; donationId: string }
  /** A refund of it moved a step. */
  | { kind: "donation.refunded"; donationId: string }
  | { kind: "donation.disputed"; donationId: string }
  /** The donor changed what the public sees of them (Q4). */
  | { kind: "donation.name_changed"; donationId: string }
  | { kind: "refund.changed"; refundId: string }
  /** The charity wrote down the number of its official receipt for a gift, or corrected it. */
  | { kind: "official_receipt.recorded"; donationId: string; receiptId: string }
  /** `key` tells two pieces of the same news apart (which change, which failed try), so that each is told once. */
  | { kind: "monthly_gift.changed"; monthlyGiftId: string; news: MonthlyNews; key: string }
  | { kind: "offline_gift.changed"; offlineGiftId: string }
  | { kind: "organization.changed"; organizationId: string }
  | { kind: "pairing.changed"; pairingId: string }
  /** A message between its sides was written or decided. */
  | { kind: "pairing.message_changed"; pairingId: string; messageId: string }
  /** A deed of a pairing was reported or decided (S50). */
  | { kind: "pairing.deed_changed"; pairingId: string; deedId: string }
  | { kind: "pledge.changed"; pledgeId: string }
  | { kind: "volunteer_project.changed"; projectId: string }
  | { kind: "volunteer_signup.changed"; signupId: string }
  /** Sign-ups of a project have no answer within the stated time; `key` is the day, so that a day has one reminder. */
  | { kind: "volunteer_signups.unanswered"; projectId: string; key: string }
  | { kind: "disbursement.changed"; disbursementId: string }
  | { kind: "impact_report.published"; reportId: string }
  | { kind: "impact_report.changed"; reportId: string }
  /** Somebody of the charity wants its books compared with the provider now. */
  | { kind: "reconciliation.requested"; charityId: string }
  /** `resetId`: of the link by which somebody new sets a password; empty for who has one. */
  | { kind: "role.given"; grantId: string; resetId: string }
  | { kind: "role.ended"; grantId: string }
  /** A step on somebody's account; the person is told. `key` tells two steps of one kind apart. */
  | { kind: "account.changed"; userId: string; change: AccountChange; key: string }
  | { kind: "intent.changed"; intentId: string }
  | { kind: "proposal.changed"; proposalId: string }
  /** Weights or a round: pages of matching show something else now. */
  | { kind: "matching.changed" }
  | { kind: "ledger.changed" };

export type DomainEventKind = DomainEvent["kind"];
