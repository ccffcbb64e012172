/**
 * The ways off the file and back: exit after an inspection (S16, S18), correction of who is wrongly on it or off it (S14), and re-entry of
 * who has fallen back (S20). Each is a record of its own beside the state of the file.
 */
export const exitStates = ["proposed", "accepted", "stopped"] as const;
export type ExitState = (typeof exitStates)[number];

export const correctionKinds = ["removal", "inclusion"] as const;
export type CorrectionKind = (typeof correctionKinds)[number];
export const correctionStates = ["proposed", "approved", "refused"] as const;

export const reentryStates = ["applied", "reviewed", "approved", "refused"] as const;

/** The first day of the plan year after the one in which a re-entry was approved (S20). */
export function nextPlanYear(today: string): string {
  return `${Number(today.slice(0, 4)) + 1}-01-01`;
}
