import type { LabourAbility, MemberRelation, PovertyCause } from "#app/domain/households/household.ts";
import { householdTransitions } from "#app/domain/households/household.ts";
import type { DbOrTx } from "#db/client.server.ts";
import { consents, householdMembers, households, responsiblePersons } from "#db/schema/households.server.ts";
import { stateTransitions } from "#db/schema/transitions.server.ts";
import type { Sealer } from "#db/sealer.server.ts";
import { inventIdNumber, inventName, inventPhone, inventSurname } from "./names.ts";
import { planDocument } from "./plan-document.ts";
import type { Random } from "./random.ts";
import type { SeededPeople } from "./seed-people.server.ts";

/** How the plan's 71 focus households are spread over its seven villages: invented, their sum is not. */
const focusByVillage: Readonly<Record<string, number>> = {
  步栏村: 12,
  林屋村: 9,
  三合村: 11,
  长塘村: 10,
  松南村: 9,
  高龙村: 10,
  高山村: 10,
};

export type SeededHousehold = {
  id: string;
  publicCode: string;
  regionCode: string;
  headName: string;
  isFocus: boolean;
  causes: readonly PovertyCause[];
  size: number;
  hasStudent: boolean;
};

type Member = {
  relation: MemberRelation;
  gender: "female" | "male";
  birthDate: string;
  name: string;
  labourAbility: LabourAbility;
  isStudent: boolean;
  isDisabled: boolean;
  hasChronicIllness: boolean;
};

const registeredOn = new Date("2016-03-15T02:00:00Z");

/**
 * The plan's register, to the household and the person: 325 households with 915 persons, 71 and 251 of them in focus in seven villages.
 * Everybody is invented; ID numbers carry a prefix of no province. Each file has its way through the levels, its consents, and one
 * responsible person.
 */
export async function seedHouseholds(
  db: DbOrTx,
  random: Random,
  options: { people: SeededPeople; sealer: Sealer; villageCodes: readonly string[] },
): Promise<SeededHousehold[]> {
  const { register } = planDocument;
  const focusPlaces = planDocument.focusVillages.flatMap((village) =>
    Array.from({ length: focusByVillage[village.name] ?? 0 }, () => village.code),
  );
  const otherCount = register.lowIncomeHouseholds - register.focusHouseholds;
  const otherPlaces = Array.from({ length: otherCount }, (_, index) => cyclic(options.villageCodes, index));
  const focusSizes = inventSizes(random, register.focusHouseholds, register.focusPersons, 6);
  const otherSizes = inventSizes(random, otherCount, register.lowIncomePersons - register.focusPersons, 5);
  const plans = [
    ...focusPlaces.map((regionCode, index) => ({ regionCode, isFocus: true, size: focusSizes[index] ?? 1 })),
    ...otherPlaces.map((regionCode, index) => ({ regionCode, isFocus: false, size: otherSizes[index] ?? 1 })),
  ];
  const built = plans.map((plan, index) => buildHousehold(random, plan, index));
  await insertHouseholds(db, random, built, options);
  return built.map((one) => ({
    id: one.id,
    publicCode: one.publicCode,
    regionCode: one.regionCode,
    headName: one.headName,
    isFocus: one.isFocus,
    causes: one.causes,
    size: one.members.length,
    hasStudent: one.members.some((member) => member.isStudent),
  }));
}

function cyclic<Item>(items: readonly Item[], index: number): Item {
  const item = items[index % items.length];
  if (item === undefined) throw new RangeError("no items");
  return item;
}

/** `count` sizes between 1 and `largest` whose sum is exactly `persons`. */
export function inventSizes(random: Random, count: number, persons: number, largest: number): number[] {
  const mean = persons / count;
  const sizes = Array.from({ length: count }, () =>
    Math.min(largest, Math.max(1, Math.round(mean + (random.next() + random.next() - 1) * 2.4))),
  );
  let missing = persons - sizes.reduce((sum, size) => sum + size, 0);
  while (missing !== 0) {
    const index = random.int(0, count - 1);
    const size = (sizes[index] ?? 1) + Math.sign(missing);
    if (size < 1 || size > largest) continue;
    sizes[index] = size;
    missing -= Math.sign(missing);
  }
  return sizes;
}

type Household = {
  id: string;
  publicCode: string;
  registerNumber: string;
  regionCode: string;
  isFocus: boolean;
  headName: string;
  causes: PovertyCause[];
  strengths: string;
  members: Member[];
};

