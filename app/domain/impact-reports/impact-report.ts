/**
 * 帮扶成效: what was done with the help, planned against spent, with photos and the village's confirmation. Written by the village
 * officer, published by the county; the helpers hear of it once (Q7, U14, S115).
 */
import type { Transition } from "../transitions.ts";

export const impactReportStates = ["drafted", "submitted", "published", "returned", "withdrawn"] as const;
/** How far it is (interim), or all that came of it (full): only the full one of a fulfilled need ends its reports (L16). */
export const impactReportKinds = ["interim", "full"] as const;
export type ImpactReportKind = (typeof impactReportKinds)[number];

export type ImpactReportState = (typeof impactReportStates)[number];

export const impactReportTransitions = [
  { from: "drafted", event: "submit", to: "submitted", label: "提交", who: "village officer" },
  { from: "returned", event: "submit", to: "submitted", label: "修改后提交", who: "village officer" },
  { from: "submitted", event: "publish", to: "published", label: "发布", who: "county verifier" },
  { from: "submitted", event: "return", to: "returned", label: "退回", who: "county verifier" },
  { from: "drafted", event: "withdraw", to: "withdrawn", label: "撤回", who: "village officer" },
  { from: "returned", event: "withdraw", to: "withdrawn", label: "撤回", who: "village officer" },
  { from: "published", event: "withdraw", to: "withdrawn", label: "撤下", who: "county verifier" },
] as const satisfies readonly Transition<ImpactReportState, string>[];

/** What an officer can write now: an open need is not over, so its report cannot be the full one. */
export function offeredReportKinds(needState: string): readonly ImpactReportKind[] {
  return needState === "fulfilled" ? ["full", "interim"] : ["interim"];
}

/** Days a report may take, rules of the place (L16): while money is held, and after all of it is paid out. */
export const reportEveryDaysKey = "report.everyDays";
export const reportFullWithinDaysKey = "report.fullWithinDays";
