import { eq, sql } from "drizzle-orm";
import { addDays, dayInChina } from "#app/domain/clock.ts";
import type { PairingState } from "#app/domain/pairings/pairing.ts";
import type { PairingKind } from "#app/domain/pairings/pairing-kinds.ts";
import type { PledgeKind, PledgeState } from "#app/domain/pledges/pledge.ts";
import type { DbOrTx } from "#db/client.server.ts";
import { needItems } from "#db/schema/needs.server.ts";
import { pairings } from "#db/schema/pairings.server.ts";
import { pledges } from "#db/schema/pledges.server.ts";
import { stateTransitions } from "#db/schema/transitions.server.ts";
import { createRandom, type Random } from "./random.ts";
import { pairingHistory, pledgeHistory } from "./seed-helping-history.server.ts";
import type { SeededHousehold } from "./seed-households.server.ts";
import type { SeededNeed } from "./seed-needs.server.ts";
import type { SeededOrganizations } from "./seed-organizations.server.ts";
import type { SeededPeople } from "./seed-people.server.ts";

const dayMilliseconds = 86_400_000;

type Context = {
  people: SeededPeople;
  organizations: SeededOrganizations;
  households: readonly SeededHousehold[];
  villageCodes: ReadonlyMap<string, string>;
  now: Date;
};

type PairingPlan = {
  kind: PairingKind;
  state: PairingState;
  village: string;
  organizationId?: string;
  userId?: string;
  householdId?: string;
  promise: string;
  daysAgo: number;
};

/** Ties that hold and ties that wait for the town or the village. 高山村 has no enterprise yet: that is the enterprise's story. */
export async function seedPairings(db: DbOrTx, random: Random, context: Context): Promise<void> {
  const { people, organizations, households, villageCodes, now } = context;
  const focus = households.filter(
    (household) => household.isFocus && household.regionCode !== villageCodes.get("高山村"),
  );
  const individual = people.citizens.slice(0, 8).map((citizen, index): PairingPlan => {
    const household = focus[index * 7 + 3];
    return {
      kind: "individual_household",
      state: index === 7 ? "identity_checked" : "active",
      village: "",
      userId: citizen.userId,
      ...(household ? { householdId: household.id } : {}),
      promise: random.pick([
        "每月通一次电话，逢节上门坐坐，孩子的功课我来问。",
        "每学期资助文具和车费，寒暑假带孩子看一次科学馆。",
        "帮着把家里的鸡蛋和番薯卖到单位食堂。",
        "每季度陪老人去一次县医院复查。",
      ]),
      daysAgo: 60 + index * 45,
    };
  });
  const plans: PairingPlan[] = [
    {
      kind: "enterprise_village",
      state: "active",
      village: "林屋村",
      organizationId: organizations.partnerEnterprise.id,
      promise: "三年内帮村里建成小冷库，每年按约定价收荔枝不少于三十万斤，优先录用村民。",
      daysAgo: 420,
    },
    {
      kind: "organization_village",
      state: "active",
      village: "长塘村",
      organizationId: organizations.studyAid.id,
      promise: "每周派两名大学生志愿者陪读，每学期办一次家长课堂。",
      daysAgo: 200,
    },
    {
      kind: "organization_village",
      state: "proposed",
      village: "松南村",
      organizationId: organizations.volunteerTeam.id,
      promise: "每月一次义诊和义剪，帮合作社做一套产品标签。",
      daysAgo: 3,
    },
    ...individual,
  ];
  const rows = plans.map((plan) => pairingRow(random, plan, context, now));
  await db.insert(pairings).values(rows);
  const historyRandom = createRandom(39);
  const history = rows.flatMap((row) => {
    const officer = people.officers.get(row.regionCode)?.userId ?? null;
    const actorOf = (event: string) => {
      if (event === "propose" || event === "agree") return row.proposedBy ?? null;
      return event === "consent" ? officer : people.personas.town.userId;
    };
    return pairingHistory(historyRandom, { id: row.id, state: row.state, createdAt: row.createdAt, actorOf });
  });
  await db.insert(stateTransitions).values(history);
}

function pairingRow(random: Random, plan: PairingPlan, context: Context, now: Date): typeof pairings.$inferInsert {
  const household = context.households.find((one) => one.id === plan.householdId);
  const regionCode = household?.regionCode ?? context.villageCodes.get(plan.village) ?? "";
  const createdAt = new Date(now.getTime() - plan.daysAgo * dayMilliseconds);
  const fromDay = dayInChina(createdAt);
  const isActive = plan.state === "active";
  return {
    id: random.id(),
    publicCode: random.publicCode(),
    kind: plan.kind,
    organizationId: plan.organizationId ?? null,
    userId: plan.userId ?? null,
    householdId: plan.householdId ?? null,
    regionCode,
    state: plan.state,
    promise: plan.promise,
    fromDay,
    toDay: addDays(fromDay, 3 * 365),
    proposedBy: plan.userId ?? null,
    consentedBy: isActive ? (context.people.officers.get(regionCode)?.userId ?? null) : null,
    createdAt,
    activatedAt: isActive ? new Date(createdAt.getTime() + 12 * dayMilliseconds) : null,
  };
}

