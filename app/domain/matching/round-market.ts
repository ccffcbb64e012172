/**
 * What a round is computed on: seats (a need once per helper it can use) in two orders, and groups of intents that want the same. A group sees its
 * sorted lists as ranges of these orders, so that its best seat is found without looking at all of them.
 */
import { bucketOf, candidateLists, missingKinds, missingKindsOf } from "./candidate-lists.ts";
import { canonicalJson } from "./canonical-json.ts";
import type { IntentFacts, NeedFacts } from "./score.ts";
import { needReasons, pointsOf } from "./score.ts";
import type { Weights } from "./weights.ts";

export type RoundNeed = { facts: NeedFacts; helpersWanted: number };

export type Range = { isWhole: boolean; from: number; to: number; bonus: number };
export type IntentGroup = {
  members: number[];
  capacity: number;
  ranges: Range[];
  never: ReadonlySet<number>;
  staffRegions: readonly string[];
};

export type Market = {
  seatCount: number;
  /** By seat: which need, its own points, its place in the order by kind and in the order of everything that lacks the same. */
  needOf: Int32Array;
  baseOf: Int32Array;
  placeByKind: Int32Array;
  placeByMissing: Int32Array;
  seatByKind: Int32Array;
  seatByMissing: Int32Array;
  regionOf: (seat: number) => string;
  groups: IntentGroup[];
};

/**
 * Seats by what is missing. A project that lacks money and things shares its seats out, money first: a seat is for one of them, so that the
 * rounds of two intents cannot fill it twice.
 */
export function seatsOf({ facts, helpersWanted }: RoundNeed): number[] {
  const missing = missingKindsOf(facts).map((kind) => missingKinds.indexOf(kind));
  return Array.from(
    { length: missing.length === 0 ? 0 : helpersWanted },
    (_, seat) => missing[seat % missing.length] ?? 0,
  );
}

/** @param needs and intents in any order: they are ordered by public code first */
export function openMarket(needs: readonly RoundNeed[], intents: readonly IntentFacts[], weights: Weights): Market {
  const seats = needs.flatMap((need, index) =>
    seatsOf(need).map((missing) => ({
      need: index,
      missing,
      bucket: bucketOf(missingKinds[missing] ?? "money", need.facts.category, need.facts.householdKind),
      region: need.facts.regionCode,
    })),
  );
  const order = (key: "bucket" | "missing") =>
    Int32Array.from(seats.keys()).sort((a, b) => {
      const [one, other] = [seats[a], seats[b]];
      if (!one || !other) return 0;
      if (one[key] !== other[key]) return one[key] - other[key];
      return one.region < other.region ? -1 : one.region > other.region ? 1 : a - b;
    });
  const [byKind, byMissing] = [order("bucket"), order("missing")];
  const placesOf = (sorted: Int32Array) => {
    const places = new Int32Array(sorted.length);
    sorted.forEach((seat, place) => {
      places[seat] = place;
    });
    return places;
  };
  const bases = needs.map(({ facts }) => pointsOf(needReasons(facts, weights)));
  const indexByCode = new Map(needs.map(({ facts }, index) => [facts.publicCode, index]));
  const rangeOf = (sorted: Int32Array, key: "bucket" | "missing", value: number, scope: string) => {
    const isBefore = (place: number, last: string) => {
      const seat = seats[sorted[place] ?? 0];
      return seat !== undefined && (seat[key] < value || (seat[key] === value && seat.region < last));
    };
    return [
      firstNot(sorted.length, (place) => isBefore(place, scope)),
      firstNot(sorted.length, (place) => isBefore(place, `${scope}:`)),
    ] as const;
  };
  const known = new Map<string, readonly [number, number]>();
  const groups = groupIntents(intents).map(({ first, members }): IntentGroup => {
    const ranges = candidateLists(first, weights).flatMap(({ scopeCode, bucket, bonus }) => {
      const isWhole = bucket >= 1_000;
      const key = `${bucket} ${scopeCode}`;
      const range =
        known.get(key) ??
        (isWhole
          ? rangeOf(byMissing, "missing", bucket - 1_000, scopeCode)
          : rangeOf(byKind, "bucket", bucket, scopeCode));
      known.set(key, range);
      return range[0] < range[1] ? [{ isWhole, from: range[0], to: range[1], bonus }] : [];
    });
    const never = [...first.relatedNeeds, ...first.excludedNeeds].flatMap((code) => indexByCode.get(code) ?? []);
    const capacity = members.reduce((sum, member) => sum + (intents[member]?.freeNeeds ?? 0), 0);
    return { members, capacity, ranges, never: new Set(never), staffRegions: first.staffRegions };
  });
  return {
    seatCount: seats.length,
    needOf: Int32Array.from(seats, ({ need }) => need),
    baseOf: Int32Array.from(seats, ({ need }) => bases[need] ?? 0),
    placeByKind: placesOf(byKind),
    placeByMissing: placesOf(byMissing),
    seatByKind: byKind,
    seatByMissing: byMissing,
    regionOf: (seat) => seats[seat]?.region ?? "",
    groups,
  };
}

/** The first place where `isBefore` does not hold; it holds for a beginning and then never again. */
function firstNot(count: number, isBefore: (place: number) => boolean): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBefore(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A group that holds many seats looks through all of them whenever it loses one: beyond this many rooms it is split. */
const largestGroup = 4;

/** Intents that want exactly the same bid together; in the order of their first public code. */
function groupIntents(intents: readonly IntentFacts[]): { first: IntentFacts; members: number[] }[] {
  type Group = { first: IntentFacts; members: number[]; rooms: number };
  const groups: Group[] = [];
  const open = new Map<string, Group>();
  intents.forEach((intent, index) => {
    if (!intent.isOpen || intent.freeNeeds < 1) return;
    const { publicCode: _code, freeNeeds: _free, ...wants } = intent;
    const key = canonicalJson(wants);
    const group = open.get(key);
    if (group && group.rooms + intent.freeNeeds <= largestGroup) {
      group.members.push(index);
      group.rooms += intent.freeNeeds;
      return;
    }
    const begun = { first: intent, members: [index], rooms: intent.freeNeeds };
    groups.push(begun);
    open.set(key, begun);
  });
  return groups;
}
