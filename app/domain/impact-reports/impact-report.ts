/**
 * 帮扶成效: what was done with the help, planned against spent, with photos and the village's confirmation. Written by the village
 * officer, published by the county; the helpers hear of it once (Q7, U14, S115).
 */
import type { Transition } from "../transitions.ts";

export const impactReportStates = ["drafted", "submitted", "published", "returned", "withdrawn"] as const;
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