type PledgePlan = {
  need: string;
  item: number;
  quantity: number;
  kind: PledgeKind;
  state: PledgeState;
  by: "citizen" | "volunteerTeam" | "studyAid" | "partnerEnterprise" | number;
  daysAgo: number;
  note: string;
};

const pledgePlans: readonly PledgePlan[] = [
  {
    need: "changtang-books",
    item: 0,
    quantity: 2,
    kind: "goods",
    state: "accepted",
    by: "studyAid",
    daysAgo: 3,
    note: "书架月底送到。",
  },
  {
    need: "changtang-books",
    item: 1,
    quantity: 60,
    kind: "goods",
    state: "received",
    by: 4,
    daysAgo: 3,
    note: "童书六十册，都擦干净了。",
  },
  {
    need: "changtang-books",
    item: 1,
    quantity: 30,
    kind: "goods",
    state: "pledged",
    by: 9,
    daysAgo: 1,
    note: "孩子长大了，书还很新。",
  },
  {
    need: "yanglu-bees",
    item: 0,
    quantity: 10,
    kind: "goods",
    state: "fulfilled",
    by: "partnerEnterprise",
    daysAgo: 16,
    note: "木料是公司包装厂的。",
  },
  { need: "gaolong-clinic", item: 0, quantity: 1, kind: "goods", state: "delivered", by: 11, daysAgo: 10, note: "" },
  {
    need: "bulan-haircut",
    item: 0,
    quantity: 12,
    kind: "hours",
    state: "accepted",
    by: "volunteerTeam",
    daysAgo: 5,
    note: "每月第二个周六上午。",
  },
  {
    need: "bulan-haircut",
    item: 1,
    quantity: 6,
    kind: "hours",
    state: "pledged",
    by: 13,
    daysAgo: 2,
    note: "会修风扇和电饭煲。",
  },
  {
    need: "gaoshan-wheelchair",
    item: 1,
    quantity: 1,
    kind: "goods",
    state: "pledged",
    by: "citizen",
    daysAgo: 2,
    note: "家里老人用过两次，几乎全新。",
  },
];

/** Promises in several states; the items' counters move with them, as the commands would have done. */
export async function seedPledges(
  db: DbOrTx,
  random: Random,
  seeded: readonly SeededNeed[],
  context: Context,
): Promise<void> {
  const { now, people } = context;
  const historyRandom = createRandom(93);
  for (const plan of pledgePlans) {
    const need = seeded.find((one) => one.demo.key === plan.need);
    const item = need?.items[plan.item];
    if (!need || !item) throw new RangeError(`no item for the pledge to ${plan.need}`);
    const hasArrived = ["received", "delivered", "fulfilled"].includes(plan.state);
    const isDelivered = ["delivered", "fulfilled"].includes(plan.state);
    const createdAt = new Date(now.getTime() - plan.daysAgo * dayMilliseconds);
    const id = random.id();
    const helper = helperOf(plan, context);
    await db.insert(pledges).values({
      id,
      publicCode: random.publicCode(),
      needId: need.id,
      needItemId: item.id,
      ...helper,
      kind: plan.kind,
      state: plan.state,
      quantity: plan.quantity,
      receivedQuantity: hasArrived ? plan.quantity : 0,
      deliveredQuantity: isDelivered ? plan.quantity : 0,
      promisedFor: addDays(dayInChina(now), 21),
      note: plan.note,
      signedByName: plan.state === "fulfilled" ? `${need.demo.village}村民委员会` : null,
      createdAt,
      updatedAt: createdAt,
    });
    const officer = people.officers.get(need.regionCode)?.userId ?? null;
    const actorOf = (event: string) => {
      if (event === "pledge") return helper.userId ?? null;
      return event === "check" ? people.personas.town.userId : officer;
    };
    await db
      .insert(stateTransitions)
      .values(pledgeHistory(historyRandom, { id, state: plan.state, createdAt, actorOf }));
    await db
      .update(needItems)
      .set({
        pledgedQuantity: sql`${needItems.pledgedQuantity} + ${plan.quantity}`,
        deliveredQuantity: sql`${needItems.deliveredQuantity} + ${isDelivered ? plan.quantity : 0}`,
      })
      .where(eq(needItems.id, item.id));
  }
}

function helperOf(plan: PledgePlan, { people, organizations }: Context) {
  if (typeof plan.by === "number") return { userId: people.citizens[plan.by]?.userId ?? null };
  if (plan.by === "citizen") return { userId: people.personas.citizen.userId };
  return { organizationId: organizations[plan.by].id };
}
