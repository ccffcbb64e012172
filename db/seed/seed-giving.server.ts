import { eq, sql } from "drizzle-orm";
import { addDays, dayInChina } from "#app/domain/clock.ts";
import { type SurplusChoice, smallestGiftFen } from "#app/domain/donations/donation.ts";
import type { DbOrTx } from "#db/client.server.ts";
import { reconciliationRuns } from "#db/schema/alarms.server.ts";
import { donations } from "#db/schema/donations.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { stateTransitions } from "#db/schema/transitions.server.ts";
import type { Random } from "./random.ts";
import type { SeededNeed } from "./seed-needs.server.ts";
import type { SeededOrganizations } from "./seed-organizations.server.ts";
import type { SeededPeople } from "./seed-people.server.ts";

const dayMilliseconds = 86_400_000;
/** Past needs were funded within two months of their publication. */
const pastFundingDays = 60;
/** Every so manieth gift is the citizen persona's, so that her own pages have something to show. */
const citizenEvery = 19;

const messages = [
  "一点心意，祝乡亲们平安。",
  "小时候也挑过水，懂。",
  "愿孩子们好好读书。",
  "看到账目公开，放心。",
  "替在海外的外公捐的。",
  "慢慢来，一起把事办成。",
  "班级义卖所得。",
];
const groupNames = ["潭江读书会", "侨乡徒步群", "二〇〇九届三班", "旅加乡亲", "晨光早餐店", "老兵互助组"];

type Gift = typeof donations.$inferInsert & { at: Date; feeFen: bigint };
type Giving = { people: SeededPeople; organizations: SeededOrganizations; now: Date };

/**
 * Gifts of the demo's past, each through the one SQL call that also serves the payment provider's messages: entries balance, needs never
 * hold more than their goal, and a money need that reaches it is fulfilled.
 */
export async function seedGiving(
  db: DbOrTx,
  random: Random,
  seeded: readonly SeededNeed[],
  context: Giving,
): Promise<void> {
  const gifts = seeded
    .flatMap((need) => giftsTo(random, need, context))
    .map((gift, index) => (index % citizenEvery === 5 ? byCitizen(gift, context.people) : gift))
    .sort((a, b) => a.at.getTime() - b.at.getTime());
  if (gifts.length === 0) return;
  await db.insert(donations).values(gifts.map(({ at: _, feeFen: __, ...row }) => row));
  for (const gift of gifts) await settle(db, gift, context.organizations.charity.stripeAccountId);
  await fulfilProjects(db, random, seeded);
  await beginComparing(db, random, context);
}

/** The local payment provider knows nothing of the demo's past: books and provider are compared from now on. */
async function beginComparing(db: DbOrTx, random: Random, { organizations, now }: Giving): Promise<void> {
  await db.insert(reconciliationRuns).values({
    id: random.id(),
    charityId: organizations.charity.id,
    day: addDays(dayInChina(now), -1),
    compared: 0,
    findingCount: 0,
    ranAt: now,
  });
}

function byCitizen(gift: Gift, people: SeededPeople): Gift {
  const { citizen } = people.personas;
  return { ...gift, userId: citizen.userId, email: citizen.email, receiptName: citizen.displayName, publicName: null };
}

function giftsTo(random: Random, need: SeededNeed, { people, organizations, now }: Giving): Gift[] {
  const percent = need.demo.fundedPercent ?? 0;
  if (percent === 0 || need.goalFen === null) return [];
  const wanted = percent === 100 ? need.goalFen : ((need.goalFen * BigInt(percent)) / 10_000n) * 100n;
  const from = need.times.published.getTime();
  const isPast = typeof need.demo.at === "string" || need.demo.state !== "published";
  const until = isPast
    ? Math.min(from + pastFundingDays * dayMilliseconds, now.getTime() - 20 * dayMilliseconds)
    : now.getTime();
  return splitIntoGifts(random, wanted).map((amountFen) => {
    // Not in the last hours of the present: nothing in the demo happens "just now" by itself.
    const at = new Date(from + 3_600_000 + Math.floor(random.next() * Math.max(0, until - from - 4 * 3_600_000)));
    const donor = inventDonor(random, people);
    return {
      id: random.id(),
      formNonce: random.id(),
      needId: need.id,
      charityId: organizations.charity.id,
      amountFen,
      state: "pending",
      surplusChoice: random.pick<SurplusChoice>(["same_village", "same_village", "same_category"]),
      message: random.chance(0.3) ? random.pick(messages) : "",
      locale: "zh-CN",
      checkoutSessionId: `cs_demo_${random.id().replaceAll("-", "")}`,
      createdAt: new Date(at.getTime() - 180_000),
      updatedAt: at,
      at,
      // 0.6 %: what the channels ask of charities, rounded down to the fen.
      feeFen: (amountFen * 6n) / 1000n,
      ...donor,
    };
  });
}

function inventDonor(random: Random, people: SeededPeople) {
  const citizen = random.pick(people.citizens);
  const publicName = random.chance(0.45) ? null : random.chance(0.25) ? random.pick(groupNames) : citizen.displayName;
  return {
    userId: citizen.userId,
    email: citizen.email,
    publicName,
    receiptName: random.chance(0.4) ? citizen.displayName : "",
  };
}

/** Amounts people give, large ones first while much is missing; they sum to exactly what is wanted. */
function splitIntoGifts(random: Random, wantedFen: bigint): bigint[] {
  const gifts: bigint[] = [];
  let left = wantedFen;
  while (left > 0n) {
    const choices =
      left > 4_000_000n
        ? [2_000_000n, 1_000_000n, 1_500_000n]
        : left > 800_000n
          ? [300_000n, 500_000n, 200_000n, 168_800n]
          : left > 150_000n
            ? [100_000n, 50_000n, 66_600n, 30_000n]
            : [5_000n, 10_000n, 20_000n, 30_000n, 8_800n];
    const gift = random.pick(choices);
    // A rest may be less than a gift can be: then this one takes it all.
    const amount = left - gift < smallestGiftFen ? left : gift;
    gifts.push(amount);
    left -= amount;
  }
  return gifts;
}

async function settle(db: DbOrTx, gift: Gift, accountId: string): Promise<void> {
  const paymentIntentId = `pi_${gift.checkoutSessionId?.slice(3) ?? gift.id}`;
  await db.execute(sql`
    select settle_donation(null, 'demo.seed', ${gift.id}::uuid, ${gift.checkoutSessionId}, 'paid', ${paymentIntentId},
      ${gift.amountFen % 3n === 0n ? "wechat_pay" : "alipay"}, ${gift.amountFen.toString()}::bigint, 'cny', false, ${accountId},
      ${gift.feeFen.toString()}::bigint, null, false, ${gift.at.toISOString()}::timestamptz)`);
}

/** A project is fulfilled when people say so, not when its money is there: the past ones are. */
async function fulfilProjects(db: DbOrTx, random: Random, seeded: readonly SeededNeed[]): Promise<void> {
  const done = seeded.filter(
    (need) => need.demo.type === "project" && (need.demo.state === "closed" || need.demo.state === "reported"),
  );
  for (const need of done) {
    const at = new Date(need.times.published.getTime() + (pastFundingDays + 1) * dayMilliseconds);
    await db.update(needs).set({ state: "fulfilled", fulfilledAt: at, updatedAt: at }).where(eq(needs.id, need.id));
    await db.insert(stateTransitions).values({
      id: random.id(),
      noun: "need",
      subjectId: need.id,
      fromState: "published",
      event: "fulfil",
      toState: "fulfilled",
      at,
    });
  }
}
