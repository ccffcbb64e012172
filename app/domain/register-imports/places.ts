/** Which village a row belongs to: by its 12-digit code, or by the names of town and village inside the subtree the import is for. */

import { type Cell, textOf } from "../cell.ts";
import { err, ok, type Result } from "../result.ts";

export type Place = { readonly code: string; readonly name: string; readonly shortName: string };
export type PlaceError = "village_missing" | "village_unknown" | "village_ambiguous" | "outside_scope";

export type PlaceCells = { villageCode: Cell; county: Cell; town: Cell; village: Cell };

/**
 * Looks villages up by code and by name. Knows the villages of the scope only: a code outside it is refused as such, a name outside it is
 * simply unknown. Answers are remembered: the rows of one village come one after the other.
 */
export class PlaceFinder {
  readonly #scope: string;
  readonly #codes = new Set<string>();
  readonly #byVillageName = new Map<string, string[]>();
  readonly #townCodes = new Map<string, string[]>();
  readonly #countyCodes = new Map<string, string[]>();
  readonly #answers = new Map<string, Result<string, PlaceError>>();

  constructor(scope: string, places: Iterable<Place>) {
    this.#scope = scope;
    for (const { code, name, shortName } of places) {
      const names = new Set([name, shortName]);
      if (code.length === 12) {
        this.#codes.add(code);
        for (const one of new Set([...names, plainVillage(shortName)])) add(this.#byVillageName, one, code);
      }
      if (code.length === 9) for (const one of names) add(this.#townCodes, one, code);
      if (code.length === 6) for (const one of names) add(this.#countyCodes, one, code);
    }
  }

  find({ villageCode, county, town, village }: PlaceCells): Result<string, PlaceError> {
    const key = `${textOf(villageCode)}\t${textOf(county)}\t${textOf(town)}\t${textOf(village)}`;
    const known = this.#answers.get(key);
    if (known !== undefined) return known;
    const answer = this.#look(textOf(villageCode), textOf(county), textOf(town), textOf(village));
    if (this.#answers.size < 20_000) this.#answers.set(key, answer);
    return answer;
  }

  #look(code: string, county: string, town: string, village: string): Result<string, PlaceError> {
    if (code !== "") {
      if (!/^\d{12}$/.test(code)) return err("village_unknown");
      if (!code.startsWith(this.#scope)) return err("outside_scope");
      return this.#codes.has(code) ? ok(code) : err("village_unknown");
    }
    if (village === "") return this.#scope.length === 12 ? ok(this.#scope) : err("village_missing");
    let found = this.#byVillageName.get(village) ?? this.#byVillageName.get(plainVillage(village)) ?? [];
    if (town !== "") found = inside(found, this.#townCodes.get(town));
    if (county !== "") found = inside(found, this.#countyCodes.get(county));
    const [one] = found;
    if (one === undefined) return err("village_unknown");
    return found.length === 1 ? ok(one) : err("village_ambiguous");
  }
}

/** 步栏村, 步栏村委会, 步栏行政村, 步栏村民委员会 are one village: 步栏. */
function plainVillage(name: string): string {
  return (
    name.replace(/(?:社区)?(?:居委会|居民委员会)$/u, "社区").replace(/(?:行政村|村民委员会|村委会|村)+$/u, "") || name
  );
}

function add(map: Map<string, string[]>, name: string, code: string): void {
  const found = map.get(name);
  if (found === undefined) map.set(name, [code]);
  else if (!found.includes(code)) found.push(code);
}

/** Those below one of the codes; a place that the scope does not have leaves none. */
function inside(codes: readonly string[], parents: readonly string[] | undefined): string[] {
  return codes.filter((code) => parents?.some((parent) => code.startsWith(parent)));
}
