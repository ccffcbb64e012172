import { dayInChina } from "#app/domain/clock.ts";
import { asksForMoney, type NeedState, publicNeedStates } from "#app/domain/needs/need.ts";
import type { FileStore } from "#app/files/file-store.ts";
import type { DbOrTx } from "#db/client.server.ts";
import { needItems, needPhotos, needs } from "#db/schema/needs.server.ts";
import { stateTransitions } from "#db/schema/transitions.server.ts";
import type { DemoNeed } from "./demo-need.ts";
import { type DrawnPicture, registerPictures } from "./pictures.server.ts";
import type { Random } from "./random.ts";
import type { SeededHousehold } from "./seed-households.server.ts";
import type { SeededOrganizations } from "./seed-organizations.server.ts";
import type { SeededPeople } from "./seed-people.server.ts";

export type SeededNeed = {
  id: string;
  publicCode: string;
  demo: DemoNeed;
  regionCode: string;
  householdId: string | null;
  goalFen: bigint | null;
  items: readonly { id: string; name: string; quantity: number; amountFen: bigint }[];
  times: Times;
  officerId: string;
};

export type NeedContext = {
  people: SeededPeople;
  organizations: SeededOrganizations;
  households: readonly SeededHousehold[];
  villageCodes: ReadonlyMap<string, string>;
  pictures: readonly DrawnPicture[];
  files: FileStore;
  now: Date;
};

const dayMilliseconds = 86_400_000;
const publicStates: readonly NeedState[] = publicNeedStates;

type Times = {
  created: Date;
  submitted: Date;
  met: Date;
  checked: Date;
  noticed: Date;
  closed: Date;
  signed: Date;
  published: Date;
};

/** Days of the whole way, counted back from publication. The notice stands more than the full seven days. */
const daysBefore = {
  created: 24,
  submitted: 21,
  met: 20,
  checked: 18,
  noticed: 13,
  closed: 5,
  signed: 3,
  published: 0,
};

/** How far a state is on that way: which of the times is the need's own `at`. */
const reached: Readonly<Record<NeedState, keyof Times>> = {
  drafted: "created",
  submitted: "submitted",
  returned: "submitted",
  checked: "checked",
  noticed: "noticed",
  published: "published",
  fulfilled: "published",
  reported: "published",
  closed: "published",
  rejected: "submitted",
  withdrawn: "created",
  suspended: "published",
  expired: "published",
};
const order: readonly (keyof Times)[] = [
  "created",
  "submitted",
  "met",
  "checked",
  "noticed",
  "closed",
  "signed",
  "published",
];

/** Puts needs into the database with their items, pictures and one line per step of their way; `seedVerification` adds what it stands on. */
export async function seedNeeds(
  db: DbOrTx,
  random: Random,
  demoNeeds: readonly DemoNeed[],
  context: NeedContext,
): Promise<SeededNeed[]> {
  const used = new Set<string>();
  const seeded = demoNeeds.map((demo) => planNeed(random, demo, context, used));
  await db.insert(needs).values(seeded.map((need) => needRow(need, context)));
  await db.insert(needItems).values(
    seeded.flatMap((need) =>
      need.items.map((item, position) => ({
        id: item.id,
        needId: need.id,
        position,
        name: item.name,
        unit: need.demo.items[position]?.[1] ?? "",
        quantity: item.quantity,
        unitPriceFen: need.demo.items[position]?.[3] ?? null,
      })),
    ),
  );
  await insertPhotos(db, random, seeded, context);
  await db.insert(stateTransitions).values(seeded.flatMap((need) => historyOf(random, need, context)));
  return seeded;
}

function planNeed(random: Random, demo: DemoNeed, context: NeedContext, used: Set<string>): SeededNeed {
  const regionCode = context.villageCodes.get(demo.village);
  if (!regionCode) throw new RangeError(`no village ${demo.village}`);
  const household = demo.askedBy ? findHousehold(demo, regionCode, context.households, used) : undefined;
  const items = demo.items.map(([name, , quantity, unitPriceFen]) => ({
    id: random.id(),
    name,
    quantity,
    amountFen: (unitPriceFen ?? 0n) * BigInt(quantity),
  }));
  const officer = context.people.officers.get(regionCode) ?? context.people.personas.town;
  return {
    id: random.id(),
    publicCode: random.publicCode(),
    demo,
    regionCode,
    householdId: household?.id ?? null,
    goalFen: asksForMoney(demo.type) ? items.reduce((sum, item) => sum + item.amountFen, 0n) : null,
    items,
    times: timesOf(demo, context.now),
    officerId: officer.userId,
  };
}

function findHousehold(
  demo: DemoNeed,
  regionCode: string,
  households: readonly SeededHousehold[],
  used: Set<string>,
): SeededHousehold {
  const inVillage = households.filter((one) => one.regionCode === regionCode && !used.has(one.id));
  const found = inVillage.find((one) => demo.askedBy !== "student" || one.hasStudent) ?? inVillage[0];
  if (!found) throw new RangeError(`no household left in ${demo.village}`);
  used.add(found.id);
  return found;
}

