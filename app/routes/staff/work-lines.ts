import { dayInChina, daysBetween } from "#app/domain/clock.ts";
import type { WorkItem, WorkKind } from "#app/domain/desk/work-item.ts";
import { paths } from "#app/http/paths.ts";
import type { Messages } from "#app/i18n/catalog.ts";
import type { WorkLine } from "#app/ui/work-list.tsx";

/** The page on which a thing is done. Of a need it is the case itself, where the step stands beside what must be read before it. */
const addressOf: Readonly<Record<WorkKind, (id: string) => string>> = {
  need_drafted: (id) => paths.staffNeed(id),
  need_returned: (id) => paths.staffNeed(id),
  need_submitted: (id) => paths.staffNeed(id),
  need_checked: (id) => paths.staffNeed(id),
  notice_due: (id) => paths.staffNeed(id),
  objection: paths.staffObjection,
  complaint: (id) => paths.staffComplaint(id),
  organization: (id) => paths.staffOrganization(id),
  pairing_proposed: (id) => paths.staffPairing(id),
  pairing_identity_checked: (id) => paths.staffPairing(id),
  pairing_agreed: (id) => paths.staffPairing(id),
  pairing_review_due: (id) => paths.staffPairing(id),
  deed_missing: (id) => paths.staffPairing(id),
  deed_to_confirm: (id) => paths.staffPairing(id),
  message_to_relay: (id) => paths.staffPairing(id),
  group_below: (id) => paths.staffPairing(id),
  pledge_pledged: (id) => paths.staffPledge(id),
  pledge_accepted: (id) => paths.staffPledge(id),
  pledge_received: (id) => paths.staffPledge(id),
  pledge_checked: (id) => paths.staffPledge(id),
  pledge_delivered: (id) => paths.staffPledge(id),
  payment_to_confirm: (id) => paths.staffPayment(id),
  report_to_review: paths.staffNeedReport,
  report_to_write: paths.staffNeedReport,
  visit_held: (id) => paths.staffVisit(id),
  household_said_less: (id) => paths.staffHousehold(id),
  fund_spending: paths.staffFund,
  library_project: (id) => paths.staffProject(id),
  own_pledge_accepted: (id) => paths.myPledge(id),
  own_pairing_consented: (id) => paths.myPairing(id),
  seat_offered: () => paths.myVolunteering(),
  own_deed_missing: (id) => paths.myPairing(id),
  own_group_below: (id) => paths.myPairing(id),
  signup_to_answer: paths.organizationVolunteerProject,
  signup_unanswered: paths.organizationVolunteerProject,
  offline_gift_recorded: (id) => paths.organizationOfflineGift(id),
  payment_to_make: paths.organizationPayment,
  refund_requested: (id) => paths.organizationRefund(id),
  allocation_proposed: (id) => paths.organizationPool(id),
};

/** Work items as lines of a desk, in the reader's words. */
export function toWorkLines(items: readonly WorkItem[], { t, now }: { t: Messages; now: Date }): WorkLine[] {
  const today = dayInChina(now);
  return items.map(({ kind, id, title, place, since }, index) => ({
    key: `${kind} ${id} ${index}`,
    to: addressOf[kind](id),
    label: t.desk.kinds[kind],
    title,
    place,
    days: Math.max(0, daysBetween(dayInChina(since), today)),
  }));
}
