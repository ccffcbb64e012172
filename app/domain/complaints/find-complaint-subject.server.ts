import { and, eq } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { disbursements } from "#db/schema/disbursements.server.ts";
import { funds } from "#db/schema/funds.server.ts";
import { households } from "#db/schema/households.server.ts";
import { impactReports } from "#db/schema/impact-reports.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { organizations } from "#db/schema/organizations.server.ts";
import { regions } from "#db/schema/regions.server.ts";
import { notices } from "#db/schema/verification.server.ts";
import { volunteerProjects } from "#db/schema/volunteers.server.ts";
import { isPublicNeed } from "../needs/public-need-conditions.server.ts";
import { type ComplaintSubject, subjectOfPath } from "./complaint-subject.ts";

export type FoundSubject = {
  /** Empty: no place, or no such object. */
  regionCode: string;
  needId: string | null;
  householdId: string | null;
  organizationId: string | null;
  fundId: string | null;
  /** What anyone may read as its name; null where it is not public. */
  title: string | null;
  path: string;
};

const nothing: FoundSubject = {
  regionCode: "",
  needId: null,
  householdId: null,
  organizationId: null,
  fundId: null,
  title: null,
  path: "",
};

/** The records behind the page a complaint came from. What is not there, or no public page, is about the site as a whole. */
export async function findComplaintSubject(db: DbOrTx, about: string): Promise<FoundSubject> {
  const subject = subjectOfPath(about);
  if (subject === null) return nothing;
  const found = await lookUp(db, subject);
  return { ...nothing, ...found, path: subject.path };
}

async function lookUp(db: DbOrTx, { kind, key }: ComplaintSubject): Promise<Partial<FoundSubject>> {
  switch (kind) {
    case "need":
      return ofNeed(db, { code: key });
    case "household": {
      const [row] = await db
        .select({ householdId: households.id, regionCode: households.regionCode })
        .from(households)
        .where(eq(households.publicCode, key));
      return row ?? {};
    }
    case "village": {
      const [row] = await db
        .select({ regionCode: regions.code, title: regions.shortName })
        .from(regions)
        .where(eq(regions.code, key));
      return row ?? {};
    }
    case "notice": {
      const [row] = await db
        .select({ needId: notices.needId, regionCode: notices.regionCode })
        .from(notices)
        .where(eq(notices.publicCode, key));
      return row?.needId ? ofNeed(db, { id: row.needId }) : (row ?? {});
    }
    case "organization": {
      const [row] = await db
        .select({ organizationId: organizations.id, regionCode: organizations.regionCode, title: organizations.name })
        .from(organizations)
        .where(and(eq(organizations.id, key), eq(organizations.state, "verified")));
      return row ?? {};
    }
    case "payment": {
      const [row] = await db
        .select({ needId: disbursements.needId })
        .from(disbursements)
        .where(eq(disbursements.publicCode, key));
      return row ? ofNeed(db, { id: row.needId }) : {};
    }
    case "fund": {
      const [row] = await db
        .select({ fundId: funds.id, regionCode: funds.regionCode, title: funds.name })
        .from(funds)
        .where(eq(funds.code, key));
      return row ?? {};
    }
    case "result": {
      const [row] = await db
        .select({ needId: impactReports.needId })
        .from(impactReports)
        .where(and(eq(impactReports.publicCode, key), eq(impactReports.state, "published")));
      return row ? ofNeed(db, { id: row.needId }) : {};
    }
    case "project": {
      const [row] = await db
        .select({ organizationId: volunteerProjects.organizationId, regionCode: volunteerProjects.regionCode })
        .from(volunteerProjects)
        .where(eq(volunteerProjects.publicCode, key));
      return row ?? {};
    }
    case "page":
      return {};
  }
}

async function ofNeed(db: DbOrTx, which: { code: string } | { id: string }): Promise<Partial<FoundSubject>> {
  const [row] = await db
    .select({ needId: needs.id, regionCode: needs.regionCode })
    .from(needs)
    .where("code" in which ? eq(needs.publicCode, which.code) : eq(needs.id, which.id));
  if (!row) return {};
  const [open] = await db
    .select({ title: needs.title })
    .from(needs)
    .where(and(eq(needs.id, row.needId), isPublicNeed()));
  return { ...row, title: open?.title ?? null };
}
