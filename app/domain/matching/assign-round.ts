/**
 * The weekly round: which intent helps which need, so that all points together are as many as possible (D1). An auction: seats have prices, each
 * group of intents with room bids for the seats that are worth most to it after their price, up to what its next best seat is worth; who is
 * outbid bids again. Prices only rise, so it ends; at the end nobody would rather have another seat by more than `stepPoints`.
 *
 * Whatever the prices, no assignment at all can be worth more than all prices plus, for each room of each group, its best seat after its price
 * (weak duality). That bound is computed from the final prices and told with the result, so that everybody sees how much could be missing.
 * All in whole numbers, in a fixed order: the same inputs give the same round on any machine.
 */
import { type BestInRange, createBestInRange } from "./best-in-range.ts";
import { type IntentGroup, type Market, openMarket, type Range, type RoundNeed } from "./round-market.ts";
import { type IntentFacts, needReasons, pairReasons, pointsOf } from "./score.ts";
import type { Weights } from "./weights.ts";

export type Assignment = { need: number; intent: number; points: number };
export type RoundResult = {
  assignments: Assignment[];
  points: number;
  /** No assignment can be worth more. */
  boundPoints: number;
  /** What intents would get one after the other, each taking its best of what is left. */
  greedyPoints: number;
  bids: number;
};

/** How finely prices are raised: the coarser, the faster, and the wider the gap to the bound (at most so much per room). */
export function stepPointsFor(rooms: number): number {
  return rooms <= 2_000 ? 5 : rooms <= 20_000 ? 10 : 25;
}

type Offer = { key: number; isWhole: boolean; from: number; to: number; bonus: number; isBase: boolean };
type Found = { seat: number; value: number; bonus: number };
type Auction = {
  market: Market;
  prices: Int32Array;
  owners: Int32Array;
  ownerBonus: Int32Array;
  trees: { kind: BestInRange; missing: BestInRange };
};

const sold = 1_000_000_000;
const nobody = -1;

/** Yields now and then how far it is, from 0 to 1, so that whoever runs it can do something else meanwhile, or stop. */
export function* assignRound(
  needs: readonly RoundNeed[],
  intents: readonly IntentFacts[],
  weights: Weights,
): Generator<number, RoundResult> {
  const market = openMarket(needs, intents, weights);
  const greedyPoints = yield* takeInTurn(market, intents);
  const auction = openAuction(market);
  const rooms = market.groups.reduce((sum, { capacity }) => sum + capacity, 0);
  const bids = yield* runAuction(auction, stepPointsFor(rooms), rooms);
  const boundPoints = yield* boundOf(auction);
  const assignments = dealOut(auction, intents).map(({ need, intent }) => {
    const [facts, helper] = [needs[need]?.facts, intents[intent]];
    if (!facts || !helper) throw new Error("no such need or intent");
    return {
      need,
      intent,
      points: pointsOf(needReasons(facts, weights)) + pointsOf(pairReasons(facts, helper, weights)),
    };
  });
  const points = assignments.reduce((sum, one) => sum + one.points, 0);
  return { assignments, points, boundPoints, greedyPoints, bids };
}

function openAuction(market: Market): Auction {
  const prices = new Int32Array(market.seatCount);
  const worthOf = (seat: number) => (market.baseOf[seat] ?? 0) - (prices[seat] ?? 0);
  return {
    market,
    prices,
    owners: new Int32Array(market.seatCount).fill(nobody),
    ownerBonus: new Int32Array(market.seatCount),
    trees: {
      kind: createBestInRange(market.seatCount, (place) => worthOf(market.seatByKind[place] ?? 0)),
      missing: createBestInRange(market.seatCount, (place) => worthOf(market.seatByMissing[place] ?? 0)),
    },
  };
}

function setPrice({ market, prices, trees }: Auction, seat: number, price: number): void {
  prices[seat] = price;
  trees.kind.changed(market.placeByKind[seat] ?? 0);
  trees.missing.changed(market.placeByMissing[seat] ?? 0);
}

function lookAt({ market, prices, trees }: Auction, range: Omit<Range, "bonus">, bonus: number): Found | null {
  const place = (range.isWhole ? trees.missing : trees.kind).best(range.from, range.to);
  if (place < 0) return null;
  const seat = (range.isWhole ? market.seatByMissing : market.seatByKind)[place] ?? 0;
  return { seat, value: bonus + (market.baseOf[seat] ?? 0) - (prices[seat] ?? 0), bonus };
}

