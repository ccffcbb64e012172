import { and, desc, eq, isNotNull } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { dutyRecords } from "#db/schema/law-calendar.server.ts";
import { needs } from "#db/schema/needs.server.ts";

/** The public fundraisings of a charity that run now: what it can disclose the progress of. */
export function listRunningProjects(db: DbOrTx, { organizationId }: { organizationId: string }) {
  return db
    .select({ id: needs.id, title: needs.title, publicCode: needs.publicCode })
    .from(needs)
    .where(and(eq(needs.charityId, organizationId), eq(needs.state, "published"), eq(needs.publicationMode, "public")))
    .orderBy(needs.title);
}

/** What a charity recorded, the latest first; open ones have no `doneOn`. */
export function listDutyRecords(db: DbOrTx, { organizationId }: { organizationId: string }) {
  return db
    .select({
      id: dutyRecords.id,
      rule: dutyRecords.rule,
      subject: dutyRecords.subject,
      needTitle: needs.title,
      startedOn: dutyRecords.startedOn,
      doneOn: dutyRecords.doneOn,
      statement: dutyRecords.statement,
      recordUrl: dutyRecords.recordUrl,
    })
    .from(dutyRecords)
    .leftJoin(needs, eq(needs.id, dutyRecords.needId))
    .where(eq(dutyRecords.organizationId, organizationId))
    .orderBy(desc(dutyRecords.recordedAt))
    .limit(50);
}
export type DutyRecord = Awaited<ReturnType<typeof listDutyRecords>>[number];

/** What was disclosed of one public need, for anyone (L16): the latest first. */
export function listDisclosures(db: DbOrTx, { publicCode }: { publicCode: string }) {
  return db
    .select({
      id: dutyRecords.id,
      doneOn: dutyRecords.doneOn,
      statement: dutyRecords.statement,
      recordUrl: dutyRecords.recordUrl,
    })
    .from(dutyRecords)
    .innerJoin(needs, eq(needs.id, dutyRecords.needId))
    .where(
      and(eq(needs.publicCode, publicCode), eq(dutyRecords.rule, "progress_disclosure"), isNotNull(dutyRecords.doneOn)),
    )
    .orderBy(desc(dutyRecords.recordedAt));
}
export type Disclosure = Awaited<ReturnType<typeof listDisclosures>>[number];
