/**
 * A need is what a verified household or village asks for: money, goods, service, a job, sales, or a project (S36). Nobody sees it
 * before the chain village → town → county has run: the officer drafts, the town checks against evidence and a review-meeting record,
 * the county puts it up for notice, and only after the full notice days, a signature on exactly this version and the county's approval
 * is it published, masked. "Partly funded" is derived from amounts, never a state. A register change or a serious complaint suspends it.
 */
import type { Transition } from "../transitions.ts";

export const needStates = [
  "drafted",
  "submitted",
  "checked",
  "noticed",
  "published",
  "fulfilled",
  "reported",
  "closed",
  "returned",
  "rejected",
  "withdrawn",
  "suspended",
  "expired",
] as const;
export type NeedState = (typeof needStates)[number];

export const needTransitions = [
  { from: "drafted", event: "submit", to: "submitted", label: "提交审核", who: "village officer" },
  { from: "returned", event: "submit", to: "submitted", label: "修改后重新提交", who: "village officer" },
  { from: "submitted", event: "check", to: "checked", label: "镇级核实通过", who: "town verifier" },
  { from: "submitted", event: "return", to: "returned", label: "退回修改", who: "town verifier" },
  { from: "submitted", event: "reject", to: "rejected", label: "不予通过", who: "town verifier" },
  { from: "checked", event: "notice", to: "noticed", label: "开始公示", who: "county verifier" },
  { from: "checked", event: "return", to: "returned", label: "退回修改", who: "county verifier" },
  { from: "checked", event: "reject", to: "rejected", label: "不予通过", who: "county verifier" },
  { from: "noticed", event: "publish", to: "published", label: "批准发布", who: "county verifier" },
  { from: "noticed", event: "return", to: "returned", label: "退回修改", who: "county verifier" },
  { from: "noticed", event: "reject", to: "rejected", label: "不予通过", who: "county verifier" },
  { from: "published", event: "fulfil", to: "fulfilled", label: "已满足", who: "system" },
  { from: "fulfilled", event: "reopen", to: "published", label: "重新开放", who: "system" },
  { from: "fulfilled", event: "report", to: "reported", label: "成效已公布", who: "county verifier" },
  { from: "reported", event: "close", to: "closed", label: "结案", who: "county verifier" },
  { from: "published", event: "suspend", to: "suspended", label: "暂停", who: "county verifier" },
  { from: "suspended", event: "resume", to: "published", label: "核实后恢复", who: "county verifier" },
  { from: "suspended", event: "return", to: "returned", label: "退回重新核实", who: "county verifier" },
  { from: "published", event: "expire", to: "expired", label: "到期", who: "system" },
  { from: "drafted", event: "withdraw", to: "withdrawn", label: "撤回", who: "village officer" },
  { from: "submitted", event: "withdraw", to: "withdrawn", label: "撤回", who: "village officer" },
  { from: "returned", event: "withdraw", to: "withdrawn", label: "撤回", who: "village officer" },
  { from: "checked", event: "withdraw", to: "withdrawn", label: "撤回", who: "village officer" },
  { from: "noticed", event: "withdraw", to: "withdrawn", label: "撤回", who: "village officer" },
  { from: "published", event: "withdraw", to: "withdrawn", label: "撤回", who: "village officer" },
] as const satisfies readonly Transition<NeedState, string>[];
export type NeedEvent = (typeof needTransitions)[number]["event"];

/** States whose page anyone may see. */
export const publicNeedStates = [
  "published",
  "fulfilled",
  "reported",
  "closed",
] as const satisfies readonly NeedState[];

export const needTypes = ["money", "goods", "service", "job", "sales", "project"] as const;
export type NeedType = (typeof needTypes)[number];

export const needCategories = [
  "drinking_water",
  "housing",
  "education",
  "medical",
  "infrastructure",
  "industry",
  "employment",
  "daily_life",
  "elderly_care",
] as const;
export type NeedCategory = (typeof needCategories)[number];

/** By law (L3-L7): pledges only; targeted; or public, which needs a qualified charity and a filing. */
export const publicationModes = ["intent_only", "targeted", "public"] as const;
export type PublicationMode = (typeof publicationModes)[number];

/** Whether the need asks for money at all: only then has it a goal and a donate page. */
export function asksForMoney(type: NeedType): boolean {
  return type === "money" || type === "project";
}

/** Goods × quantity or hours: what pledges are made against. */
export function asksForQuantities(type: NeedType): boolean {
  return type === "goods" || type === "service" || type === "project";
}
