import { addDays, dayInChina } from "#app/domain/clock.ts";
import { volunteerPhonePlace } from "#app/domain/volunteers/register-volunteer.server.ts";
import type { VolunteerProjectState, VolunteerServiceType } from "#app/domain/volunteers/volunteer.ts";
import type { DbOrTx } from "#db/client.server.ts";
import { volunteerProjects, volunteerShifts, volunteerSignups, volunteers } from "#db/schema/volunteers.server.ts";
import type { Sealer } from "#db/sealer.server.ts";
import { inventPhone } from "./names.ts";
import { planCountyCode } from "./plan-document.ts";
import type { Random } from "./random.ts";
import type { SeededNeed } from "./seed-needs.server.ts";
import type { SeededOrganizations } from "./seed-organizations.server.ts";
import type { SeededPeople } from "./seed-people.server.ts";

type Context = {
  people: SeededPeople;
  organizations: SeededOrganizations;
  villageCodes: ReadonlyMap<string, string>;
  sealer: Sealer;
  seededNeeds: readonly SeededNeed[];
  now: Date;
};

type ProjectPlan = {
  title: string;
  description: string;
  serviceType: VolunteerServiceType;
  village: string;
  place: string;
  riskNotice: string;
  visitsHomes: boolean;
  state: VolunteerProjectState;
  need?: string;
  by: "volunteerTeam" | "studyAid";
  /** Days from today to the week of the shift, first hour in China, hours, seats, seats taken. */
  shifts: readonly (readonly [dayOffset: number, fromHour: number, hours: number, seats: number, taken: number])[];
};

const projects: readonly ProjectPlan[] = [
  {
    title: "步栏村义剪和修家电",
    description:
      "为村里七十岁以上的老人理发，顺便修风扇、电饭煲。六位行动不便的老人要上门。\n\n请自带工具，队里备有围布和消毒用品。午饭在村里吃，饭费自理十元。",
    serviceType: "haircut",
    village: "步栏村",
    place: "步栏村文化室",
    riskNotice: "山路弯多，统一乘车往返。上门服务两人一组，不单独进户。队里统一买意外保险。",
    visitsHomes: true,
    state: "published",
    need: "bulan-haircut",
    by: "volunteerTeam",
    shifts: [
      [6, 9, 3, 12, 5],
      [34, 9, 3, 12, 1],
    ],
  },
  {
    title: "长塘村小学周末陪读",
    description: "陪四至六年级的孩子读一本书、写一段话。每组一位大人、四个孩子，有老师在场。",
    serviceType: "teaching",
    village: "长塘村",
    place: "长塘村小学图书室",
    riskNotice: "全程在公共教室，不与孩子单独相处，不拍孩子正脸。须先通过队里的培训。",
    visitsHomes: false,
    state: "published",
    by: "studyAid",
    shifts: [
      [5, 14, 2, 8, 3],
      [12, 14, 2, 8, 2],
      [19, 14, 2, 8, 0],
    ],
  },
  {
    title: "高山村山路清障",
    description: "雨季以后，上学步道有落石和杂草。带手套来，工具村里有。中午在村里吃番薯粥。",
    serviceType: "building",
    village: "高山村",
    place: "高山村小学门口集合",
    riskNotice: "有坡有石，穿防滑鞋。雷雨天取消，提前一天短信通知。",
    visitsHomes: false,
    state: "published",
    by: "volunteerTeam",
    shifts: [[13, 8, 4, 20, 6]],
  },
  {
    title: "三合村秋季义诊",
    description: "两位全科医生、一位眼科医生，为老人量血压、看眼睛、理药箱。",
    serviceType: "clinic",
    village: "三合村",
    place: "三合村卫生站",
    riskNotice: "医护人员须持证上岗，志愿者只做引导和登记。",
    visitsHomes: false,
    state: "closed",
    by: "volunteerTeam",
    shifts: [
      [-27, 9, 3, 10, 9],
      [-20, 9, 3, 10, 8],
    ],
  },
];

/** Projects with shifts to come, and past ones whose hours are confirmed. */
export async function seedVolunteers(db: DbOrTx, random: Random, context: Context): Promise<void> {
  const { people, organizations, now } = context;
  const crew = people.citizens.slice(4, 16);
  await db.insert(volunteers).values(
    crew.map((citizen) => ({
      userId: citizen.userId,
      realName: citizen.displayName,
      phoneSealed: context.sealer.seal(inventPhone(random), volunteerPhonePlace(citizen.userId)),
      regionCode: planCountyCode,
      skills: [random.pick(["haircut", "repair", "teaching", "clinic", "visit", "building"] as const)],
      availability: random.pick(["周末", "周六上午", "农历初一十五以外都可以"]),
      registeredAt: new Date(now.getTime() - 200 * 86_400_000),
    })),
  );
  for (const plan of projects) {
    const id = random.id();
    const createdAt = new Date(now.getTime() - (plan.state === "closed" ? 50 : 8) * 86_400_000);
    await db.insert(volunteerProjects).values({
      id,
      publicCode: random.publicCode(),
      organizationId: organizations[plan.by].id,
      needId: context.seededNeeds.find((need) => need.demo.key === plan.need)?.id ?? null,
      title: plan.title,
      description: plan.description,
      serviceType: plan.serviceType,
      regionCode: context.villageCodes.get(plan.village) ?? "",
      place: plan.place,
      riskNotice: plan.riskNotice,
      visitsHomes: plan.visitsHomes,
      state: plan.state,
      createdBy: people.personas.ngo.userId,
      createdAt,
      publishedAt: createdAt,
    });
    for (const shift of plan.shifts) await insertShift(db, random, id, shift, crew, context);
  }
}

/** The Saturday of that day's week, Sunday to Saturday: volunteers come at weekends. */
function saturdayFrom(day: string): string {
  return addDays(day, 6 - new Date(`${day}T00:00:00Z`).getUTCDay());
}

async function insertShift(
  db: DbOrTx,
  random: Random,
  projectId: string,
  [dayOffset, fromHour, hours, seats, taken]: ProjectPlan["shifts"][number],
  crew: SeededPeople["citizens"],
  { people, now }: Context,
): Promise<void> {
  const day = saturdayFrom(addDays(dayInChina(now), dayOffset));
  const startsAt = new Date(`${day}T${String(fromHour).padStart(2, "0")}:00:00+08:00`);
  const endsAt = new Date(startsAt.getTime() + hours * 3_600_000);
  const shiftId = random.id();
  await db.insert(volunteerShifts).values({ id: shiftId, projectId, startsAt, endsAt, seats, takenSeats: taken });
  const isOver = dayOffset < 0;
  const signedUpAt = new Date((isOver ? startsAt.getTime() : now.getTime()) - 3 * 86_400_000);
  if (taken === 0) return;
  await db.insert(volunteerSignups).values(
    crew.slice(0, taken).map((volunteer, index) => ({
      id: random.id(),
      shiftId,
      userId: volunteer.userId,
      state: isOver ? ("hours_confirmed" as const) : index % 3 === 2 ? ("applied" as const) : ("accepted" as const),
      riskAcknowledgedAt: signedUpAt,
      createdAt: signedUpAt,
      ...(isOver
        ? {
            checkedInAt: startsAt,
            checkedOutAt: endsAt,
            confirmedMinutes: hours * 60,
            confirmedBy: people.personas.ngo.userId,
          }
        : {}),
    })),
  );
}
