import { and, eq, inArray, isNull, like, notInArray } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { householdMembers, households } from "#db/schema/households.server.ts";
import { endedHouseholdStates } from "../households/household-policy.ts";
import type { DepartmentList, MismatchFinding } from "./department-list.ts";

type Person = { memberId: string; householdId: string; regionCode: string };
export type Found = Person & { finding: MismatchFinding; detail: string };

const personColumns = {
  memberId: householdMembers.id,
  householdId: households.id,
  regionCode: households.regionCode,
  idNumberIndex: householdMembers.idNumberIndex,
  name: householdMembers.name,
  isDisabled: householdMembers.isDisabled,
};

/** People on a file that goes on, in the subtree; for the low-income list those of households that have left the register. */
const present = (regionCode: string, kind?: DepartmentList) =>
  and(
    like(households.regionCode, `${regionCode}%`),
    isNull(householdMembers.leftOn),
    kind === "low_income"
      ? inArray(households.state, ["exited", "closed"])
      : notInArray(households.state, [...endedHouseholdStates]),
  );

type Place = { kind: DepartmentList; regionCode: string };

export function findPeople(db: Db, { kind, regionCode }: Place, indexes: readonly string[]) {
  if (indexes.length === 0) return [];
  return db
    .select(personColumns)
    .from(householdMembers)
    .innerJoin(households, eq(households.id, householdMembers.householdId))
    .where(and(inArray(householdMembers.idNumberIndex, [...indexes]), present(regionCode, kind)));
}

export async function notOnTheList(db: Db, regionCode: string, listed: ReadonlySet<string>): Promise<Found[]> {
  const marked = await db
    .select(personColumns)
    .from(householdMembers)
    .innerJoin(households, eq(households.id, householdMembers.householdId))
    .where(and(eq(householdMembers.isDisabled, true), present(regionCode)));
  return marked
    .filter(({ memberId, idNumberIndex }) => idNumberIndex !== null && !listed.has(memberId))
    .map((person) => ({ ...person, finding: "not_disabled_by_list" as const, detail: "" }));
}
