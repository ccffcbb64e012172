import type { NeedForSearch } from "#app/domain/needs/need-search-queries.server.ts";
import { isPublicNeedState, statusOf } from "#app/domain/needs/public-need.ts";
import { placeWords } from "./place-words.ts";
import type { SearchDocument, SearchIndexSettings } from "./search-index.ts";
import { needCategoryWords, needTypeWords } from "./synonyms.ts";

export const needsIndex: SearchIndexSettings = {
  noun: "need",
  facets: ["category", "type", "status", "urgency"],
  sorts: ["recommended", "published", "amountLeft", "ending"],
};

/** What of a need may be known to the index. Anything else of the record never gets here: the list is what is allowed, not what is hidden. */
export type PublicNeedFields = Pick<
  NeedForSearch,
  | "id"
  | "version"
  | "publicCode"
  | "title"
  | "summary"
  | "story"
  | "itemNames"
  | "type"
  | "category"
  | "regionCode"
  | "regionName"
  | "placeNames"
  | "goalFen"
  | "fundedFen"
  | "publishedAt"
  | "neededBy"
  | "isReportLate"
  | "isDueSoon"
> & { status: ReturnType<typeof statusOf> };

/** The privacy rule: null unless the need is public now; then the whitelisted fields, picked one by one. */
export function publicOnly(need: NeedForSearch): PublicNeedFields | null {
  if (!need.isPublic || !isPublicNeedState(need.state)) return null;
  return {
    id: need.id,
    version: need.version,
    publicCode: need.publicCode,
    title: need.title,
    summary: need.summary,
    story: need.story,
    itemNames: need.itemNames,
    type: need.type,
    category: need.category,
    status: statusOf(need.state),
    regionCode: need.regionCode,
    regionName: need.regionName,
    placeNames: need.placeNames,
    goalFen: need.goalFen,
    fundedFen: need.fundedFen,
    publishedAt: need.publishedAt,
    neededBy: need.neededBy,
    isReportLate: need.isReportLate,
    isDueSoon: need.isDueSoon,
  };
}

/** Larger than any date in milliseconds: puts all open needs before all others, and those whose report is late after them (U13). */
const openFirst = 10_000_000_000_000;

export function toDocument(need: PublicNeedFields): SearchDocument {
  const publishedAt = need.publishedAt?.getTime() ?? 0;
  const isOpen = need.status === "open";
  return {
    id: need.id,
    version: need.version,
    regionCode: need.regionCode,
    texts: {
      title: need.title,
      place: placeWords({ names: need.placeNames, officialName: need.regionName, regionCode: need.regionCode }),
      keywords: [
        ...needCategoryWords[need.category],
        ...needTypeWords[need.type],
        need.publicCode,
        need.publicCode.replace("-", ""),
      ].join(" "),
      body: [need.summary, need.story, ...need.itemNames].join("\n"),
    },
    facets: {
      category: need.category,
      type: need.type,
      status: need.status,
      urgency: isOpen && need.isDueSoon ? "soon" : "later",
    },
    sorts: {
      recommended: publishedAt + (need.isReportLate ? -openFirst : isOpen ? openFirst : 0),
      published: publishedAt,
      // What is met or has no amount or no day has nothing to sort by, and comes last.
      ...(isOpen && need.goalFen !== null ? { amountLeft: Number(need.goalFen - need.fundedFen) } : {}),
      ...(isOpen && need.neededBy !== null ? { ending: Date.parse(`${need.neededBy}T00:00:00+08:00`) } : {}),
    },
  };
}
