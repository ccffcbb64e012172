/**
 * Who comes to a household and who leaves it (S3): each a new version of the file, with the day and why. Who has left stays on record under those
 * who live there. When the head leaves, somebody of the household becomes the head, and how the others are related to them is worked out.
 */
import type { MemberRelation } from "./household.ts";

export const joinReasons = ["born", "married_in", "moved_in", "returned", "left_out"] as const;
export type JoinReason = (typeof joinReasons)[number];

export const leaveReasons = ["moved_out", "married_out", "died", "wrongly_listed"] as const;
export type LeaveReason = (typeof leaveReasons)[number];

type Table = Readonly<Partial<Record<MemberRelation, MemberRelation>>>;

/** What one was to the old head, by what the new head was to them. What this does not say is "other". */
const afterSpouse: Table = { child: "child", grandchild: "grandchild" };
const afterChild: Table = { child: "sibling", spouse: "parent", parent: "grandparent" };
const afterParent: Table = { child: "grandchild", sibling: "child", parent: "spouse" };
const afterSibling: Table = { sibling: "sibling", parent: "parent", grandparent: "grandparent" };
const afterGrandchild: Table = { parent: "other", spouse: "grandparent", grandchild: "sibling" };
const afterGrandparent: Table = { grandparent: "spouse", child: "other", sibling: "grandchild", parent: "child" };
const tables: Readonly<Partial<Record<MemberRelation, Table>>> = {
  spouse: afterSpouse,
  child: afterChild,
  parent: afterParent,
  sibling: afterSibling,
  grandchild: afterGrandchild,
  grandparent: afterGrandparent,
};

export function relationToNewHead(newHeadWas: MemberRelation, theirs: MemberRelation): MemberRelation {
  return tables[newHeadWas]?.[theirs] ?? "other";
}
