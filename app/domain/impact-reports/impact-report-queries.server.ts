import { and, asc, desc, eq, inArray, like, or, sql } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { donations } from "#db/schema/donations.server.ts";
import { impactReportLines, impactReportPhotos, impactReports } from "#db/schema/impact-reports.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { regions } from "#db/schema/regions.server.ts";
import { paidDonationStates } from "../donations/donation.ts";
import { mayShowPicture } from "../households/consent-conditions.server.ts";
import { isId, isPublicCode } from "../ids.ts";
import { mentionsWords } from "../mentions-words.server.ts";
import { isPublicNeed } from "../needs/public-need-conditions.server.ts";
import { mayShowReportWords, reportTitle } from "../needs/report-words.server.ts";
import { normalAddress } from "./report-mails.server.ts";

const listFields = {
  publicCode: impactReports.publicCode,
  kind: impactReports.kind,
  title: reportTitle,
  publishedAt: impactReports.publishedAt,
  regionCode: impactReports.regionCode,
  villageName: regions.shortName,
  category: needs.category,
  needTitle: needs.title,
  needCode: needs.publicCode,
  beneficiaryHouseholds: impactReports.beneficiaryHouseholds,
  beneficiaryPersons: impactReports.beneficiaryPersons,
  spentFen: sql<string>`coalesce((select sum(spent_fen) from impact_report_lines where report_id = ${impactReports.id}), 0)::text`,
};

const pageSize = 20;

/**
 * Published reports, newest first, of a region subtree (S1), that mention every word of `text` (S35; empty: all). Withdrawn consents take
 * their reports along.
 */
export async function listPublishedReports(db: DbOrTx, params: { regionPrefix: string; text: string; page: number }) {
  const condition = and(
    eq(impactReports.state, "published"),
    isPublicNeed(),
    like(impactReports.regionCode, `${/^\d*$/.test(params.regionPrefix) ? params.regionPrefix : "-"}%`),
    or(
      mentionsWords(params.text, [needs.title, regions.shortName]),
      and(
        mayShowReportWords,
        mentionsWords(params.text, [impactReports.title, impactReports.body, needs.title, regions.shortName]),
      ),
    ),
  );
  const rows = await db
    .select({ ...listFields, total: sql<number>`(count(*) over ())::int` })
    .from(impactReports)
    .innerJoin(needs, eq(needs.id, impactReports.needId))
    .innerJoin(regions, eq(regions.code, impactReports.regionCode))
    .where(condition)
    .orderBy(desc(impactReports.publishedAt), desc(impactReports.id))
    .limit(pageSize)
    .offset((params.page - 1) * pageSize);
  const total = rows[0]?.total ?? 0;
  return {
    reports: rows.map(({ spentFen, total: _total, ...row }) => ({ ...row, spentFen: BigInt(spentFen) })),
    total,
    pageSize,
  };
}

/** One published report for everyone: words, money line by line, pictures that may be shown. */
export async function getPublishedReport(db: DbOrTx, params: { publicCode: string }) {
  if (!isPublicCode(params.publicCode)) return null;
  const [row] = await db
    .select({
      ...listFields,
      id: impactReports.id,
      needId: impactReports.needId,
      body: sql<string>`case when ${mayShowReportWords} then ${impactReports.body} else '' end`,
      confirmedByRole: impactReports.confirmedByRole,
      confirmedOn: impactReports.confirmedOn,
    })
    .from(impactReports)
    .innerJoin(needs, eq(needs.id, impactReports.needId))
    .innerJoin(regions, eq(regions.code, impactReports.regionCode))
    .where(and(eq(impactReports.publicCode, params.publicCode), eq(impactReports.state, "published"), isPublicNeed()));
  if (!row) return null;
  const { id, spentFen, ...shown } = row;
  return {
    ...shown,
    spentFen: BigInt(spentFen),
    lines: await listReportLines(db, { reportId: id }),
    photos: await listPublicPhotos(db, id),
  };
}

/** Only what the household lets anyone see (F11). */
function listPublicPhotos(db: DbOrTx, reportId: string) {
  return db
    .select({
      fileId: impactReportPhotos.fileId,
      alternativeText: impactReportPhotos.alternativeText,
      showsPerson: impactReportPhotos.showsPerson,
    })
    .from(impactReportPhotos)
    .innerJoin(impactReports, eq(impactReports.id, impactReportPhotos.reportId))
    .innerJoin(needs, eq(needs.id, impactReports.needId))
    .where(and(eq(impactReportPhotos.reportId, reportId), mayShowPicture(impactReportPhotos.showsPerson)))
    .orderBy(asc(impactReportPhotos.position));
}

export function listReportLines(db: DbOrTx, params: { reportId: string }) {
  return db
    .select({
      id: impactReportLines.id,
      item: impactReportLines.item,
      plannedFen: impactReportLines.plannedFen,
      spentFen: impactReportLines.spentFen,
      note: impactReportLines.note,
    })
    .from(impactReportLines)
    .where(eq(impactReportLines.reportId, params.reportId))
    .orderBy(asc(impactReportLines.position));
}

export function listReportPhotos(db: DbOrTx, params: { reportId: string }) {
  return db
    .select({
      fileId: impactReportPhotos.fileId,
      alternativeText: impactReportPhotos.alternativeText,
      showsPerson: impactReportPhotos.showsPerson,
    })
    .from(impactReportPhotos)
    .where(eq(impactReportPhotos.reportId, params.reportId))
    .orderBy(asc(impactReportPhotos.position));
}

/** Whom to write to when a report is published: everyone whose paid gift went to the need, once per address, by the latest gift. */
export async function listDonorsToTell(db: DbOrTx, params: { needId: string }) {
  const rows = await db
    .select({ donationId: donations.id, email: donations.email, locale: donations.locale })
    .from(donations)
    .where(and(eq(donations.needId, params.needId), inArray(donations.state, [...paidDonationStates])))
    .orderBy(asc(donations.paidAt), asc(donations.id));
  const byAddress = new Map(rows.map((row) => [normalAddress(row.email), row]));
  return [...byAddress.values()].filter((row) => row.email !== "");
}

/** A published report by its row, for the mail about it; null once it was taken down or its need is no longer public. */
export async function getReportForMail(db: DbOrTx, params: { reportId: string }) {
  if (!isId(params.reportId)) return null;
  const [row] = await db
    .select({
      needId: impactReports.needId,
      publicCode: impactReports.publicCode,
      title: reportTitle,
      nextReportOn: needs.nextReportOn,
    })
    .from(impactReports)
    .innerJoin(needs, eq(needs.id, impactReports.needId))
    .where(and(eq(impactReports.id, params.reportId), eq(impactReports.state, "published"), isPublicNeed()));
  return row ?? null;
}
