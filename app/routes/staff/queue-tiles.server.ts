import { accountKeeperRoles } from "#app/domain/accounts/account.ts";
import { countAccountProposalsToDecide } from "#app/domain/accounts/staff-account-queries.server.ts";
import { type SignedInActor, type StaffRole, scopesOf } from "#app/domain/actor.ts";
import { alarmReaderRoles } from "#app/domain/alarms/alarm.ts";
import { countOpenAlarms } from "#app/domain/alarms/alarm-queries.server.ts";
import { callbackRoles } from "#app/domain/callbacks/callback-policy.ts";
import { listCallbacksToMake } from "#app/domain/callbacks/callback-queries.server.ts";
import { dayInChina } from "#app/domain/clock.ts";
import { complaintReaderRoles } from "#app/domain/complaints/complaint-policy.ts";
import { countComplaints } from "#app/domain/complaints/complaint-staff-queries.server.ts";
import { mismatchRoles } from "#app/domain/department-lists/mismatch-form.ts";
import { listOpenMismatches } from "#app/domain/department-lists/mismatch-queries.server.ts";
import { disbursementConfirmerRoles } from "#app/domain/disbursements/disbursement-policy.ts";
import { listPaymentsToConfirm } from "#app/domain/disbursements/disbursement-queue-queries.server.ts";
import { listStaffFunds } from "#app/domain/funds/fund-spending-queries.server.ts";
import { countMonitoring } from "#app/domain/household-monitoring/monitoring-queries.server.ts";
import { householdReaderRoles } from "#app/domain/households/household-policy.ts";
import { countHouseholdsWithoutResponsible } from "#app/domain/households/responsible-person-queries.server.ts";
import { reportPublisherRoles, reportWriterRoles } from "#app/domain/impact-reports/impact-report-policy.ts";
import {
  listNeedsToReport,
  listReportsToReview,
} from "#app/domain/impact-reports/impact-report-staff-queries.server.ts";
import { listDues } from "#app/domain/law-calendar/due-queries.server.ts";
import { dueReaderRoles } from "#app/domain/law-calendar/law-calendar-policy.ts";
import { projectReaderRoles, stepsOf } from "#app/domain/library-projects/library-project.ts";
import { listStaffProjects } from "#app/domain/library-projects/library-project-queries.server.ts";
import { roundRoles } from "#app/domain/matching/round.ts";
import { countRoundPartsToDecide } from "#app/domain/matching/round-queries.server.ts";
import { countNeedQueues } from "#app/domain/needs/need-queue-queries.server.ts";
import { objectionReaderRoles } from "#app/domain/notices/notice-policy.ts";
import { countStaffNotices } from "#app/domain/notices/notice-staff-queries.server.ts";
import { organizationReviewerRoles } from "#app/domain/organizations/organization-policy.ts";
import { countOrganizationsToReview } from "#app/domain/organizations/organization-queries.server.ts";
import { professionDeciderRoles } from "#app/domain/pairings/pairing-policy.ts";
import { countPairingQueues } from "#app/domain/pairings/pairing-queries.server.ts";
import { listClaimedProfessions } from "#app/domain/pairings/professional-queries.server.ts";
import { ruleKeeperRoles } from "#app/domain/place-rules/place-rule.ts";
import { countProposalsToDecide } from "#app/domain/place-rules/rule-list-queries.server.ts";
import { countPledgeQueues } from "#app/domain/pledges/pledge-queries.server.ts";
import { roleKeeperRoles } from "#app/domain/roles/role.ts";
import { countRolesToApprove } from "#app/domain/roles/role-queries.server.ts";
import { visitDeciderRoles } from "#app/domain/visits/visit-policy.ts";
import { countHeldVisits } from "#app/domain/visits/visit-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import type { Messages } from "#app/i18n/catalog.ts";
import type { Services } from "#app/services.server.ts";

/** One line of 我的待办: how many wait, and the saved view where they are. */
export type QueueTile = { key: string; label: string; count: number; to: string };
export type QueueGroup = { title: string; tiles: QueueTile[] };

