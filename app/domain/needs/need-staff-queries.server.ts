import { and, asc, count, desc, eq, inArray, type SQL } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { users } from "#db/schema/accounts.server.ts";
import { files } from "#db/schema/files.server.ts";
import { households } from "#db/schema/households.server.ts";
import { needItems, needPhotos, needs } from "#db/schema/needs.server.ts";
import { regions } from "#db/schema/regions.server.ts";
import { type Actor, scopesOf } from "../actor.ts";
import { isId } from "../ids.ts";
import { inScope } from "../scope.server.ts";
import type { NeedState } from "./need.ts";
import { needReaderRoles } from "./need-policy.ts";

export const staffNeedsPerPage = 20;

const listColumns = {
  id: needs.id,
  publicCode: needs.publicCode,
  title: needs.title,
  type: needs.type,
  category: needs.category,
  state: needs.state,
  goalFen: needs.goalFen,
  villageName: regions.shortName,
  householdId: needs.householdId,
  updatedAt: needs.updatedAt,
  submittedAt: needs.submittedAt,
};

/** Needs of the reader's subtree in some states (none given: in all), the longest unmoved first in queues, the latest first overall. */
export async function listStaffNeeds(
  db: DbOrTx,
  { actor, states, page }: { actor: Actor; states: readonly NeedState[]; page: number },
) {
  const scope = inScope(needs.regionCode, scopesOf(actor, needReaderRoles));
  const where: SQL | undefined = states.length > 0 ? and(scope, inArray(needs.state, [...states])) : scope;
  const [total] = await db.select({ count: count() }).from(needs).where(where);
  const items = await db
    .select(listColumns)
    .from(needs)
    .innerJoin(regions, eq(regions.code, needs.regionCode))
    .where(where)
    .orderBy(states.length > 0 ? asc(needs.updatedAt) : desc(needs.updatedAt), asc(needs.id))
    .limit(staffNeedsPerPage)
    .offset((page - 1) * staffNeedsPerPage);
  return { items, total: total?.count ?? 0 };
}
export type StaffNeedListItem = Awaited<ReturnType<typeof listStaffNeeds>>["items"][number];

/** All needs of one household, for its file. Ask only after the file was found in the reader's scope. */
export function listNeedsOfHousehold(db: DbOrTx, { householdId, actor }: { householdId: string; actor: Actor }) {
  return db
    .select(listColumns)
    .from(needs)
    .innerJoin(regions, eq(regions.code, needs.regionCode))
    .where(and(eq(needs.householdId, householdId), inScope(needs.regionCode, scopesOf(actor, needReaderRoles))))
    .orderBy(desc(needs.updatedAt));
}

/** One need with its budget and pictures for staff of the subtree, or null. */
export async function getStaffNeed(db: DbOrTx, { needId, actor }: { needId: string; actor: Actor }) {
  if (!isId(needId)) return null;
  const [row] = await db
    .select({
      ...listColumns,
      regionCode: needs.regionCode,
      summary: needs.summary,
      story: needs.story,
      staffNote: needs.staffNote,
      publicationMode: needs.publicationMode,
      fundedFen: needs.fundedFen,
      version: needs.version,
      neededBy: needs.neededBy,
      nextReportOn: needs.nextReportOn,
      createdBy: needs.createdBy,
      createdByName: users.displayName,
      createdAt: needs.createdAt,
      checkedAt: needs.checkedAt,
      publishedAt: needs.publishedAt,
      householdHeadName: households.headName,
      householdCauses: households.causes,
    })
    .from(needs)
    .innerJoin(regions, eq(regions.code, needs.regionCode))
    .leftJoin(households, eq(households.id, needs.householdId))
    .leftJoin(users, eq(users.id, needs.createdBy))
    .where(and(eq(needs.id, needId), inScope(needs.regionCode, scopesOf(actor, needReaderRoles))));
  if (!row) return null;
  const [items, photos] = await Promise.all([
    db.select().from(needItems).where(eq(needItems.needId, needId)).orderBy(asc(needItems.position)),
    db
      .select({
        fileId: needPhotos.fileId,
        alternativeText: needPhotos.alternativeText,
        showsPerson: needPhotos.showsPerson,
        widthPixels: files.widthPixels,
        heightPixels: files.heightPixels,
      })
      .from(needPhotos)
      .innerJoin(files, eq(files.id, needPhotos.fileId))
      .where(eq(needPhotos.needId, needId))
      .orderBy(asc(needPhotos.position), asc(needPhotos.fileId)),
  ]);
  return { ...row, items, photos };
}
export type StaffNeed = NonNullable<Awaited<ReturnType<typeof getStaffNeed>>>;
