import { and, asc, eq, gte, inArray, isNotNull, lte, ne, sql } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { complaints } from "#db/schema/complaints.server.ts";
import { fundSpendings, funds } from "#db/schema/funds.server.ts";
import { households } from "#db/schema/households.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { regions } from "#db/schema/regions.server.ts";
import { stateTransitions } from "#db/schema/transitions.server.ts";
import { notices, objections } from "#db/schema/verification.server.ts";
import { visits } from "#db/schema/visits.server.ts";
import { type StaffRole, scopesOf } from "../actor.ts";
import { complaintHandlerRoles } from "../complaints/complaint-policy.ts";
import { complaintsOf } from "../complaints/complaint-staff-queries.server.ts";
import { listPaymentsToConfirm } from "../disbursements/disbursement-queue-queries.server.ts";
import { fundStaffRoles } from "../funds/fund-spending.ts";
import { listNeedsToReport, listReportsToReview } from "../impact-reports/impact-report-staff-queries.server.ts";
import { stepsOf } from "../library-projects/library-project.ts";
import { listStaffProjects } from "../library-projects/library-project-queries.server.ts";
import type { NeedState } from "../needs/need.ts";
import { objectionAnswererRoles } from "../notices/notice-policy.ts";
import { inScope } from "../scope.server.ts";
import { isHeld } from "../visits/visit-conditions.server.ts";
import { visitDeciderRoles } from "../visits/visit-policy.ts";
import { listPairingDues } from "./pairing-work-queries.server.ts";
import {
  type StaffWorkArgs as Args,
  named,
  type StaffWorkSource as Source,
  staffHelpingSources,
} from "./staff-helping-queries.server.ts";
import { deskSize, oldestFirst, type WorkItem, type WorkKind } from "./work-item.ts";

/** Needs in a state whose next step is this role's; a draft nobody has sent waits for the officer who began it. */
function needsIn(kind: WorkKind, state: NeedState, role: StaffRole): Source {
  return async (db, { actor }) => {
    const rows = await db
      .select({ id: needs.id, title: needs.title, place: regions.shortName, since: needs.updatedAt })
      .from(needs)
      .innerJoin(regions, eq(regions.code, needs.regionCode))
      .where(and(eq(needs.state, state), inScope(needs.regionCode, scopesOf(actor, [role]))))
      .orderBy(asc(needs.updatedAt))
      .limit(deskSize);
    return rows.map(named(kind));
  };
}

const duesOfNotices: Source = async (db, { actor, now }) => {
  const rows = await db
    .select({
      id: sql<string>`${notices.needId}`,
      title: notices.title,
      place: regions.shortName,
      since: notices.closesNotBefore,
    })
    .from(notices)
    .innerJoin(regions, eq(regions.code, notices.regionCode))
    .where(
      and(
        eq(notices.state, "open"),
        isNotNull(notices.needId),
        lte(notices.closesNotBefore, now),
        inScope(notices.regionCode, scopesOf(actor, ["county_verifier"])),
      ),
    )
    .orderBy(asc(notices.closesNotBefore))
    .limit(deskSize);
  return rows.map(named("notice_due"));
};

const objectionsToAnswer: Source = async (db, { actor }) => {
  const rows = await db
    .select({ id: objections.id, title: notices.title, place: regions.shortName, since: objections.createdAt })
    .from(objections)
    .innerJoin(notices, eq(notices.id, objections.noticeId))
    .innerJoin(regions, eq(regions.code, notices.regionCode))
    .where(and(eq(objections.state, "received"), inScope(notices.regionCode, scopesOf(actor, objectionAnswererRoles))))
    .orderBy(asc(objections.createdAt))
    .limit(deskSize);
  return rows.map(named("objection"));
};

/** Without its words: a desk may be looked at over somebody's shoulder. */
const complaintsToAnswer: Source = async (db, { actor }) => {
  const rows = await db
    .select({ id: complaints.id, title: complaints.caseNumber, place: regions.shortName, since: complaints.receivedAt })
    .from(complaints)
    .leftJoin(regions, eq(regions.code, complaints.regionCode))
    .where(
      and(
        complaintsOf(actor, complaintHandlerRoles),
        inArray(complaints.state, ["received", "accepted", "investigating"]),
      ),
    )
    .orderBy(asc(complaints.receivedAt))
    .limit(deskSize);
  return rows.map(named("complaint"));
};

const paymentsToConfirm: Source = async (db, { actor, now }) => {
  const rows = await listPaymentsToConfirm(db, { actor });
  return rows.map(({ id, needTitle, villageName, paidAt }) =>
    named("payment_to_confirm")({ id, title: needTitle, place: villageName, since: paidAt ?? now }),
  );
};

