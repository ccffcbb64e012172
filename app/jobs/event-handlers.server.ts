import { completePaidGift } from "./complete-paid-gift.server.ts";
import type { EventHandlers, Projection } from "./drain-outbox.server.ts";
import { mailAccountChanged } from "./on-account-changed.server.ts";
import { mailComplaint } from "./on-complaint-changed.server.ts";
import { mailDispute, tellOfQuarantine } from "./on-donation-disputed.server.ts";
import { mailDonationReceipt } from "./on-donation-paid.server.ts";
import { mailImpactReport } from "./on-impact-report-published.server.ts";
import { refreshMatching, refreshMatchingAfterGift } from "./on-matching-changed.server.ts";
import { mailMonthlyGift } from "./on-monthly-gift-changed.server.ts";
import { onHouseholdChanged, onNeedChanged } from "./on-need-changed.server.ts";
import { mailOfficialReceipt } from "./on-official-receipt-recorded.server.ts";
import { mailOrganization } from "./on-organization-changed.server.ts";
import { mailPairing } from "./on-pairing-changed.server.ts";
import { mailPledge } from "./on-pledge-changed.server.ts";
import { mailRefund, sendApprovedRefund } from "./on-refund-changed.server.ts";
import { mailRoleEnded, mailRoleGiven } from "./on-role-changed.server.ts";
import { onNeedOfVillageChanged, onPairingOfVillageChanged, onVillageChanged } from "./on-village-changed.server.ts";
import { mailVolunteerSignup } from "./on-volunteer-signup-changed.server.ts";
import { remindOfSignups } from "./on-volunteer-signups-unanswered.server.ts";

const searchNeed: Projection = { project: onNeedChanged, oncePer: ({ needId }) => needId };
const searchVillageOfNeed: Projection = { project: onNeedOfVillageChanged, oncePer: ({ needId }) => needId };
const searchNeedsOfHousehold: Projection = { project: onHouseholdChanged, oncePer: ({ householdId }) => householdId };
const searchVillage: Projection = { project: onVillageChanged, oncePer: ({ regionCode }) => regionCode };
const searchVillageOfPairing: Projection = {
  project: onPairingOfVillageChanged,
  oncePer: ({ pairingId }) => pairingId,
};
/** By everything the event names: which of its ids leads to a need differs from kind to kind. */
const matching: Projection = { project: refreshMatching, oncePer: (payload) => JSON.stringify(payload) };
const matchingAfterGift: Projection = { project: refreshMatchingAfterGift, oncePer: ({ donationId }) => donationId };

/** Which handlers hear of which event. Each is in a file of its own, `on-<event>.server.ts`. */
export const eventHandlers: EventHandlers = {
  "official_receipt.recorded": [mailOfficialReceipt],
  "donation.paid": [mailDonationReceipt, searchNeed, searchVillageOfNeed, completePaidGift, matchingAfterGift],
  "donation.quarantined": [tellOfQuarantine],
  "complaint.changed": [mailComplaint, matching],
  "donation.disputed": [mailDispute],
  "refund.changed": [mailRefund, sendApprovedRefund],
  "impact_report.published": [mailImpactReport],
  "volunteer_signup.changed": [mailVolunteerSignup],
  "volunteer_signups.unanswered": [remindOfSignups],
  "need.changed": [searchNeed, searchVillageOfNeed, matching],
  "need.published": [searchNeed, searchVillageOfNeed, matching],
  "household.changed": [searchNeedsOfHousehold, matching],
  "village.changed": [searchVillage],
  "monthly_gift.changed": [mailMonthlyGift],
  "organization.changed": [mailOrganization],
  "pairing.changed": [searchVillageOfPairing, mailPairing, matching],
  "account.changed": [mailAccountChanged],
  "role.given": [mailRoleGiven],
  "role.ended": [mailRoleEnded],
  "pledge.changed": [mailPledge, matching],
};
