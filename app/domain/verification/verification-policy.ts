/**
 * Who takes which step of the verification 村 → 镇 → 县 (S31). Two-person rules (F13): who wrote a need does not check it; who wrote or
 * checked it does not approve it, nor does who gave one of them their role: one person could be behind both. The database refuses all as well. Scope is asked again inside every query.
 */
import { type Actor, actorUserId, hasRoleFor, type StaffRole } from "../actor.ts";
import type { NeedState } from "../needs/need.ts";

/** The town checks against evidence and records the review meeting. */
export const checkerRoles = ["town_verifier"] as const satisfies readonly StaffRole[];

/** The county puts up, answers for, approves and resumes. */
export const approverRoles = ["county_verifier"] as const satisfies readonly StaffRole[];

/** 两代表一委员, each for the villages they are named for (S9). */
export const supervisorRoles = ["supervisor"] as const satisfies readonly StaffRole[];

/** Where a need stands before it is public: a supervisor may still object. */
export function isBeforeApproval(state: NeedState): boolean {
  return state === "submitted" || state === "checked" || state === "noticed";
}

/** Whoever stands at the household's door collects its signature. */
export const signatureRoles = [
  "village_officer",
  "town_verifier",
  "county_verifier",
] as const satisfies readonly StaffRole[];

type NeedCase = {
  readonly regionCode: string;
  readonly state: NeedState;
  readonly createdBy: string | null;
  readonly checkedBy: string | null;
  /** The actor gave its author or checker the role they act with (F13). */
  readonly isRoleGiver: boolean;
};

/** Who may send a need back or refuse it depends on where it stands: the town while it is theirs, then the county. */
export function returnerRoles(state: NeedState): readonly StaffRole[] {
  if (state === "submitted") return checkerRoles;
  if (state === "checked" || state === "noticed" || state === "suspended") return approverRoles;
  return [];
}

/** A need can be refused for good only before it was ever public. */
export function rejecterRoles(state: NeedState): readonly StaffRole[] {
  return state === "suspended" ? [] : returnerRoles(state);
}

function isPerson(actor: Actor, userId: string | null): boolean {
  return userId !== null && actorUserId(actor) === userId;
}

export function mayCheckAsSecondPerson(actor: Actor, need: Pick<NeedCase, "createdBy">): boolean {
  return !isPerson(actor, need.createdBy);
}

export function mayApproveAsSecondPerson(actor: Actor, need: Pick<NeedCase, "createdBy" | "checkedBy">): boolean {
  return !isPerson(actor, need.createdBy) && !isPerson(actor, need.checkedBy);
}

export type VerificationSteps = {
  meeting: boolean;
  check: boolean;
  return: boolean;
  reject: boolean;
  notice: boolean;
  signature: boolean;
  publish: boolean;
  resume: boolean;
};

export type VerificationStep = keyof VerificationSteps;

/**
 * The steps that are this actor's on this need now, and those that would be if they had not written or checked it themselves: the page
 * then says that somebody else must do it. Commands ask again.
 */
export function stepsFor(
  actor: Actor,
  need: NeedCase,
): { steps: VerificationSteps; forSecondPerson: VerificationStep[] } {
  const has = (roles: readonly StaffRole[]) => roles.length > 0 && hasRoleFor(actor, roles, need.regionCode);
  const isAt = (state: NeedState) => need.state === state;
  const byRole: VerificationSteps = {
    meeting: isAt("submitted") && has(checkerRoles),
    check: isAt("submitted") && has(checkerRoles),
    return: has(returnerRoles(need.state)),
    reject: has(rejecterRoles(need.state)),
    notice: isAt("checked") && has(approverRoles),
    signature: isAt("noticed") && has(signatureRoles),
    publish: isAt("noticed") && has(approverRoles),
    resume: isAt("suspended") && has(approverRoles),
  };
  const steps: VerificationSteps = {
    ...byRole,
    check: byRole.check && mayCheckAsSecondPerson(actor, need),
    publish: byRole.publish && mayApproveAsSecondPerson(actor, need) && !need.isRoleGiver,
    resume: byRole.resume && mayApproveAsSecondPerson(actor, need) && !need.isRoleGiver,
  };
  const personal = ["check", "publish", "resume"] as const;
  return { steps, forSecondPerson: personal.filter((step) => byRole[step] && !steps[step]) };
}
