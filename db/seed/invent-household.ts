import type { LabourAbility, MemberRelation, PovertyCause } from "#app/domain/households/household.ts";
import { inventName, inventSurname } from "./names.ts";
import type { Random } from "./random.ts";

export type Member = {
  relation: MemberRelation;
  gender: "female" | "male";
  birthDate: string;
  name: string;
  labourAbility: LabourAbility;
  isStudent: boolean;
  isDisabled: boolean;
  hasChronicIllness: boolean;
};

export type InventedHousehold = {
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

/** A household of a given size in a village, with people who could live together and causes that fit them. */
export function inventHousehold(
  random: Random,
  plan: { regionCode: string; isFocus: boolean; size: number },
  index: number,
): InventedHousehold {
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
export function circumstancesOf(household: InventedHousehold): string {
  const reasons = household.causes.map((cause) => causeWords[cause]).join("；");
  return `入户了解：家里 ${household.members.length} 口人。${reasons}。`;
}
