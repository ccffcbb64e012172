import { isRegionCode } from "#app/domain/regions/region.ts";
import { paths } from "#app/http/paths.ts";

export const needsFacet = ["open", "none"] as const;
export const partnerFacet = ["none", "active"] as const;

export type VillageFilters = {
  text: string;
  region: string;
  needs: (typeof needsFacet)[number] | null;
  partner: (typeof partnerFacet)[number] | null;
  page: number;
};

export const noVillageFilters: VillageFilters = { text: "", region: "", needs: null, partner: null, page: 1 };

/** Reads the address; what it does not know is ignored. */
export function readVillageFilters(query: URLSearchParams): VillageFilters {
  const region = query.get("region") ?? "";
  const page = query.get("page") ?? "";
  const text = (query.get("q") ?? "").replace(/[\p{Cc}\p{Cs}\s]+/gu, " ").trim();
  return {
    text: [...text].slice(0, 80).join(""),
    region: isRegionCode(region) ? region : "",
    needs: needsFacet.find((value) => value === query.get("needs")) ?? null,
    partner: partnerFacet.find((value) => value === query.get("partner")) ?? null,
    page: /^\d{1,9}$/.test(page) ? Math.min(Math.max(Number(page), 1), 10_000) : 1,
  };
}

/** The address of the list with these changes; any change but of the page goes back to page 1. */
export function villagesPath(filters: VillageFilters, changes: Partial<VillageFilters> = {}): string {
  const { text, region, needs, partner, page } = { ...filters, page: 1, ...changes };
  return paths.villages({
    q: text,
    region,
    needs: needs ?? "",
    partner: partner ?? "",
    page: page > 1 ? page : "",
  });
}