function timesOf(demo: DemoNeed, now: Date): Times {
  const at =
    typeof demo.at === "string"
      ? new Date(`${demo.at}T02:00:00Z`)
      : new Date(now.getTime() - demo.at * dayMilliseconds);
  const anchor = reached[demo.state];
  const before = (step: keyof Times) =>
    new Date(at.getTime() - (daysBefore[step] - daysBefore[anchor]) * dayMilliseconds);
  return {
    created: before("created"),
    submitted: before("submitted"),
    met: before("met"),
    checked: before("checked"),
    noticed: before("noticed"),
    closed: before("closed"),
    signed: before("signed"),
    published: before("published"),
  };
}

/** Whether the need came as far as a step. */
export function cameTo(need: SeededNeed, step: keyof Times): boolean {
  return order.indexOf(reached[need.demo.state]) >= order.indexOf(step);
}

function needRow(need: SeededNeed, { people, organizations }: NeedContext): typeof needs.$inferInsert {
  const { demo, times } = need;
  const isChecked = cameTo(need, "checked");
  const isPublished = cameTo(need, "published");
  // Before the county's approval nobody has decided that money may be raised.
  const mode = isPublished ? demo.mode : "intent_only";
  const hasFiling = mode === "public";
  return {
    id: need.id,
    publicCode: need.publicCode,
    regionCode: need.regionCode,
    householdId: need.householdId,
    type: demo.type,
    category: demo.category,
    title: demo.title,
    summary: demo.summary,
    story: demo.story,
    staffNote: demo.staffNote ?? "",
    state:
      demo.state === "fulfilled" || demo.state === "reported" || demo.state === "closed" ? "published" : demo.state,
    publicationMode: mode,
    charityId: hasFiling ? organizations.charity.id : null,
    filingId: hasFiling ? organizations.charity.filingId : null,
    goalFen: need.goalFen,
    createdBy: need.officerId,
    createdAt: times.created,
    updatedAt: times[reached[demo.state]],
    submittedAt: cameTo(need, "submitted") ? times.submitted : null,
    checkedBy: isChecked ? people.personas.town.userId : null,
    checkedAt: isChecked ? times.checked : null,
    approvedBy: isPublished ? people.personas.secondCounty.userId : null,
    publishedAt: isPublished ? times.published : null,
    registerVerifiedOn: isChecked ? dayInChina(times.checked) : null,
  };
}

async function insertPhotos(
  db: DbOrTx,
  random: Random,
  seeded: readonly SeededNeed[],
  context: NeedContext,
): Promise<void> {
  const uses = seeded.map((need) => ({
    scene: need.demo.scene,
    isPublic: publicStates.includes(need.demo.state),
    at: need.times.created,
  }));
  const fileIds = await registerPictures(db, context.pictures, uses, context.files, random);
  await db.insert(needPhotos).values(
    seeded.map((need, index) => ({
      needId: need.id,
      fileId: fileIds[index] ?? "",
      position: 0,
      alternativeText: `示意图：${need.demo.photoAlt}`,
      showsPerson: false,
    })),
  );
}

type TransitionRow = typeof stateTransitions.$inferInsert;

function historyOf(random: Random, need: SeededNeed, { people }: NeedContext): TransitionRow[] {
  const { town, county, secondCounty } = people.personas;
  const { times } = need;
  const step = (
    fromState: NeedState | null,
    event: string,
    toState: NeedState,
    at: Date,
    actorUserId: string,
    reason?: string,
  ): TransitionRow => ({
    id: random.id(),
    noun: "need",
    subjectId: need.id,
    fromState,
    event,
    toState,
    actorUserId,
    at,
    reason: reason ?? null,
  });
  const rows = [step(null, "draft", "drafted", times.created, need.officerId)];
  if (cameTo(need, "submitted")) rows.push(step("drafted", "submit", "submitted", times.submitted, need.officerId));
  if (need.demo.state === "returned") {
    const at = new Date(times.submitted.getTime() + dayMilliseconds / 2);
    rows.push(step("submitted", "return", "returned", at, town.userId, "请附上学校的住宿费通知，并写明缴费日期。"));
  }
  if (cameTo(need, "checked")) {
    rows.push(step("submitted", "record_meeting", "submitted", times.met, need.officerId));
    rows.push(step("submitted", "check", "checked", times.checked, town.userId));
  }
  if (cameTo(need, "noticed")) rows.push(step("checked", "notice", "noticed", times.noticed, county.userId));
  if (cameTo(need, "published")) {
    rows.push(step("noticed", "sign", "noticed", times.signed, need.officerId));
    rows.push(step("noticed", "publish", "published", times.published, secondCounty.userId));
  }
  return rows;
}
