/**
 * 县级项目库 (S100): a village applies for a project with a budget, quotes and photos; the town checks it, the county takes it into the library
 * (储备), approves it (批复), it is carried out (实施), accepted (验收) and announced (公示). Earmarked and public money goes only to a project
 * that is approved or under way, and not over the version of the budget that was approved; PostgreSQL holds all of it
 * (`db/functions/038-library-projects.sql`). What gifts pay goes through a need and its own verification instead.
 */
import { type Actor, hasRoleFor, type StaffRole } from "../actor.ts";
import type { Fen } from "../money.ts";
import type { Transition } from "../transitions.ts";

export const libraryProjectStates = [
  "drafted",
  "submitted",
  "checked",
  "reserved",
  "approved",
  "under_way",
  "accepted",
  "announced",
  "returned",
  "rejected",
  "removed",
] as const;
export type LibraryProjectState = (typeof libraryProjectStates)[number];

export const libraryProjectTransitions = [
  { from: "drafted", event: "submit", to: "submitted", label: "申报", who: "village, or whoever applies" },
  { from: "returned", event: "submit", to: "submitted", label: "重新申报", who: "village, or whoever applies" },
  { from: "submitted", event: "check", to: "checked", label: "镇级审核", who: "town, another person" },
  { from: "submitted", event: "return", to: "returned", label: "退回补正", who: "town" },
  { from: "checked", event: "return", to: "returned", label: "退回补正", who: "county" },
  { from: "submitted", event: "reject", to: "rejected", label: "不予受理", who: "town" },
  { from: "checked", event: "reject", to: "rejected", label: "不予入库", who: "county" },
  { from: "checked", event: "reserve", to: "reserved", label: "入库储备", who: "county, another person" },
  { from: "reserved", event: "approve", to: "approved", label: "批复", who: "county, another person" },
  { from: "reserved", event: "remove", to: "removed", label: "移出项目库", who: "county" },
  { from: "approved", event: "start", to: "under_way", label: "开工实施", who: "village, or whoever carries it out" },
  { from: "approved", event: "remove", to: "removed", label: "移出项目库", who: "county, before any money" },
  { from: "under_way", event: "accept", to: "accepted", label: "验收", who: "town or county, another person" },
  { from: "accepted", event: "announce", to: "announced", label: "公示", who: "county, another person" },
] as const satisfies readonly Transition<LibraryProjectState, string>[];

export type LibraryProjectEvent = (typeof libraryProjectTransitions)[number]["event"];

/** In the library: what the public page and the county's list show. */
export const publicLibraryStates = [
  "reserved",
  "approved",
  "under_way",
  "accepted",
  "announced",
] as const satisfies readonly LibraryProjectState[];

/** Only these may receive earmarked or public money. */
export const payableLibraryStates = ["approved", "under_way"] as const satisfies readonly LibraryProjectState[];

/** The applicant may still change it. */
export const editableLibraryStates = ["drafted", "returned"] as const satisfies readonly LibraryProjectState[];

export const libraryFileKinds = ["quote", "photo", "acceptance"] as const;
export type LibraryFileKind = (typeof libraryFileKinds)[number];

export const projectApplicantRoles = [
  "village_officer",
  "town_verifier",
  "county_verifier",
] as const satisfies readonly StaffRole[];
export const projectCheckerRoles = ["town_verifier", "county_verifier"] as const satisfies readonly StaffRole[];
export const projectCountyRoles = ["county_verifier"] as const satisfies readonly StaffRole[];
export const projectReaderRoles = [
  ...projectApplicantRoles,
  "supervisor",
  "auditor",
] as const satisfies readonly StaffRole[];

const rolesOf: Readonly<Record<LibraryProjectEvent, readonly StaffRole[]>> = {
  submit: projectApplicantRoles,
  check: projectCheckerRoles,
  return: projectCheckerRoles,
  reject: projectCheckerRoles,
  reserve: projectCountyRoles,
  approve: projectCountyRoles,
  remove: projectCountyRoles,
  start: projectApplicantRoles,
  accept: projectCheckerRoles,
  announce: projectCountyRoles,
};

/** Who has taken which step so far; the two-person rules are about these. */
export type ProjectPeople = {
  appliedBy: string;
  checkedBy: string | null;
  reservedBy: string | null;
  approvedBy: string | null;
  acceptedBy: string | null;
};

/** The steps before which must have been another person's (A12). */
function takenBefore(event: LibraryProjectEvent, people: ProjectPeople): (string | null)[] {
  if (event === "check") return [people.appliedBy];
  if (event === "reserve") return [people.appliedBy, people.checkedBy];
  if (event === "approve") return [people.appliedBy, people.reservedBy];
  if (event === "accept") return [people.appliedBy, people.approvedBy];
  if (event === "announce") return [people.acceptedBy];
  return [];
}

/** Whether the actor's post allows the step at all. What the county has checked, only the county returns or refuses. */
export function mayTakeStep(
  actor: Actor,
  project: { regionCode: string; state: LibraryProjectState },
  event: LibraryProjectEvent,
): boolean {
  const isCountys = project.state === "checked" && (event === "return" || event === "reject");
  return hasRoleFor(actor, isCountys ? projectCountyRoles : rolesOf[event], project.regionCode);
}

/** Whether it would be the same person for two steps that two must take. */
export function isSamePerson(actor: Actor, people: ProjectPeople, event: LibraryProjectEvent): boolean {
  return actor.kind === "user" && takenBefore(event, people).includes(actor.userId);
}

/** The events open to this actor in the project's state. */
export function stepsOf(
  actor: Actor,
  project: ProjectPeople & { regionCode: string; state: LibraryProjectState },
): LibraryProjectEvent[] {
  return libraryProjectTransitions
    .filter(({ from }) => from === project.state)
    .map(({ event }) => event)
    .filter((event) => mayTakeStep(actor, project, event) && !isSamePerson(actor, project, event));
}

export function canApplyFor(actor: Actor, regionCode: string): boolean {
  return hasRoleFor(actor, projectApplicantRoles, regionCode);
}

/** What a line of a budget costs: whole units at a price, in fen. */
export function lineFen(line: { quantity: number; unitPriceFen: Fen }): Fen {
  return BigInt(line.quantity) * line.unitPriceFen;
}

export function totalOf(lines: readonly { quantity: number; unitPriceFen: Fen }[]): Fen {
  return lines.reduce((sum, line) => sum + lineFen(line), 0n);
}

/** What the approved budget still leaves to promise; never below nothing. */
export function budgetRoomFen(project: { approvedFen: Fen; spentFen: Fen; proposedFen: Fen }): Fen {
  const left = project.approvedFen - project.spentFen - project.proposedFen;
  return left > 0n ? left : 0n;
}
