/** What the listing's address can say. Anything else in it is ignored: an odd address shows a list, never an error. */
import { type NeedCategory, type NeedType, needCategories, needTypes } from "#app/domain/needs/need.ts";
import { type NeedStatus, type NeedUrgency, needStatuses, needUrgencies } from "#app/domain/needs/public-need.ts";
import { isRegionCode } from "#app/domain/regions/region.ts";
import { paths } from "#app/http/paths.ts";

export const needSorts = ["recommended", "newest", "amountLeft", "ending"] as const;
export type NeedSort = (typeof needSorts)[number];

export type NeedFilters = {
  text: string;
  /** Empty: the whole country. */
  region: string;
  categories: readonly NeedCategory[];
  types: readonly NeedType[];
  statuses: readonly NeedStatus[];
  urgencies: readonly NeedUrgency[];
  sort: NeedSort;
  page: number;
  /** Where the page before ended; empty: counted from the start. */
  after: string;
};

export const noFilters: NeedFilters = {
  text: "",
  region: "",
  categories: [],
  types: [],
  statuses: [],
  urgencies: [],
  sort: "recommended",
  page: 1,
  after: "",
};

const longestText = 80;
const longestCursor = 100;
const lastPage = 10_000;

/** Reads the address: repeated, unknown, overlong or malformed values are dropped. */
export function readNeedFilters(query: URLSearchParams): NeedFilters {
  const region = query.get("region") ?? "";
  const page = query.get("page") ?? "";
  return {
    text: readSearchText(query),
    region: isRegionCode(region) ? region : "",
    categories: known(needCategories, query.getAll("category")),
    types: known(needTypes, query.getAll("type")),
    statuses: known(needStatuses, query.getAll("status")),
    urgencies: known(needUrgencies, query.getAll("urgency")),
    sort: known(needSorts, query.getAll("sort"))[0] ?? "recommended",
    page: /^\d{1,9}$/.test(page) ? Math.min(Math.max(Number(page), 1), lastPage) : 1,
    after: (query.get("after") ?? "").slice(0, longestCursor),
  };
}

/** The words to search for: one line without control characters and half characters, cut to a sensible length. */
export function readSearchText(query: URLSearchParams): string {
  const text = (query.get("q") ?? "").replace(/[\p{Cc}\p{Cs}\s]+/gu, " ").trim();
  return [...text].slice(0, longestText).join("");
}

function known<Value extends string>(values: readonly Value[], given: readonly string[]): Value[] {
  return values.filter((value) => given.includes(value));
}

/** The address of the listing with these changes; any change but of the page goes back to page 1. One order, so that caches meet. */
export function needsPath(filters: NeedFilters, changes: Partial<NeedFilters> = {}): string {
  const merged = { ...filters, page: 1, after: "", ...changes };
  const { text, region, categories, types, statuses, urgencies, sort, page, after } = merged;
  return paths.needs({
    q: text,
    region,
    category: categories,
    type: types,
    status: statuses,
    urgency: urgencies,
    sort: sort === "recommended" ? "" : sort,
    page: page > 1 ? page : "",
    after: page > 1 ? after : "",
  });
}

/** The list with the value added, or without it where it was there. */
export function toggled<Value extends string>(values: readonly Value[], value: Value): Value[] {
  return values.includes(value) ? values.filter((one) => one !== value) : [...values, value];
}

/** Whether the listing is narrowed at all. */
export function isFiltered(filters: NeedFilters): boolean {
  return filters.text !== "" || filters.region !== "" || hasFacets(filters);
}

export function hasFacets(filters: NeedFilters): boolean {
  const { categories, types, statuses, urgencies } = filters;
  return categories.length + types.length + statuses.length + urgencies.length > 0;
}
