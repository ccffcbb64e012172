/**
 * What the public sees of a need: only once published, and for a household's need only while its consent to masked publication stands
 * (L17, L29). "Open", "met" and "reported" are all a visitor needs to know of the states.
 */
import type { Fen } from "../money.ts";
import { type NeedCategory, type NeedState, type NeedType, publicNeedStates } from "./need.ts";

export const needStatuses = ["open", "fulfilled", "reported"] as const;
export type NeedStatus = (typeof needStatuses)[number];

/** Wished for within 30 days: the one urgency a visitor filters by. Counted by day, so the index looks again every night. */
export const needUrgencies = ["soon"] as const;
export type NeedUrgency = (typeof needUrgencies)[number];

export type PublicNeedState = (typeof publicNeedStates)[number];

export function isPublicNeedState(state: NeedState): state is PublicNeedState {
  return publicNeedStates.some((publicState) => publicState === state);
}

/** What a visitor can still do: help (open), wait for the report (fulfilled), read it (reported). */
export function statusOf(state: PublicNeedState): NeedStatus {
  if (state === "published") return "open";
  return state === "fulfilled" ? "fulfilled" : "reported";
}

/** What a card shows of a need: whitelisted, no names of people. */
export type NeedCardData = {
  publicCode: string;
  title: string;
  type: NeedType;
  category: NeedCategory;
  status: NeedStatus;
  regionCode: string;
  villageName: string;
  townName: string | null;
  isHousehold: boolean;
  /** Null where no money is asked for. */
  goalFen: Fen | null;
  fundedFen: Fen;
  donationCount: number;
  /** Null where nothing is asked for by quantity; the unit is null where items differ in it. */
  quantities: { asked: number; promised: number; unit: string | null } | null;
  neededBy: string | null;
  /** The day the need was last compared with the register (S45). */
  registerVerifiedOn: string | null;
  photo: PublicPhoto | null;
  /** Its next report has not come in time (U13). */
  isReportLate: boolean;
};

export type PublicPhoto = { fileId: string; alternativeText: string };
