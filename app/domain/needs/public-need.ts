/**
 * What the public sees of a need: only once published, and for a household's need only while its consent to masked publication stands
 * (L17, L29). "Open", "met" and "reported" are all a visitor needs to know of the states.
 */
import { type NeedState, publicNeedStates } from "./need.ts";

export const needStatuses = ["open", "fulfilled", "reported"] as const;
export type NeedStatus = (typeof needStatuses)[number];

export type PublicNeedState = (typeof publicNeedStates)[number];

export function isPublicNeedState(state: NeedState): state is PublicNeedState {
  return publicNeedStates.some((publicState) => publicState === state);
}

/** What a visitor can still do: help (open), wait for the report (fulfilled), read it (reported). */
export function statusOf(state: PublicNeedState): NeedStatus {
  if (state === "published") return "open";
  return state === "fulfilled" ? "fulfilled" : "reported";
}
