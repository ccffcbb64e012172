import { and, asc, count, desc, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { consents } from "#db/schema/consents.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { regions } from "#db/schema/regions.server.ts";
import { notices, objections } from "#db/schema/verification.server.ts";
import { hasRequiredFields, mayShow } from "../households/consent-conditions.server.ts";
import { isPublicCode } from "../ids.ts";
import { isRegionCode, pathOf } from "../regions/region.ts";
import { inScope } from "../scope.server.ts";
import { type NoticeKind, type NoticeState, type NoticeView, noticeStates, noticeViews } from "./notice.ts";
import { type NoticeFacts, readNoticeBody } from "./notice-body.ts";

export const noticesPerPage = 20;

const statesOf: Readonly<Record<NoticeView, readonly NoticeState[]>> = {
  current: ["open", "paused"],
  past: noticeStates.filter((state) => state === "closed" || state === "cancelled"),
};

export type NoticeFilter = { view: NoticeView; regionCode: string | null; kind: NoticeKind | null };

function matching({ view, regionCode, kind }: NoticeFilter): SQL {
  const conditions = [inArray(notices.state, [...statesOf[view]])];
  if (regionCode !== null) {
    conditions.push(inScope(notices.regionCode, isRegionCode(regionCode) ? [regionCode] : []));
  }
  if (kind !== null) conditions.push(eq(notices.kind, kind));
  return and(...conditions) ?? sql`false`;
}

/**
 * A household that no longer wants to be public is not named in old notices either (F11). The notice of a file stands on the consent to
 * register, which names it; the notice of a need on the consent to publish.
 */
const isWithheld = sql<boolean>`(${needs.householdId} is not null and not ${hasRequiredFields()}
  or ${notices.householdId} is not null and not exists (
  select 1 from ${consents} where ${consents.householdId} = ${notices.householdId}
    and ${consents.purpose} = 'register' and ${consents.withdrawnAt} is null))`;

/** Notices for anyone: the ones ending first on top while they are up, the latest first afterwards. */
export async function listNotices(db: DbOrTx, { page, ...filter }: NoticeFilter & { page: number }) {
  const where = matching(filter);
  const [total] = await db.select({ count: count() }).from(notices).where(where);
  const items = await db
    .select({
      publicCode: notices.publicCode,
      kind: notices.kind,
      title: sql<string | null>`case when ${isWithheld} then null else ${notices.title} end`,
      regionName: regions.shortName,
      state: notices.state,
      openedAt: notices.openedAt,
      closesNotBefore: notices.closesNotBefore,
      pausedAt: notices.pausedAt,
      closedAt: notices.closedAt,
    })
    .from(notices)
    .innerJoin(regions, eq(regions.code, notices.regionCode))
    .leftJoin(needs, eq(needs.id, notices.needId))
    .where(where)
    .orderBy(filter.view === "current" ? asc(notices.closesNotBefore) : desc(notices.closedAt), asc(notices.id))
    .limit(noticesPerPage)
    .offset((page - 1) * noticesPerPage);
  return { items, total: total?.count ?? 0 };
}
export type NoticeListItem = Awaited<ReturnType<typeof listNotices>>["items"][number];

export async function countNotices(
  db: DbOrTx,
  filter: Omit<NoticeFilter, "view">,
): Promise<Record<NoticeView, number>> {
  const [current, past] = await Promise.all(
    noticeViews.map(async (view) => {
      const [row] = await db
        .select({ count: count() })
        .from(notices)
        .where(matching({ ...filter, view }));
      return row?.count ?? 0;
    }),
  );
  return { current: current ?? 0, past: past ?? 0 };
}

/** The places that ever had a notice, with those above them down from the county, in the order of their codes: the region filter. */
export async function listNoticeRegions(db: DbOrTx) {
  const rows = await db.selectDistinct({ code: notices.regionCode }).from(notices);
  const codes = new Set(rows.flatMap(({ code }) => pathOf(code)).filter((code) => code.length >= 6));
  if (codes.size === 0) return [];
  return db
    .select({ code: regions.code, name: regions.shortName, level: regions.level })
    .from(regions)
    .where(inArray(regions.code, [...codes]))
    .orderBy(asc(regions.code));
}

/** One objection as the public sees it: when, and how it was answered. Never its words, its sender or its code. */
export type PublicObjection = {
  receivedAt: Date;
  outcome: "upheld" | "dismissed" | null;
  answer: string | null;
  answeredAt: Date | null;
};

/**
 * One notice for anyone, or null. The head of a household is named, masked, only while the notice is up: afterwards the purpose is gone
 * (L31, PIPL 19); in the notice of a need, only if it agreed to that (F11). Facts are null where the text is plain or withheld; plain text is then in `text`.
 */
export async function getNotice(db: DbOrTx, publicCode: string) {
  if (!isPublicCode(publicCode)) return null;
  const [row] = await db
    .select({
      id: notices.id,
      publicCode: notices.publicCode,
      kind: notices.kind,
      title: notices.title,
      body: notices.body,
      regionCode: notices.regionCode,
      objectionPhone: notices.objectionPhone,
      minDays: notices.minDays,
      ruleSource: notices.ruleSource,
      state: notices.state,
      openedAt: notices.openedAt,
      closesNotBefore: notices.closesNotBefore,
      pausedAt: notices.pausedAt,
      closedAt: notices.closedAt,
      isWithheld,
      isHeadShown: mayShow("masked_name"),
    })
    .from(notices)
    .leftJoin(needs, eq(needs.id, notices.needId))
    .where(eq(notices.publicCode, publicCode));
  if (!row) return null;
  const { id, body, title, regionCode, isWithheld: withheld, isHeadShown, ...notice } = row;
  const facts = withheld ? null : factsWhile(notice.state, readNoticeBody(body), isHeadShown);
  const [places, publicObjections] = await Promise.all([listPlaces(db, regionCode), listPublicObjections(db, id)]);
  return {
    ...notice,
    title: withheld ? null : title,
    facts,
    text: facts === null && !withheld ? body : null,
    regionCode,
    places,
    objections: publicObjections,
  };
}
export type PublicNotice = NonNullable<Awaited<ReturnType<typeof getNotice>>>;

function factsWhile(state: NoticeState, facts: NoticeFacts | null, isHeadShown: boolean): NoticeFacts | null {
  if (facts === null || facts.form === "allocation") return facts;
  if ((state === "open" || state === "paused") && (facts.form === "household" || isHeadShown)) return facts;
  const { headName: _headName, ...rest } = facts;
  return rest;
}

/** County, town and village in words, from the larger to the smaller. */
async function listPlaces(db: DbOrTx, regionCode: string): Promise<string[]> {
  const codes = pathOf(regionCode).filter((code) => code.length >= 6);
  const rows = await db.select().from(regions).where(inArray(regions.code, codes)).orderBy(asc(regions.code));
  return rows.map((region) => region.name);
}

async function listPublicObjections(db: DbOrTx, noticeId: string): Promise<PublicObjection[]> {
  return db
    .select({
      receivedAt: objections.createdAt,
      outcome: objections.isUpheld,
      answer: objections.answer,
      answeredAt: objections.answeredAt,
    })
    .from(objections)
    .where(eq(objections.noticeId, noticeId))
    .orderBy(asc(objections.createdAt), asc(objections.id));
}

/** What the holder of a receipt sees: where the objection stands. Not its words: the code may be read over somebody's shoulder. */
export async function getObjectionByCode(db: DbOrTx, objectionCode: string) {
  if (!isPublicCode(objectionCode)) return null;
  const [row] = await db
    .select({
      publicCode: objections.publicCode,
      receivedAt: objections.createdAt,
      outcome: objections.isUpheld,
      answer: objections.answer,
      answeredAt: objections.answeredAt,
      noticeCode: notices.publicCode,
      noticeState: notices.state,
      noticeTitle: sql<string | null>`case when ${isWithheld} then null else ${notices.title} end`,
    })
    .from(objections)
    .innerJoin(notices, eq(notices.id, objections.noticeId))
    .leftJoin(needs, eq(needs.id, notices.needId))
    .where(eq(objections.publicCode, objectionCode));
  return row ?? null;
}
