import type { LotPlace } from "#app/domain/public-ledger/lot-trace.ts";
import type { Messages } from "#app/i18n/catalog.ts";

/** An account in words: needs by title, pools by what they are for, households by their code. */
export function placeName(place: LotPlace | null, t: Messages): string {
  if (place === null) return "";
  const words = t.moneyTrace;
  if (place.kind === "need") return place.name ?? words.needShown;
  if (place.kind === "category_pool") {
    const categories: Readonly<Record<string, string>> = t.needWords.categories;
    return words.places.categoryPool(categories[place.name ?? ""] ?? place.name ?? "");
  }
  if (place.kind === "household_pool") return words.places.householdPool(place.name ?? "");
  return place.name ?? place.legalPerson;
}
