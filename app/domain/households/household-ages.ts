/**
 * Ages that cannot be (D7): a child older than its mother stood in a published list of 2017. Relations are to the head of the household; the
 * mother of a child of the head is the woman among head and spouse. A stepchild that is older than its stepmother is entered as "other".
 */
import type { MemberRelation } from "./household.ts";

type Person = { readonly relation: MemberRelation; readonly gender: string; readonly birthDate: string };

export type AgeProblem =
  | "childOlderThanMother"
  | "childOlderThanHead"
  | "parentYoungerThanHead"
  | "grandchildOlderThanHead"
  | "bornTooLongAgo";

/** Nobody on file is older than the oldest person who ever lived. */
const longestLifeYears = 122;

function yearsLater(day: string, years: number): string {
  return `${Number(day.slice(0, 4)) + years}${day.slice(4)}`;
}

/** What cannot be, by the member's index. A parent is at least twelve years older than its child. `today` is `YYYY-MM-DD`. */
export function impossibleAges(members: readonly Person[], today: string): { index: number; problem: AgeProblem }[] {
  const head = members.find(({ relation }) => relation === "head");
  const mother = members.find(
    ({ relation, gender }) => (relation === "head" || relation === "spouse") && gender === "female",
  );
  const isTooYoungFor = (child: Person, parent: Person | undefined) =>
    parent !== undefined && child.birthDate < yearsLater(parent.birthDate, 12);
  return members.flatMap((member, index): { index: number; problem: AgeProblem }[] => {
    if (yearsLater(member.birthDate, longestLifeYears + 1) <= today) return [{ index, problem: "bornTooLongAgo" }];
    if (member.relation === "child" && isTooYoungFor(member, mother))
      return [{ index, problem: "childOlderThanMother" }];
    if (member.relation === "child" && isTooYoungFor(member, head)) return [{ index, problem: "childOlderThanHead" }];
    if (member.relation === "grandchild" && isTooYoungFor(member, head))
      return [{ index, problem: "grandchildOlderThanHead" }];
    if (member.relation === "parent" && head !== undefined && isTooYoungFor(head, member)) {
      return [{ index, problem: "parentYoungerThanHead" }];
    }
    return [];
  });
}
