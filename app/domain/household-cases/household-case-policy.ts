/**
 * Who takes which step of a file 村 → 镇 → 县 (→ 市) (S31). Two-person rules (F13): who registered a household does not review it, who
 * reviewed it does not approve it, who proposed a correction does not decide it, and an exit is inspected by neither the responsible person
 * nor the proposer. PostgreSQL refuses each as well; scope is asked again inside every query.
 */
import { type Actor, actorUserId, hasRoleFor, type StaffRole } from "../actor.ts";
import { type HouseholdState, standingHouseholdStates } from "../households/household.ts";

export const householdSteps = [
  "review",
  "notice",
  "sign",
  "approve",
  "return",
  "reject",
  "propose_exit",
  "notice_exit",
  "exit",
  "stop_exit",
  "propose_removal",
  "propose_inclusion",
  "decide_correction",
  "apply_reentry",
  "review_reentry",
  "approve_reentry",
  "refuse_reentry",
] as const;
export type HouseholdStep = (typeof householdSteps)[number];

const town = ["town_verifier"] as const satisfies readonly StaffRole[];
const county = ["county_verifier"] as const satisfies readonly StaffRole[];
const signers = ["village_officer", "town_verifier", "county_verifier"] as const satisfies readonly StaffRole[];

/** From which states a step starts, and whose it is. `city`: the county's role, held for a whole city (S20). */
const rules: Readonly<
  Record<HouseholdStep, { roles: readonly StaffRole[]; states: readonly HouseholdState[]; level?: "city" }>
> = {
  review: { roles: town, states: ["applied"] },
  notice: { roles: town, states: ["reviewed"] },
  sign: { roles: signers, states: ["noticed", ...standingHouseholdStates] },
  approve: { roles: county, states: ["signed"] },
  return: { roles: county, states: ["noticed", "signed"] },
  reject: { roles: county, states: ["noticed", "signed"] },
  propose_exit: { roles: town, states: ["active"] },
  notice_exit: { roles: town, states: ["exit_proposed"] },
  exit: { roles: county, states: ["exit_noticed"] },
  stop_exit: { roles: county, states: ["exit_proposed", "exit_noticed"] },
  propose_removal: { roles: town, states: ["active", "exited"] },
  propose_inclusion: { roles: town, states: ["exited", "closed", "removed", "rejected"] },
  decide_correction: { roles: county, states: ["active", "exited", "closed", "removed", "rejected"] },
  apply_reentry: { roles: town, states: ["exited", "closed"] },
  review_reentry: { roles: county, states: ["reentry_applied"] },
  approve_reentry: { roles: county, states: ["reentry_reviewed"], level: "city" },
  refuse_reentry: { roles: county, states: ["reentry_applied", "reentry_reviewed"] },
};

/** While a file is the town's, the town sends it back or refuses it; afterwards the county. */
const townsTurn: Readonly<Partial<Record<HouseholdStep, readonly HouseholdState[]>>> = {
  return: ["reviewed"],
  reject: ["applied", "reviewed"],
};

/** The roles that take a step from a state; none where the step does not start there. */
export function rolesOfStep(step: HouseholdStep, state: HouseholdState): readonly StaffRole[] {
  if (townsTurn[step]?.includes(state)) return town;
  return rules[step].states.includes(state) ? rules[step].roles : [];
}

/** Whether the actor's post takes the step on a file of this place and state. */
export function hasStep(actor: Actor, step: HouseholdStep, file: { regionCode: string; state: HouseholdState }) {
  const roles = rolesOfStep(step, file.state);
  if (roles.length === 0 || !hasRoleFor(actor, roles, file.regionCode)) return false;
  const isForCity = rules[step].level === "city" || (step === "refuse_reentry" && file.state === "reentry_reviewed");
  return !isForCity || isOfCity(actor, file.regionCode);
}

/** 地级市: the post covers the whole city, not one county of it. */
function isOfCity(actor: Actor, regionCode: string): boolean {
  return (
    actor.kind === "user" &&
    actor.grants.some(
      (grant) =>
        grant.role === "county_verifier" && grant.regionCode.length <= 4 && regionCode.startsWith(grant.regionCode),
    )
  );
}

export function isPerson(actor: Actor, ...userIds: (string | null)[]): boolean {
  const me = actorUserId(actor);
  return me !== null && userIds.includes(me);
}

/** All roles that ever take a step: who may enter the pages of steps at all. */
export const stepRoles = signers;
