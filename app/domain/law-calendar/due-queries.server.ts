import { and, eq, inArray, isNull, ne, type SQL, sql } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { complaints } from "#db/schema/complaints.server.ts";
import { dutyRecords } from "#db/schema/law-calendar.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { fundraisingFilings, organizations } from "#db/schema/organizations.server.ts";
import { notices, objections } from "#db/schema/verification.server.ts";
import { type Actor, scopesOf } from "../actor.ts";
import { dayInChina } from "../clock.ts";
import { inScope } from "../scope.server.ts";
import { type CharityFacts, charityDues, type Due, dueOf, type ProjectFacts, projectDues, sortDues } from "./due.ts";
import { complaintDueReaderRoles, dueReaderRoles } from "./law-calendar-policy.ts";
import { dueStatus, lawRule } from "./law-rules.ts";

/** What is due by law or rule in the reader's subtree on a day: overdue first. Charities are of the subtree of their seat. */
export async function listDues(db: DbOrTx, { actor, today }: { actor: Actor; today: string }): Promise<Due[]> {
  const scopes = scopesOf(actor, dueReaderRoles);
  if (scopes.length === 0) return [];
  const [ofCharities, ofProjects, ofObjections, ofComplaints, ofNotices] = await Promise.all([
    listCharityDues(db, inScope(organizations.regionCode, scopes), today),
    listProjectDues(db, inScope(needs.regionCode, scopes), today),
    listObjectionDues(db, scopes, today),
    listComplaintDues(db, scopesOf(actor, complaintDueReaderRoles), today),
    listNoticeDues(db, scopes, today),
  ]);
  return sortDues([...ofCharities, ...ofProjects, ...ofObjections, ...ofComplaints, ...ofNotices]);
}

/** What one charity owes: for its own page, and for what its being late stops. */
export async function listDuesOfCharity(
  db: DbOrTx,
  { organizationId, today }: { organizationId: string; today: string },
): Promise<Due[]> {
  const [own, projects] = await Promise.all([
    listCharityDues(db, eq(organizations.id, organizationId), today),
    listProjectDues(db, eq(needs.charityId, organizationId), today),
  ]);
  return sortDues([...own, ...projects]);
}

async function listCharityDues(db: DbOrTx, which: SQL, today: string): Promise<Due[]> {
  const charities = await db
    .select({
      id: organizations.id,
      name: organizations.name,
      qualificationNumber: organizations.qualificationNumber,
      qualificationValidTo: organizations.qualificationValidTo,
      createdAt: organizations.createdAt,
    })
    .from(organizations)
    .where(and(which, eq(organizations.kind, "charity"), eq(organizations.state, "verified")));
  if (charities.length === 0) return [];
  const ids = charities.map(({ id }) => id);
  const [filings, records] = await Promise.all([
    db.select().from(fundraisingFilings).where(inArray(fundraisingFilings.charityId, ids)),
    db
      .select()
      .from(dutyRecords)
      .where(and(inArray(dutyRecords.organizationId, ids), ne(dutyRecords.rule, "progress_disclosure"))),
  ]);
  return charities.flatMap(({ createdAt, ...charity }) => {
    const facts: CharityFacts = {
      ...charity,
      createdOn: dayInChina(createdAt),
      filings: filings.filter(({ charityId }) => charityId === charity.id),
      records: records.filter(({ organizationId }) => organizationId === charity.id),
    };
    return charityDues(facts, today);
  });
}

async function listProjectDues(db: DbOrTx, which: SQL, today: string): Promise<Due[]> {
  const rows = await db
    .select({
      id: needs.id,
      publicCode: needs.publicCode,
      title: needs.title,
      state: needs.state,
      charityId: needs.charityId,
      publishedAt: needs.publishedAt,
      fulfilledAt: needs.fulfilledAt,
      filingFrom: fundraisingFilings.validFrom,
      filingTo: fundraisingFilings.validTo,
      lastDisclosedOn: sql<string | null>`(select max(${dutyRecords.doneOn}) from ${dutyRecords}
        where ${dutyRecords.needId} = ${needs.id} and ${dutyRecords.rule} = 'progress_disclosure')`,
    })
    .from(needs)
    .leftJoin(fundraisingFilings, eq(fundraisingFilings.id, needs.filingId))
    .where(and(which, eq(needs.publicationMode, "public"), inArray(needs.state, ["published", "fulfilled"])));
  return rows.flatMap(({ publishedAt, fulfilledAt, ...row }) => {
    const facts: ProjectFacts = {
      ...row,
      publishedOn: publishedAt === null ? null : dayInChina(publishedAt),
      endedOn: fulfilledAt === null ? null : dayInChina(fulfilledAt),
    };
    return projectDues(facts, today);
  });
}

async function listObjectionDues(db: DbOrTx, scopes: readonly string[], today: string): Promise<Due[]> {
  const rows = await db
    .select({ id: objections.id, code: objections.publicCode, at: objections.createdAt, title: notices.title })
    .from(objections)
    .innerJoin(notices, eq(notices.id, objections.noticeId))
    .where(and(eq(objections.state, "received"), inScope(notices.regionCode, scopes)));
  return rows.map(({ id, code, at, title }) =>
    dueOf(
      {
        rule: "objection_answer",
        startedOn: dayInChina(at),
        subject: `${title}（${code}）`,
        target: { kind: "objection", id },
      },
      today,
    ),
  );
}

/** A complaint has its last day on record, counted in working days by the rule of its place (L25). */
async function listComplaintDues(db: DbOrTx, scopes: readonly string[], today: string): Promise<Due[]> {
  const rows = await db
    .select({
      id: complaints.id,
      caseNumber: complaints.caseNumber,
      receivedAt: complaints.receivedAt,
      dueOn: complaints.dueOn,
      article: complaints.ruleSource,
    })
    .from(complaints)
    .where(
      and(inArray(complaints.state, ["received", "accepted", "investigating"]), inScope(complaints.regionCode, scopes)),
    );
  const rule = lawRule("complaint_answer");
  return rows.map(({ id, caseNumber, receivedAt, dueOn, article }) => ({
    rule: "complaint_answer",
    article,
    startedOn: dayInChina(receivedAt),
    dueOn,
    status: dueStatus(rule, dueOn, today),
    subject: caseNumber,
    target: { kind: "complaint", id },
  }));
}

/** A notice's deadline is the other way round: before it nothing may be approved. Paused ones wait for their objection. */
async function listNoticeDues(db: DbOrTx, scopes: readonly string[], today: string): Promise<Due[]> {
  const rows = await db
    .select({
      needId: notices.needId,
      title: notices.title,
      openedAt: notices.openedAt,
      closesNotBefore: notices.closesNotBefore,
      ruleSource: notices.ruleSource,
    })
    .from(notices)
    .where(
      and(
        eq(notices.state, "open"),
        eq(notices.kind, "need"),
        isNull(notices.closedAt),
        inScope(notices.regionCode, scopes),
      ),
    );
  return rows.flatMap(({ needId, title, openedAt, closesNotBefore, ruleSource }): Due[] => {
    if (needId === null) return [];
    const dueOn = dayInChina(closesNotBefore);
    return [
      {
        rule: "notice_days",
        article: ruleSource,
        startedOn: dayInChina(openedAt),
        dueOn,
        // It is never late: once the days are full the approval waits.
        status: dueOn <= today ? "soon" : "later",
        subject: title,
        target: { kind: "need", id: needId },
      },
    ];
  });
}