type TileArgs = { services: Services; actor: SignedInActor; t: Messages };
type TileSource = (args: TileArgs) => Promise<QueueGroup>;

/** What is late comes before everything else (S121). */
async function complaintTiles({ services, actor, t }: TileArgs): Promise<QueueGroup> {
  const words = t.complaints.staff;
  if (scopesOf(actor, complaintReaderRoles).length === 0) return { title: words.title, tiles: [] };
  const counts = await countComplaints(services.db, { actor, today: dayInChina(services.clock.now()) });
  const tile = (queue: "overdue" | "waiting", label: string) => ({
    key: `complaints_${queue}`,
    label,
    count: counts[queue],
    to: paths.staffComplaints({ queue }),
  });
  return { title: words.title, tiles: [tile("overdue", words.tileOverdue), tile("waiting", words.tileWaiting)] };
}

async function needTiles({ services, actor, t }: TileArgs): Promise<QueueGroup> {
  const counts = await countNeedQueues(services.db, actor);
  const tiles = counts.map(({ key, count }) => ({
    key,
    label: t.staff.needQueues[key],
    count,
    to: paths.staffNeeds({ queue: key }),
  }));
  return { title: t.staff.needGroup, tiles };
}

async function householdTiles({ services, actor, t }: TileArgs): Promise<QueueGroup> {
  const isReader = actor.grants.some((grant) => householdReaderRoles.some((role) => role === grant.role));
  const count = isReader ? await countHouseholdsWithoutResponsible(services.db, actor) : 0;
  const tile = { key: "without_responsible", label: t.staff.withoutResponsible, count, to: paths.staffHouseholds() };
  const tiles = isReader ? [tile] : [];
  if (scopesOf(actor, mismatchRoles).length > 0) {
    const { total } = await listOpenMismatches(services.db, { actor, page: 1 });
    tiles.push({ key: "mismatches", label: t.departmentLists.title, count: total, to: paths.staffMismatches() });
  }
  return { title: t.staff.householdGroup, tiles };
}

/** What is overdue stands first of all (S19). */
async function monitoringTiles({ services, actor, t }: TileArgs): Promise<QueueGroup> {
  if (scopesOf(actor, householdReaderRoles).length === 0) return { title: t.monitoring.title, tiles: [] };
  const counts = await countMonitoring(services.db, { actor, today: dayInChina(services.clock.now()) });
  const order = ["lateLookBacks", "lateWarnings", "openLookBacks", "openWarnings"] as const;
  const tiles = order.map((key) => ({
    key,
    label: t.monitoring.tiles[key],
    count: counts[key],
    to: paths.staffMonitoring(),
  }));
  return { title: t.monitoring.title, tiles };
}

async function noticeTiles({ services, actor, t }: TileArgs): Promise<QueueGroup> {
  const words = t.notices.staff;
  if (scopesOf(actor, objectionReaderRoles).length === 0) return { title: words.tileGroup, tiles: [] };
  const { paused, due } = await countStaffNotices(services.db, { actor, now: services.clock.now() });
  const tiles = [
    { key: "paused", label: words.tileObjections, count: paused, to: paths.staffNotices({ view: "paused" }) },
    { key: "due", label: words.tileDue, count: due, to: paths.staffNotices({ view: "due" }) },
  ];
  return { title: words.tileGroup, tiles };
}

async function organizationTiles({ services, actor, t }: TileArgs): Promise<QueueGroup> {
  const isReviewer = actor.grants.some((grant) => organizationReviewerRoles.some((role) => role === grant.role));
  const count = isReviewer ? await countOrganizationsToReview(services.db, actor) : 0;
  const to = paths.staffOrganizations({ state: "registered" });
  const tile = { key: "organizations_to_review", label: t.organizations.states.registered, count, to };
  return { title: t.organizations.staff.title, tiles: isReviewer ? [tile] : [] };
}