/** The ranges of a group by what they were worth when they were last looked at: prices only rise, so they are worth no more now. */
type Outlook = Offer[];

function outlookOf(group: IntentGroup): Outlook {
  return group.ranges.map((range) => ({ ...range, key: sold, isBase: true }));
}

/**
 * The seats of a group after their prices, the best first; only those worth something. A seat in several ranges comes with its best bonus. A range
 * whose best seat was taken is looked at in two parts; when the reader has enough, the whole ranges go back into the outlook.
 */
function* bestSeats(auction: Auction, group: IntentGroup, outlook: Outlook): Generator<Found> {
  const { market } = auction;
  const parts: Offer[] = [];
  const back: Offer[] = [];
  const seen = new Set<number>();
  try {
    for (;;) {
      const heap = (parts[0]?.key ?? 0) > (outlook[0]?.key ?? 0) ? parts : outlook;
      const offer = heap[0];
      if (offer === undefined || offer.key <= 0) return;
      pop(heap);
      const found = lookAt(auction, offer, offer.bonus);
      if (found === null) continue;
      const isStale = found.value < offer.key;
      offer.key = found.value;
      if (isStale) {
        push(heap, offer);
        continue;
      }
      if (offer.isBase) back.push(offer);
      const place = (offer.isWhole ? market.placeByMissing : market.placeByKind)[found.seat] ?? 0;
      const { isWhole, bonus, from, to, key } = offer;
      if (from < place) push(parts, { key, isWhole, from, to: place, bonus, isBase: false });
      if (place + 1 < to) push(parts, { key, isWhole, from: place + 1, to, bonus, isBase: false });
      if (seen.has(found.seat)) continue;
      seen.add(found.seat);
      if (group.never.has(market.needOf[found.seat] ?? 0)) continue;
      if (group.staffRegions.some((code) => market.regionOf(found.seat).startsWith(code))) continue;
      yield found;
    }
  } finally {
    for (const offer of back) push(outlook, offer);
  }
}

/** Everyone in turn takes the best of what is left: what proposing one by one would come to. */
function* takeInTurn(market: Market, intents: readonly IntentFacts[]): Generator<number, number> {
  const auction = openAuction(market);
  const groupOf = new Map(market.groups.flatMap((group) => group.members.map((member) => [member, group] as const)));
  const outlooks = new Map(market.groups.map((group) => [group, outlookOf(group)]));
  let points = 0;
  for (const [index, intent] of intents.entries()) {
    const group = groupOf.get(index);
    if (!group) continue;
    const mine = new Set<number>();
    for (const { seat, value } of bestSeats(auction, group, outlooks.get(group) ?? [])) {
      if (mine.size === intent.freeNeeds) break;
      const need = market.needOf[seat] ?? 0;
      if (mine.has(need)) continue;
      mine.add(need);
      points += value;
      setPrice(auction, seat, sold);
    }
    if (index % 500 === 0) yield (0.1 * index) / intents.length;
  }
  return points;
}

/** Bids until no group with room finds a seat worth anything to it. Returns the number of bids. */
function* runAuction(auction: Auction, stepPoints: number, rooms: number): Generator<number, number> {
  const { market, owners, ownerBonus, prices } = auction;
  const held = market.groups.map(() => new Set<number>());
  const outlooks = market.groups.map(outlookOf);
  let waiting = [...market.groups.keys()];
  let [bids, taken] = [0, 0];
  while (waiting.length > 0) {
    const next = new Set<number>();
    for (const index of waiting) {
      const [group, mine, outlook] = [market.groups[index], held[index], outlooks[index]];
      if (!group || !mine || !outlook) continue;
      const room = group.capacity - mine.size;
      if (room < 1) continue;
      const { chosen, level } = chooseSeats(auction, { group, mine, outlook, room });
      for (const { seat, value, bonus } of chosen) {
        const owner = owners[seat] ?? nobody;
        if (owner === nobody) taken += 1;
        else {
          held[owner]?.delete(seat);
          next.add(owner);
        }
        mine.add(seat);
        owners[seat] = index;
        ownerBonus[seat] = bonus;
        setPrice(auction, seat, (prices[seat] ?? 0) + Math.min(value, value - level + stepPoints));
        bids += 1;
      }
      if (bids % 64 < chosen.length) yield 0.1 + (0.85 * taken) / Math.max(1, Math.min(rooms, market.seatCount));
    }
    waiting = [...next].sort((a, b) => a - b);
  }
  return bids;
}

