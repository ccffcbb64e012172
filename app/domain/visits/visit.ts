/**
 * A visit of a household or a village by a member of staff (入户走访, S27). The phone gives it its id, so that whatever is sent again is
 * one row (D8). Nothing is ever rewritten: who made a mistake adds a visit that names the one it corrects. What cannot count at once,
 * because the file was closed meanwhile or two people corrected the same visit, is kept all the same and decided by somebody else (U35).
 */
import type { Transition } from "../transitions.ts";

/** On the phone a visit is a draft, waits, or came back; the server has it (sent), or has it whole with every photo (confirmed). */
export const visitStates = ["draft", "waiting", "sent", "confirmed", "returned"] as const;
export type VisitState = (typeof visitStates)[number];

export const visitTransitions = [
  { from: "draft", event: "finish", to: "waiting", label: "写好", who: "visitor" },
  { from: "waiting", event: "send", to: "sent", label: "上传", who: "phone" },
  { from: "waiting", event: "send_whole", to: "confirmed", label: "上传", who: "phone" },
  { from: "sent", event: "confirm", to: "confirmed", label: "照片到齐", who: "server" },
  { from: "waiting", event: "return", to: "returned", label: "退回", who: "server" },
  { from: "returned", event: "reopen", to: "draft", label: "修改", who: "visitor" },
] as const satisfies readonly Transition<VisitState, string>[];

/** Coarse on purpose: no position is taken. */
export const visitPlaces = ["home", "field", "village_office", "phone"] as const;
export type VisitPlace = (typeof visitPlaces)[number];

export const visitPartners = ["head", "family", "neighbour", "village_staff", "nobody"] as const;
export type VisitPartner = (typeof visitPartners)[number];

/** 两不愁三保障 with drinking water: what the visitor looked at. */
export const assurances = ["food", "clothing", "schooling", "medical_care", "housing", "drinking_water"] as const;
export type Assurance = (typeof assurances)[number];

export const visitSources = ["online", "phone", "paper"] as const;
export type VisitSource = (typeof visitSources)[number];

/** Why a visit that arrived does not count until somebody else has looked at it. */
export const visitConflicts = ["household_ended", "corrected_meanwhile"] as const;
export type VisitConflict = (typeof visitConflicts)[number];

export const visitDecisions = ["counted", "set_aside"] as const;
export type VisitDecision = (typeof visitDecisions)[number];

export const largestVisitPhotoCount = 6;
/** What the phone makes of a picture before it is sent (U36). */
export const sentPhotoLimits = { sizeBytes: 300 * 1024, sidePixels: 1600, chunkBytes: 32 * 1024 } as const;
/** A visit is told within a year: on paper it may wait for a while. */
export const longestVisitAgeDays = 366;

/** How far a visit is that the server has. */
export function arrivedState(visit: { photoCount: number; storedPhotoCount: number }): "sent" | "confirmed" {
  return visit.storedPhotoCount >= visit.photoCount ? "confirmed" : "sent";
}

/** Keys of the rules a place sets for its visits (`jurisdiction_settings`). */
export const visitRules = {
  /** No household stays longer without a visit (S12, S73). */
  maxIdleDays: "visit.maxIdleDays",
  /** 每个月至少要有5个工作日用于扶贫 (S28). */
  minDaysPerMonth: "visit.minDaysPerMonth",
} as const;

/** Whole percent of an official's households that the official visited (S28), rounded down; null where there are none. */
export function coveragePercent(row: { householdCount: number; visitedCount: number }): number | null {
  return row.householdCount === 0 ? null : Math.floor((100 * row.visitedCount) / row.householdCount);
}