function buildHousehold(
  random: Random,
  plan: { regionCode: string; isFocus: boolean; size: number },
  index: number,
): Household {
  const members = inventMembers(random, plan.size, plan.isFocus);
  return {
    id: random.id(),
    publicCode: random.publicCode(),
    registerNumber: `CS2016-${String(index + 1).padStart(4, "0")}`,
    regionCode: plan.regionCode,
    isFocus: plan.isFocus,
    headName: members[0]?.name ?? "",
    causes: causesOf(random, members, plan.isFocus),
    strengths: random.pick([
      "会种番薯和花生",
      "会编竹器",
      "养过蜂",
      "能做泥水散工",
      "会缝纫",
      "种得一手好菜",
      "会看护果林",
      "",
    ]),
    members,
  };
}

/** One to six people who could live together: the head first, then a spouse, children, a parent, grandchildren. */
function inventMembers(random: Random, size: number, isFocus: boolean): Member[] {
  const surname = inventSurname(random);
  const headYear = size === 1 && !isFocus ? random.int(1932, 1956) : random.int(1948, 1980);
  const headGender = random.chance(size === 1 ? 0.5 : 0.75) ? "male" : "female";
  const members = [inventMember(random, "head", surname, headGender, headYear)];
  const add = (relation: MemberRelation, family: string, gender: "female" | "male", year: number) => {
    if (members.length < size) members.push(inventMember(random, relation, family, gender, Math.min(year, 2015)));
  };
  if (size > 2 || random.chance(0.5)) {
    add("spouse", inventSurname(random), headGender === "male" ? "female" : "male", headYear + random.int(-3, 5));
  }
  while (members.length < size) {
    const childYear = headYear + random.int(24, 36);
    const gender = random.chance(0.5) ? "female" : "male";
    if (members.length === size - 1 && headYear > 1962 && random.chance(0.35)) {
      add("parent", random.chance(0.5) ? surname : inventSurname(random), gender, headYear - random.int(22, 30));
    } else if (childYear < 1988 && members.length > 2) {
      add("grandchild", surname, gender, childYear + random.int(23, 29));
    } else add("child", surname, gender, childYear);
  }
  return members;
}

function inventMember(
  random: Random,
  relation: MemberRelation,
  surname: string,
  gender: "female" | "male",
  year: number,
): Member {
  const birthDate = `${year}-${String(random.int(1, 12)).padStart(2, "0")}-${String(random.int(1, 28)).padStart(2, "0")}`;
  const age = 2016 - year;
  const isDisabled = age >= 16 && random.chance(0.09);
  const hasChronicIllness = age >= 40 && random.chance(0.24);
  const isStudent = age >= 6 && age <= 20 && random.chance(age <= 15 ? 1 : 0.6);
  return {
    relation,
    gender,
    birthDate,
    name: inventName(random, surname, gender, year),
    labourAbility: labourOf({ age, isDisabled, hasChronicIllness, isStudent }),
    isStudent,
    isDisabled,
    hasChronicIllness,
  };
}

function labourOf(person: {
  age: number;
  isDisabled: boolean;
  hasChronicIllness: boolean;
  isStudent: boolean;
}): LabourAbility {
  if (person.age < 16) return "minor";
  if (person.age >= 68 || (person.isDisabled && person.hasChronicIllness)) return "none";
  if (person.isDisabled || person.hasChronicIllness || person.age >= 60) return "partial";
  return person.isStudent ? "none" : "full";
}

function causesOf(random: Random, members: readonly Member[], isFocus: boolean): PovertyCause[] {
  const causes: PovertyCause[] = [];
  if (members.some((member) => member.hasChronicIllness)) causes.push("illness");
  if (members.some((member) => member.isDisabled)) causes.push("disability");
  if (members.filter((member) => member.isStudent).length > 1) causes.push("schooling");
  if (!members.some((member) => member.labourAbility === "full")) causes.push("lack_of_labour");
  if (members.every((member) => member.birthDate < "1956")) causes.push("old_age");
  if (isFocus && random.chance(0.3)) causes.push(random.pick(["lack_of_skills", "lack_of_funds"] as const));
  if (causes.length === 0) {
    causes.push(
      random.pick(["lack_of_skills", "lack_of_funds", "lack_of_water", "poor_transport", "disaster"] as const),
    );
  }
  return causes.slice(0, 3);
}

const causeWords: Readonly<Record<PovertyCause, string>> = {
  illness: "家里有人长期看病吃药，报销以后仍要自付一部分",
  disability: "家里有人行动不便，需要人照看",
  schooling: "孩子同时上学，车费和住校费压在一起",
  disaster: "前年台风损坏了房屋和作物",
  lack_of_labour: "没有全劳力，农活靠亲友帮忙",
  lack_of_skills: "有力气，缺手艺，只能打零工",
  lack_of_funds: "想扩大养殖，没有本钱",
  lack_of_water: "田在高处，旱季没有水",
  poor_transport: "住得偏，路不通车，东西运不出去",
  old_age: "老人独住，子女不在身边或收入也不宽裕",
};

