/**
 * 投诉举报 (S121, L18, L25): anyone tells what is wrong, without a name if they like, and follows it by a code. The answer is due within the
 * place's working days (5 where no place says otherwise: MZ/T 088-2017). Whoever a complaint is about does not see it. A serious one freezes
 * the money it touches until another person lifts the freeze with a reason, and two people close it. What the public sees are figures only.
 */
import type { Transition } from "../transitions.ts";

export const complaintStates = ["received", "accepted", "investigating", "answered", "closed", "transferred"] as const;
export type ComplaintState = (typeof complaintStates)[number];

export const complaintTransitions = [
  { from: "received", event: "accept", to: "accepted", label: "受理", who: "handler" },
  { from: "accepted", event: "investigate", to: "investigating", label: "开始核查", who: "handler" },
  { from: "accepted", event: "answer", to: "answered", label: "答复", who: "handler" },
  { from: "investigating", event: "answer", to: "answered", label: "答复", who: "handler" },
  { from: "received", event: "transfer", to: "transferred", label: "移送有关部门", who: "handler" },
  { from: "accepted", event: "transfer", to: "transferred", label: "移送有关部门", who: "handler" },
  { from: "investigating", event: "transfer", to: "transferred", label: "移送有关部门", who: "handler" },
  { from: "answered", event: "reopen", to: "investigating", label: "重新核查", who: "handler" },
  { from: "transferred", event: "answer", to: "answered", label: "转告处理结果", who: "handler" },
  { from: "answered", event: "close", to: "closed", label: "结案", who: "handler; of a serious one another person" },
] as const satisfies readonly Transition<ComplaintState, string>[];
export type ComplaintEvent = (typeof complaintTransitions)[number]["event"];

/** Steps that carry nothing but themselves. */
export const plainComplaintSteps = [
  "accept",
  "investigate",
  "reopen",
  "close",
] as const satisfies readonly ComplaintEvent[];
export type PlainComplaintStep = (typeof plainComplaintSteps)[number];

/** States in which somebody still waits for the first word: the reply clock runs. */
export const unansweredStates = ["received", "accepted", "investigating"] as const satisfies readonly ComplaintState[];
/** States in which something is left to do. */
export const openComplaintStates = [
  ...unansweredStates,
  "answered",
  "transferred",
] as const satisfies readonly ComplaintState[];

export const complaintKinds = ["false_need", "money", "privacy", "staff_conduct", "fundraising", "other"] as const;
export type ComplaintKind = (typeof complaintKinds)[number];

export const complaintOutcomes = ["upheld", "partly_upheld", "not_upheld"] as const;
export type ComplaintOutcome = (typeof complaintOutcomes)[number];

/** The place's rule for the reply clock, and what holds where no place has one. */
export const replyRuleKey = "complaint.replyWorkingDays";
export const standardReply = { workingDays: 5, source: "MZ/T 088-2017" } as const;

/** Lists of staff: what is late comes first. */
export const complaintQueues = ["overdue", "waiting", "frozen", "answered", "all"] as const;
export type ComplaintQueue = (typeof complaintQueues)[number];

type Clocked = { readonly state: ComplaintState; readonly dueOn: string };

/** Whether the day for the answer has passed without one. `today` is a day in China. */
export function isOverdue({ state, dueOn }: Clocked, today: string): boolean {
  return unansweredStates.some((one) => one === state) && today > dueOn;
}

/** What the person is mailed about, where an address was left. */
export const mailedComplaintStates = [
  "received",
  "answered",
  "transferred",
] as const satisfies readonly ComplaintState[];
