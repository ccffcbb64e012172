import { and, asc, count, desc, eq, gt, inArray, like, lte, type SQL, sql } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { users } from "#db/schema/accounts.server.ts";
import { regions } from "#db/schema/regions.server.ts";
import { notices, objections } from "#db/schema/verification.server.ts";
import type { Sealer } from "#db/sealer.server.ts";
import { type Actor, hasRoleFor, scopesOf } from "../actor.ts";
import { openUnlessErased } from "../households/open-sealed.server.ts";
import { isId } from "../ids.ts";
import { inScope } from "../scope.server.ts";
import { type StaffNoticeView, staffNoticeViews } from "./notice.ts";
import { objectionAnswererRoles, objectionReaderRoles } from "./notice-policy.ts";
import { objectionContactPlace } from "./sealed-places.ts";

function viewed(view: StaffNoticeView, actor: Actor, now: Date): SQL {
  const scope = inScope(notices.regionCode, scopesOf(actor, objectionReaderRoles));
  const condition: Readonly<Record<StaffNoticeView, SQL | undefined>> = {
    paused: eq(notices.state, "paused"),
    due: and(eq(notices.state, "open"), lte(notices.closesNotBefore, now)),
    running: and(eq(notices.state, "open"), gt(notices.closesNotBefore, now)),
  };
  return and(scope, condition[view]) ?? sql`false`;
}

/** Notices of the reader's subtree in one view, the most pressing first. */
export function listStaffNotices(db: DbOrTx, { view, actor, now }: { view: StaffNoticeView; actor: Actor; now: Date }) {
  return db
    .select({
      id: notices.id,
      publicCode: notices.publicCode,
      title: notices.title,
      needId: notices.needId,
      householdId: notices.householdId,
      regionCode: notices.regionCode,
      regionName: regions.shortName,
      state: notices.state,
      openedAt: notices.openedAt,
      closesNotBefore: notices.closesNotBefore,
      pausedAt: notices.pausedAt,
    })
    .from(notices)
    .innerJoin(regions, eq(regions.code, notices.regionCode))
    .where(viewed(view, actor, now))
    .orderBy(asc(notices.closesNotBefore), asc(notices.id))
    .limit(100);
}
export type StaffNoticeItem = Awaited<ReturnType<typeof listStaffNotices>>[number];

/** How many notices are in each view, for tiles and tabs. */
export async function countStaffNotices(
  db: DbOrTx,
  { actor, now }: { actor: Actor; now: Date },
): Promise<Record<StaffNoticeView, number>> {
  const counts = await Promise.all(
    staffNoticeViews.map(async (view) => {
      const [row] = await db
        .select({ count: count() })
        .from(notices)
        .where(viewed(view, actor, now));
      return row?.count ?? 0;
    }),
  );
  return { paused: counts[0] ?? 0, due: counts[1] ?? 0, running: counts[2] ?? 0 };
}

/** Open objections of the reader's subtree, the oldest first; or all of one notice, answered ones too. */
export function listObjections(db: DbOrTx, { actor, noticeId }: { actor: Actor; noticeId: string | null }) {
  const scope = inScope(notices.regionCode, scopesOf(actor, objectionReaderRoles));
  const which = noticeId === null ? eq(objections.state, "received") : eq(objections.noticeId, noticeId);
  return db
    .select({
      id: objections.id,
      publicCode: objections.publicCode,
      state: objections.state,
      outcome: objections.isUpheld,
      createdAt: objections.createdAt,
      answeredAt: objections.answeredAt,
      noticeTitle: notices.title,
      regionName: regions.shortName,
    })
    .from(objections)
    .innerJoin(notices, eq(notices.id, objections.noticeId))
    .innerJoin(regions, eq(regions.code, notices.regionCode))
    .where(and(scope, which))
    .orderBy(asc(objections.createdAt), asc(objections.id))
    .limit(100);
}
export type StaffObjectionItem = Awaited<ReturnType<typeof listObjections>>[number];

/**
 * One objection with its words, for staff of the subtree, or null. The sealed contact is opened only for those who may answer, because
 * only they may call back.
 */
export async function getObjection(
  { db, sealer }: { db: DbOrTx; sealer: Sealer },
  { objectionId, actor }: { objectionId: string; actor: Actor },
) {
  if (!isId(objectionId)) return null;
  const [row] = await db
    .select({
      id: objections.id,
      publicCode: objections.publicCode,
      content: objections.content,
      contactSealed: objections.contactSealed,
      state: objections.state,
      outcome: objections.isUpheld,
      answer: objections.answer,
      answeredAt: objections.answeredAt,
      answeredByName: users.displayName,
      createdAt: objections.createdAt,
      noticeId: notices.id,
      noticeCode: notices.publicCode,
      noticeTitle: notices.title,
      noticeState: notices.state,
      needId: notices.needId,
      householdId: notices.householdId,
      regionCode: notices.regionCode,
      regionName: regions.shortName,
      openCount: sql<number>`(select count(*)::int from ${objections} as other where other.notice_id = ${notices.id} and other.state = 'received')`,
    })
    .from(objections)
    .innerJoin(notices, eq(notices.id, objections.noticeId))
    .innerJoin(regions, eq(regions.code, notices.regionCode))
    .leftJoin(users, eq(users.id, objections.answeredBy))
    .where(and(eq(objections.id, objectionId), inScope(notices.regionCode, scopesOf(actor, objectionReaderRoles))));
  if (!row) return null;
  const { contactSealed, ...objection } = row;
  const mayAnswer = hasRoleFor(actor, objectionAnswererRoles, row.regionCode);
  const contact = mayAnswer ? openUnlessErased(sealer, contactSealed, objectionContactPlace(row.id)) : null;
  const isContactErased = contactSealed !== null && sealer.isErased(contactSealed);
  return { ...objection, mayAnswer, contact, hasContact: contactSealed !== null, isContactErased };
}
export type StaffObjection = NonNullable<Awaited<ReturnType<typeof getObjection>>>;

/** The phone of the county's latest notice: what the next one starts from. Null where there was none. */
export async function getLatestObjectionPhone(db: DbOrTx, regionCode: string): Promise<string | null> {
  const [row] = await db
    .select({ phone: notices.objectionPhone })
    .from(notices)
    .where(
      and(like(notices.regionCode, `${regionCode.slice(0, 6)}%`), inArray(notices.kind, ["need", "household", "exit"])),
    )
    .orderBy(desc(notices.openedAt), desc(notices.id))
    .limit(1);
  return row?.phone ?? null;
}