const reportsToReview: Source = async (db, { actor }) => {
  const rows = await listReportsToReview(db, { actor });
  return rows.map(({ needId, title, villageName, updatedAt }) =>
    named("report_to_review")({ id: needId, title, place: villageName, since: updatedAt }),
  );
};

/** Only what is late or whose need is fulfilled: a report of next month is no work of today. */
const reportsToWrite: Source = async (db, { actor, today, now }) => {
  const rows = await listNeedsToReport(db, { actor, today });
  return rows
    .filter((need) => need.isLate || need.fulfilledAt !== null)
    .map(({ id, title, villageName, fulfilledAt, nextReportOn }) => {
      const dueSince = nextReportOn === null ? now : new Date(`${nextReportOn}T00:00:00+08:00`);
      return named("report_to_write")({ id, title, place: villageName, since: fulfilledAt ?? dueSince });
    });
};

const visitsToDecide: Source = async (db, { actor }) => {
  const rows = await db
    .select({ id: visits.id, title: visits.visitedOn, place: regions.shortName, since: visits.receivedAt })
    .from(visits)
    .innerJoin(regions, eq(regions.code, visits.regionCode))
    .where(and(inScope(visits.regionCode, scopesOf(actor, visitDeciderRoles)), isHeld()))
    .orderBy(asc(visits.receivedAt))
    .limit(deskSize);
  return rows.map(named("visit_held"));
};

/** Found by the code of the fund: that is where they are approved. Never the proposer's own (S97). */
const spendingsToApprove: Source = async (db, { actor }) => {
  const rows = await db
    .select({
      id: funds.code,
      title: fundSpendings.description,
      place: regions.shortName,
      since: fundSpendings.proposedAt,
    })
    .from(fundSpendings)
    .innerJoin(funds, eq(funds.id, fundSpendings.fundId))
    .leftJoin(regions, eq(regions.code, funds.regionCode))
    .where(
      and(
        eq(fundSpendings.state, "proposed"),
        ne(fundSpendings.proposedBy, actor.userId),
        inScope(funds.regionCode, scopesOf(actor, fundStaffRoles)),
      ),
    )
    .orderBy(asc(fundSpendings.proposedAt))
    .limit(deskSize);
  return rows.map(named("fund_spending"));
};

/** Projects of the library with a step this person may take, among those that are still on their way (S100). */
const projectSteps: Source = async (db, { actor }) => {
  const open = ["submitted", "checked", "reserved", "approved", "under_way", "accepted", "returned"] as const;
  const rows = await listStaffProjects(db, { actor, states: open });
  return rows
    .filter((project) => stepsOf(actor, project).length > 0)
    .map(({ id, title, regionName, updatedAt }) =>
      named("library_project")({ id, title, place: regionName, since: updatedAt }),
    );
};

const toldForDays = 14;

/** Households of which less is said since too few others share it (D4): for a fortnight on the desk of who keeps and who answers for the file. */
const householdsSaidLess: Source = async (db, { actor, now }) => {
  const since = new Date(now.getTime() - toldForDays * 86_400_000);
  const rows = await db
    .select({
      id: households.id,
      title: households.registerNumber,
      place: regions.shortName,
      since: stateTransitions.at,
    })
    .from(stateTransitions)
    .innerJoin(households, eq(households.id, stateTransitions.subjectId))
    .innerJoin(regions, eq(regions.code, households.regionCode))
    .where(
      and(
        eq(stateTransitions.noun, "household_public_causes"),
        inArray(stateTransitions.event, ["coarsen_later", "hide"]),
        gte(stateTransitions.at, since),
        inScope(households.regionCode, scopesOf(actor, ["county_verifier", "village_officer"])),
      ),
    )
    .orderBy(asc(stateTransitions.at))
    .limit(deskSize);
  return rows.map(named("household_said_less"));
};

/** One line for each step that is somebody's; a new noun adds its source here and nothing else. */
const sources: readonly Source[] = [
  needsIn("need_drafted", "drafted", "village_officer"),
  needsIn("need_returned", "returned", "village_officer"),
  needsIn("need_submitted", "submitted", "town_verifier"),
  needsIn("need_checked", "checked", "county_verifier"),
  duesOfNotices,
  objectionsToAnswer,
  complaintsToAnswer,
  ...staffHelpingSources,
  listPairingDues,
  paymentsToConfirm,
  reportsToReview,
  reportsToWrite,
  visitsToDecide,
  spendingsToApprove,
  projectSteps,
  householdsSaidLess,
];

/** What waits for this member of staff, in their subtrees and by their roles only, the longest waiting first. */
export async function listStaffWork(db: DbOrTx, args: Args): Promise<WorkItem[]> {
  const found = await Promise.all(sources.map((source) => source(db, args)));
  return oldestFirst(found.flat());
}
