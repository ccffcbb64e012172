import { dayInChina } from "#app/domain/clock.ts";
import { consentFields, needsGuardian } from "#app/domain/households/consent.ts";
import { householdTransitions, type PovertyCause } from "#app/domain/households/household.ts";
import { sealBankAccount, sealDiagnosis } from "#app/domain/households/seal-household.server.ts";
import { householdPhonePlace, idNumberIndexField, memberIdNumberPlace } from "#app/domain/households/sealed-places.ts";
import type { DbOrTx } from "#db/client.server.ts";
import { consents } from "#db/schema/consents.server.ts";
import { householdSignatures } from "#db/schema/household-files.server.ts";
import { householdMembers, households } from "#db/schema/households.server.ts";
import { responsiblePersons } from "#db/schema/responsible-persons.server.ts";
import { stateTransitions } from "#db/schema/transitions.server.ts";
import type { Sealer } from "#db/sealer.server.ts";
import { circumstancesOf, type InventedHousehold, inventHousehold, inventSizes } from "./invent-household.ts";
import { inventAccount, inventIllness, sealedGuardianOf } from "./invent-private.server.ts";
import { inventIdNumber, inventPhone } from "./names.ts";
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

const signedOn = new Date("2016-04-11T02:00:00Z");
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
  const built = plans.map((plan, index) => inventHousehold(random, plan, index));
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

async function insertHouseholds(
  db: DbOrTx,
  random: Random,
  built: readonly InventedHousehold[],
  { people, sealer }: { people: SeededPeople; sealer: Sealer },
): Promise<void> {
  const officerOf = (regionCode: string) => people.officers.get(regionCode)?.userId ?? people.personas.town.userId;
  const { period } = planDocument;
  await db.insert(households).values(
    built.map((one, index) => ({
      id: one.id,
      publicCode: one.publicCode,
      registerNumber: one.registerNumber,
      regionCode: one.regionCode,
      headName: one.headName,
      phoneSealed: sealer.seal(inventPhone(random), householdPhonePlace(one.id)),
      ...sealBankAccount(sealer, one.id, inventAccount(index), "赤水镇农村信用社"),
      groupName: `第${"一二三四五六"[random.int(0, 5)] ?? "一"}村民小组`,
      state: "active" as const,
      programme: "registered_poor" as const,
      programmeFrom: period.from,
      isFocus: one.isFocus,
      causes: one.causes,
      circumstances: circumstancesOf(one),
      strengths: one.strengths,
      effectiveFrom: period.from,
      createdBy: officerOf(one.regionCode),
      createdAt: registeredOn,
      updatedAt: registeredOn,
    })),
  );
  const members = built.flatMap((one) =>
    one.members.map((member, position) => ({ ...member, id: random.id(), householdId: one.id, position })),
  );
  const headOf = new Map(members.filter(({ relation }) => relation === "head").map((head) => [head.householdId, head]));
  await db.insert(householdMembers).values(
    members.map((member, index) => {
      const idNumber = inventIdNumber(random, member.birthDate, member.gender, index);
      return {
        ...member,
        idNumberSealed: sealer.seal(idNumber, memberIdNumberPlace(member.id)),
        idNumberIndex: sealer.blindIndex(idNumber, idNumberIndexField),
        ...(member.hasChronicIllness && sealDiagnosis(sealer, member.id, inventIllness(index))),
        ...sealedGuardianOf(sealer, member, headOf.get(member.householdId), dayInChina(registeredOn)),
      };
    }),
  );
  await insertConsentsAndResponsibility(db, random, built, people);
  await insertHouseholdHistory(db, random, built, people);
}

async function insertConsentsAndResponsibility(
  db: DbOrTx,
  random: Random,
  built: readonly InventedHousehold[],
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
          fields: purpose === "publish_masked" ? [...consentFields] : [],
          signedByName: one.headName,
          isGuardian: needsGuardian(one.members, dayInChina(registeredOn)),
          method: "signature" as const,
          recordedBy: people.officers.get(one.regionCode)?.userId ?? null,
          givenAt: registeredOn,
        })),
    ),
  );
  await db.insert(householdSignatures).values(
    built.map((one) => ({
      id: random.id(),
      householdId: one.id,
      version: 1,
      signerName: one.headName,
      method: "signature" as const,
      recordedBy: people.officers.get(one.regionCode)?.userId ?? null,
      signedAt: signedOn,
    })),
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
  built: readonly InventedHousehold[],
  people: SeededPeople,
): Promise<void> {
  const steps = [
    { event: "review", at: "2016-03-22T02:00:00Z", by: "officer" },
    { event: "notice", at: "2016-03-28T01:00:00Z", by: "town" },
    { event: "sign", at: signedOn.toISOString(), by: "officer" },
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