async function pairingTiles({ services, actor, t }: TileArgs): Promise<QueueGroup> {
  const counts = await countPairingQueues(services.db, actor);
  const tiles = counts.map(({ key, count }) => ({
    key,
    label: t.pairings.staff.queues[key],
    count,
    to: paths.staffPairings({ queue: key }),
  }));
  const claims = await listClaimedProfessions(services.db, { actor });
  const claimTile = { key: "professions", label: t.deeds.professions.staffTitle, count: claims.length };
  if (scopesOf(actor, professionDeciderRoles).length === 0) return { title: t.pairings.staff.title, tiles };
  return { title: t.pairings.staff.title, tiles: [...tiles, { ...claimTile, to: paths.staffProfessions() }] };
}

async function pledgeTiles({ services, actor, t }: TileArgs): Promise<QueueGroup> {
  const counts = await countPledgeQueues(services.db, actor);
  const tiles = counts.map(({ key, count }) => ({
    key,
    label: t.pledges.staff.queues[key],
    count,
    to: paths.staffPledges({ queue: key }),
  }));
  return { title: t.pledges.staff.title, tiles };
}

async function resultTiles({ services, actor, t }: TileArgs): Promise<QueueGroup> {
  const words = t.impactReports.queue;
  const [toReview, toReport, toConfirm] = await Promise.all([
    listReportsToReview(services.db, { actor }),
    listNeedsToReport(services.db, { actor, today: dayInChina(services.clock.now()) }),
    listPaymentsToConfirm(services.db, { actor }),
  ]);
  const late = toReport.filter((need) => need.isLate).length;
  const has = (roles: readonly StaffRole[]) => scopesOf(actor, roles).length > 0;
  const tile = (key: string, label: string, count: number) => ({ key, label, count, to: paths.staffReports() });
  const tiles = [
    ...(has(reportPublisherRoles) ? [tile("reports_to_review", words.toReview, toReview.length)] : []),
    ...(late > 0 ? [tile("reports_late", words.late, late)] : []),
    ...(has(reportWriterRoles) ? [tile("needs_to_report", words.toReport, toReport.length)] : []),
    ...(has(disbursementConfirmerRoles) ? [tile("payments_to_confirm", words.toConfirm, toConfirm.length)] : []),
  ];
  return { title: words.group, tiles };
}

async function alarmTiles({ services, actor, t }: TileArgs): Promise<QueueGroup> {
  if (scopesOf(actor, alarmReaderRoles).length === 0) return { title: t.alarms.tileGroup, tiles: [] };
  const count = await countOpenAlarms(services.db, { actor });
  const tile = { key: "alarms", label: t.alarms.tile, count, to: paths.staffAlarms() };
  return { title: t.alarms.tileGroup, tiles: [tile] };
}

/** Spendings of funds that wait for a second person (S97). */
async function fundTiles({ services, actor, t }: TileArgs): Promise<QueueGroup> {
  const funds = await listStaffFunds(services.db, { actor });
  const count = funds.reduce((sum, fund) => sum + fund.openCount, 0);
  const tile = { key: "fund_spendings", label: t.funds.toApprove, count, to: paths.staffFunds() };
  return { title: t.funds.title, tiles: funds.length === 0 ? [] : [tile] };
}

/** Visits that could not count at once (U35). */
async function visitTiles({ services, actor, t }: TileArgs): Promise<QueueGroup> {
  if (scopesOf(actor, visitDeciderRoles).length === 0) return { title: t.visits.tileGroup, tiles: [] };
  const count = await countHeldVisits(services.db, actor);
  const tile = { key: "held_visits", label: t.visits.tileHeld, count, to: paths.staffVisits({ view: "held" }) };
  return { title: t.visits.tileGroup, tiles: [tile] };
}

/** Payments drawn for a call-back that this person may make (D6). */
async function callbackTiles({ services, actor, t }: TileArgs): Promise<QueueGroup> {
  if (scopesOf(actor, callbackRoles).length === 0) return { title: t.callbacks.title, tiles: [] };
  const waiting = await listCallbacksToMake(services.db, { actor });
  const tile = { key: "callbacks", label: t.callbacks.tile, count: waiting.length, to: paths.staffCallbacks() };
  return { title: t.callbacks.title, tiles: [tile] };
}