type Bidder = { group: IntentGroup; mine: ReadonlySet<number>; outlook: Outlook; room: number };

/** As many seats as there is room for, and what the next one is worth. Own seats worth more than that are raised to it: nobody gets them below. */
function chooseSeats(auction: Auction, { group, mine, outlook, room }: Bidder): { chosen: Found[]; level: number } {
  const { market } = auction;
  const chosen: Found[] = [];
  const own: Found[] = [];
  const copies = new Map<number, number>();
  for (const seat of mine) copies.set(market.needOf[seat] ?? 0, (copies.get(market.needOf[seat] ?? 0) ?? 0) + 1);
  let level = 0;
  for (const found of bestSeats(auction, group, outlook)) {
    if (mine.has(found.seat)) {
      own.push(found);
      continue;
    }
    const need = market.needOf[found.seat] ?? 0;
    const count = copies.get(need) ?? 0;
    if (count >= group.members.length) continue;
    if (chosen.length === room) {
      level = found.value;
      break;
    }
    copies.set(need, count + 1);
    chosen.push(found);
  }
  for (const { seat, value } of own) {
    if (value > level) setPrice(auction, seat, (auction.prices[seat] ?? 0) + value - level);
  }
  return { chosen, level };
}

/** The bound, from the final prices, after each group's own seats were raised to what else it could have. */
function* boundOf(auction: Auction): Generator<number, number> {
  const { market, owners } = auction;
  for (const [index, group] of market.groups.entries()) {
    const own: Found[] = [];
    let level = 0;
    for (const found of bestSeats(auction, group, outlookOf(group))) {
      if (owners[found.seat] !== index) {
        level = found.value;
        break;
      }
      own.push(found);
    }
    for (const { seat, value } of own) {
      if (value > level) setPrice(auction, seat, (auction.prices[seat] ?? 0) + value - level);
    }
    if (index % 200 === 0) yield 0.95;
  }
  let bound = auction.prices.reduce((sum, price) => sum + price, 0);
  for (const group of market.groups) {
    const [best] = takeOne(bestSeats(auction, group, outlookOf(group)));
    bound += group.capacity * (best?.value ?? 0);
  }
  return bound;
}

function takeOne<Value>(values: Generator<Value>): Value[] {
  for (const value of values) return [value];
  return [];
}

/** Shares the seats of each group out among its intents: who has most room first, nobody a need twice. */
function dealOut({ market, owners }: Auction, intents: readonly IntentFacts[]): { need: number; intent: number }[] {
  const seatsOf = market.groups.map((): number[] => []);
  owners.forEach((owner, seat) => {
    if (owner !== nobody) seatsOf[owner]?.push(seat);
  });
  return market.groups.flatMap((group, index) => {
    const rooms = new Map(group.members.map((member) => [member, intents[member]?.freeNeeds ?? 0]));
    const dealt: { need: number; intent: number }[] = [];
    let turn = 0;
    const mine = new Map<number, Set<number>>(group.members.map((member) => [member, new Set()]));
    for (const seat of seatsOf[index] ?? []) {
      const need = market.needOf[seat] ?? 0;
      for (let tries = 0; tries < group.members.length; tries += 1) {
        const member = group.members[(turn + tries) % group.members.length] ?? 0;
        const room = rooms.get(member) ?? 0;
        if (room < 1 || mine.get(member)?.has(need)) continue;
        rooms.set(member, room - 1);
        mine.get(member)?.add(need);
        dealt.push({ need, intent: member });
        turn = (turn + tries + 1) % group.members.length;
        break;
      }
    }
    return dealt;
  });
}

function push(heap: Offer[], offer: Offer): void {
  let at = heap.push(offer) - 1;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    const above = heap[parent];
    if (!above || above.key >= offer.key) break;
    heap[at] = above;
    at = parent;
  }
  heap[at] = offer;
}

function pop(heap: Offer[]): Offer | undefined {
  const top = heap[0];
  const last = heap.pop();
  if (heap.length === 0 || last === undefined) return top;
  let at = 0;
  for (;;) {
    const left = 2 * at + 1;
    if (left >= heap.length) break;
    const right = left + 1;
    const child = right < heap.length && (heap[right]?.key ?? 0) > (heap[left]?.key ?? 0) ? right : left;
    const below = heap[child];
    if (!below || below.key <= last.key) break;
    heap[at] = below;
    at = child;
  }
  heap[at] = last;
  return top;
}
