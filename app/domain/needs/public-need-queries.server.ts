import { and, eq, inArray, sql } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { needPhotos, needs } from "#db/schema/needs.server.ts";
import { regions } from "#db/schema/regions.server.ts";
import { mayShow, mayShowPicture, mayShowWords, needWordsReadAt } from "../households/consent-conditions.server.ts";
import { isPublicCode } from "../ids.ts";
import { isPublicNeedState, type NeedCardData, type PublicPhoto, statusOf } from "./public-need.ts";
import { isPublicNeed, isReportMissed } from "./public-need-conditions.server.ts";

/** A picture of a public need anybody may see; where people are in it, with the consent for that. */
const isPublicPhoto = mayShowPicture(needPhotos.showsPerson);

const firstPhoto = sql<PublicPhoto | null>`(
  select json_build_object('fileId', ${needPhotos.fileId}, 'alternativeText', ${needPhotos.alternativeText})
  from ${needPhotos}
  where ${needPhotos.needId} = ${needs.id} and ${isPublicPhoto}
  order by ${needPhotos.position} limit 1
)`;

/** Quantities asked for and promised, with the unit where all items share one; null where nothing is asked for by quantity. */
const quantities = sql<NeedCardData["quantities"]>`(
  select json_build_object(
    'asked', sum(quantity), 'promised', sum(pledged_quantity),
    'unit', case when count(distinct unit) = 1 then min(unit) end
  )
  from need_items where need_items.need_id = ${needs.id} having count(*) > 0
)`;

const townName = sql<string | null>`(
  select town.short_name from ${regions} town where town.code = left(${needs.regionCode}, 9)
)`;

const cardFields = {
  id: needs.id,
  publicCode: needs.publicCode,
  title: needs.title,
  type: needs.type,
  category: needs.category,
  state: needs.state,
  regionCode: needs.regionCode,
  villageName: regions.shortName,
  townName,
  isHousehold: sql<boolean>`${needs.householdId} is not null`,
  goalFen: needs.goalFen,
  fundedFen: needs.fundedFen,
  donationCount: needs.donationCount,
  quantities,
  neededBy: needs.neededBy,
  registerVerifiedOn: needs.registerVerifiedOn,
  photo: firstPhoto,
  isReportLate: isReportMissed(),
};

function selectCards(db: DbOrTx) {
  return db.select(cardFields).from(needs).innerJoin(regions, eq(regions.code, needs.regionCode)).$dynamic();
}

type CardRow = Awaited<ReturnType<typeof selectCards>>[number];

function cardOf({ state, id: _, ...fields }: CardRow): NeedCardData {
  if (!isPublicNeedState(state)) throw new Error(`need ${fields.publicCode} is ${state}, not public`);
  return { ...fields, status: statusOf(state) };
}

/** The cards of these needs in the order given. What is no longer public is left out, however fresh the index is. */
export async function listNeedCards(db: DbOrTx, params: { ids: readonly string[] }): Promise<NeedCardData[]> {
  if (params.ids.length === 0) return [];
  const rows = await selectCards(db).where(and(inArray(needs.id, [...params.ids]), isPublicNeed()));
  const byId = new Map(rows.map((row) => [row.id, row]));
  return params.ids.flatMap((id) => {
    const row = byId.get(id);
    return row ? [cardOf(row)] : [];
  });
}

/** The public needs of one village, open ones first, newest first; those whose report is late come last (U13). */
export async function listNeedCardsOfVillage(
  db: DbOrTx,
  params: { regionCode: string; limit: number },
): Promise<NeedCardData[]> {
  const rows = await selectCards(db)
    .where(and(eq(needs.regionCode, params.regionCode), isPublicNeed()))
    .orderBy(isReportMissed(), sql`${needs.state} <> 'published'`, sql`${needs.publishedAt} desc`, needs.id)
    .limit(params.limit);
  return rows.map(cardOf);
}

/** One need as its page shows it; null when there is none or it is not public. */
export async function getPublicNeed(db: DbOrTx, params: { publicCode: string }) {
  if (!isPublicCode(params.publicCode)) return null;
  const [row] = await db
    .select({
      ...cardFields,
      summary: sql<string>`case when ${mayShowWords(needWordsReadAt)} then ${needs.summary} else '' end`,
      story: sql<string>`case when ${mayShow("story")} and ${mayShowWords(needWordsReadAt)} then ${needs.story} else '' end`,
      version: needs.version,
      publishedAt: needs.publishedAt,
      updatedAt: needs.updatedAt,
      checkedAt: needs.checkedAt,
      nextReportOn: needs.nextReportOn,
      householdCode: sql<string | null>`(
        select households.public_code from households where households.id = ${needs.householdId}
      )`,
      photos: sql<PublicPhoto[]>`coalesce((
        select json_agg(
          json_build_object('fileId', ${needPhotos.fileId}, 'alternativeText', ${needPhotos.alternativeText})
          order by ${needPhotos.position}
        )
        from ${needPhotos}
        where ${needPhotos.needId} = ${needs.id} and ${isPublicPhoto}
      ), '[]'::json)`,
    })
    .from(needs)
    .innerJoin(regions, eq(regions.code, needs.regionCode))
    .where(and(eq(needs.publicCode, params.publicCode), isPublicNeed()));
  if (!row) return null;
  const {
    id,
    version,
    checkedAt,
    householdCode,
    summary,
    story,
    publishedAt,
    updatedAt,
    photos,
    nextReportOn,
    ...card
  } = row;
  return {
    ...cardOf({ ...card, id }),
    /** For further queries of the loader; never for the page. */
    key: { id, version },
    summary,
    story,
    publishedAt,
    updatedAt,
    checkedAt,
    householdCode,
    photos,
    nextReportOn,
  };
}

export type PublicNeed = NonNullable<Awaited<ReturnType<typeof getPublicNeed>>>;