/** What the officer noted at the visit; staff only. */
function circumstancesOf(household: Household): string {
  const reasons = household.causes.map((cause) => causeWords[cause]).join("；");
  return `入户了解：家里 ${household.members.length} 口人。${reasons}。`;
}

async function insertHouseholds(
  db: DbOrTx,
  random: Random,
  built: readonly Household[],
  { people, sealer }: { people: SeededPeople; sealer: Sealer },
): Promise<void> {
  const officerOf = (regionCode: string) => people.officers.get(regionCode)?.userId ?? people.personas.town.userId;
  const { period } = planDocument;
  await db.insert(households).values(
    built.map((one) => ({
      id: one.id,
      publicCode: one.publicCode,
      registerNumber: one.registerNumber,
      regionCode: one.regionCode,
      headName: one.headName,
      phoneSealed: sealer.seal(inventPhone(random), `households:${one.id}:phone`),
      groupName: `第${"一二三四五六"[random.int(0, 5)] ?? "一"}村民小组`,
      state: "active" as const,
      programme: "registered_poor" as const,
      programmeFrom: period.from,
      isFocus: one.isFocus,
      causes: one.causes,
      circumstances: circumstancesOf(one),
      strengths: one.strengths,
      createdBy: officerOf(one.regionCode),
      createdAt: registeredOn,
      updatedAt: registeredOn,
    })),
  );
  const members = built.flatMap((one) =>
    one.members.map((member, position) => ({ ...member, id: random.id(), householdId: one.id, position })),
  );
  await db.insert(householdMembers).values(
    members.map((member, index) => {
      const idNumber = inventIdNumber(random, member.birthDate, member.gender, index);
      return {
        ...member,
        idNumberSealed: sealer.seal(idNumber, `household_members:${member.id}:id_number`),
        idNumberIndex: sealer.blindIndex(idNumber, "id_number"),
      };
    }),
  );
  await insertConsentsAndResponsibility(db, random, built, people);
  await insertHouseholdHistory(db, random, built, people);
}

async function insertConsentsAndResponsibility(
  db: DbOrTx,
  random: Random,
  built: readonly Household[],
  people: SeededPeople,
): Promise<void> {
  await db.insert(consents).values(
    built.flatMap((one) =>
      (["register", "publish_masked", "pairing"] as const)
        .filter((purpose) => purpose !== "pairing" || one.isFocus)
        .map((purpose) => ({
          id: random.id(),
          householdId: one.id,
          purpose,
          textVersion: "2016-03",
          signedByName: one.headName,
          method: "signature" as const,
          recordedBy: people.officers.get(one.regionCode)?.userId ?? null,
          givenAt: registeredOn,
        })),
    ),
  );
  await db.insert(responsiblePersons).values(
    built.map((one, index) => ({
      id: random.id(),
      householdId: one.id,
      userId: one.isFocus
        ? cyclic(people.cadres, index).userId
        : (people.officers.get(one.regionCode)?.userId ?? people.personas.town.userId),
      assignedBy: people.personas.county.userId,
      fromAt: new Date("2016-05-03T01:00:00Z"),
    })),
  );
}

/** The way of each file: applied, reviewed, noticed for the full days, signed, approved, on file (S5, S7, S8). */
async function insertHouseholdHistory(
  db: DbOrTx,
  random: Random,
  built: readonly Household[],
  people: SeededPeople,
): Promise<void> {
  const steps = [
    { event: "review", at: "2016-03-22T02:00:00Z", by: "officer" },
    { event: "notice", at: "2016-03-28T01:00:00Z", by: "town" },
    { event: "sign", at: "2016-04-11T02:00:00Z", by: "officer" },
    { event: "approve", at: "2016-04-26T02:00:00Z", by: "county" },
    { event: "activate", at: "2016-05-03T01:00:00Z", by: "county" },
  ] as const;
  const rows = built.flatMap((one) => {
    const officer = people.officers.get(one.regionCode)?.userId ?? null;
    const actorIds = { officer, town: people.personas.town.userId, county: people.personas.county.userId };
    const first = { fromState: null, event: "apply", toState: "applied", actorUserId: officer, at: registeredOn };
    const others = steps.map((step) => {
      const transition = householdTransitions.find((one) => one.event === step.event);
      return {
        fromState: transition?.from ?? null,
        event: step.event,
        toState: transition?.to ?? "",
        actorUserId: actorIds[step.by],
        at: new Date(step.at),
      };
    });
    return [first, ...others].map((row) => ({ ...row, id: random.id(), noun: "household", subjectId: one.id }));
  });
  await db.insert(stateTransitions).values(rows);
}