/** Rules of the place that wait for another person's approval (D7, S7). */
async function ruleTiles({ services, actor, t }: TileArgs): Promise<QueueGroup> {
  const words = t.placeRules;
  if (scopesOf(actor, ruleKeeperRoles).length === 0) return { title: words.title, tiles: [] };
  const count = await countProposalsToDecide(services.db, actor);
  const tile = { key: "rules_to_decide", label: words.toDecide, count, to: paths.staffRules({ list: "proposals" }) };
  return { title: words.title, tiles: [tile] };
}

/** Roles that wait for a second person (F13). */
async function roleTiles({ services, actor, t }: TileArgs): Promise<QueueGroup> {
  const count = scopesOf(actor, roleKeeperRoles).length === 0 ? 0 : await countRolesToApprove(services.db, actor);
  const tile = { key: "roles_to_approve", label: t.roles.toApprove, count, to: paths.staffRoles() };
  return { title: t.roles.title, tiles: count === 0 ? [] : [tile] };
}

/** Steps on accounts that wait for a second administrator (E3). */
async function accountTiles({ services, actor, t }: TileArgs): Promise<QueueGroup> {
  const isKeeper = scopesOf(actor, accountKeeperRoles).length > 0;
  const at = services.clock.now();
  const count = isKeeper ? await countAccountProposalsToDecide(services.db, { actor, at }) : 0;
  const tile = { key: "accounts_to_decide", label: t.staffAccounts.toDecide, count, to: paths.staffAccounts() };
  return { title: t.staffAccounts.title, tiles: count === 0 ? [] : [tile] };
}

/** What the law or a rule of the place wants by a day: overdue and soon (D11). */
async function dueTiles({ services, actor, t }: TileArgs): Promise<QueueGroup> {
  const words = t.lawCalendar;
  if (scopesOf(actor, dueReaderRoles).length === 0) return { title: words.title, tiles: [] };
  const dues = await listDues(services.db, { actor, today: dayInChina(services.clock.now()) });
  const isLate = (status: string) => dues.filter((due) => due.rule !== "notice_days" && due.status === status).length;
  const to = paths.staffCalendar();
  const tiles = [
    { key: "overdue", label: words.tile, count: isLate("overdue"), to },
    { key: "soon", label: words.tileSoon, count: isLate("soon"), to },
  ];
  return { title: words.title, tiles };
}

/** Projects of the library that wait for a step of this person (S100). */
async function projectTiles({ services, actor, t }: TileArgs): Promise<QueueGroup> {
  if (scopesOf(actor, projectReaderRoles).length === 0) return { title: t.libraryProjects.title, tiles: [] };
  const projects = await listStaffProjects(services.db, { actor });
  const count = projects.filter((project) => stepsOf(actor, project).length > 0).length;
  const tile = { key: "projects", label: t.libraryProjects.queue, count, to: paths.staffProjects({ view: "open" }) };
  return { title: t.libraryProjects.title, tiles: [tile] };
}

/** Parts of rounds that wait for the county: to be checked, or to be released by another person (S37). */
async function roundTiles({ services, actor, t }: TileArgs): Promise<QueueGroup> {
  const words = t.matching.rounds;
  if (scopesOf(actor, roundRoles).length === 0) return { title: words.title, tiles: [] };
  const count = await countRoundPartsToDecide(services.db, { actor });
  return { title: words.title, tiles: [{ key: "rounds", label: words.tile, count, to: paths.staffRounds() }] };
}

/** Each noun brings its own queues; a new one adds its source here and nothing else. */
const tileSources: readonly TileSource[] = [
  monitoringTiles,
  complaintTiles,
  alarmTiles,
  dueTiles,
  needTiles,
  noticeTiles,
  householdTiles,
  visitTiles,
  organizationTiles,
  pairingTiles,
  pledgeTiles,
  resultTiles,
  fundTiles,
  callbackTiles,
  ruleTiles,
  roleTiles,
  accountTiles,
  projectTiles,
  roundTiles,
];

/** The queues of this person, by noun; groups without any are left out. */
export async function listQueueGroups(args: TileArgs): Promise<QueueGroup[]> {
  const groups = await Promise.all(tileSources.map((source) => source(args)));
  return groups.filter((group) => group.tiles.length > 0);
}
