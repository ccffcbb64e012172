/**
 * 结对认亲: a lasting tie between a helper and a household or village. It starts with an intent, goes through an identity check and the
 * other side's consent, is agreed, and lasts until it ends or is handed over (S39). Kinds are data (`pairing-kinds.ts`): they say who takes which step.
 */
import type { Transition } from "../transitions.ts";

export const pairingStates = [
  "proposed",
  "identity_checked",
  "consented",
  "agreed",
  "active",
  "ended",
  "handed_over",
  "declined",
  "expired",
  "withdrawn",
] as const;
export type PairingState = (typeof pairingStates)[number];

export const pairingTransitions = [
  {
    from: "proposed",
    event: "check_identity",
    to: "identity_checked",
    label: "身份核验",
    who: "checkers of the kind",
  },
  { from: "proposed", event: "decline", to: "declined", label: "不同意", who: "consenters of the kind" },
  { from: "proposed", event: "withdraw", to: "withdrawn", label: "撤回", who: "helper" },
  { from: "identity_checked", event: "consent", to: "consented", label: "村户同意", who: "consenters of the kind" },
  { from: "identity_checked", event: "decline", to: "declined", label: "不同意", who: "consenters of the kind" },
  { from: "identity_checked", event: "withdraw", to: "withdrawn", label: "撤回", who: "helper" },
  { from: "consented", event: "agree", to: "agreed", label: "签订协议", who: "helper" },
  { from: "consented", event: "withdraw", to: "withdrawn", label: "撤回", who: "helper" },
  { from: "agreed", event: "activate", to: "active", label: "开始结对", who: "keepers of the kind" },
  { from: "active", event: "review", to: "active", label: "年度评议", who: "keepers of the kind" },
  { from: "agreed", event: "end", to: "ended", label: "结束", who: "keepers of the kind" },
  { from: "active", event: "end", to: "ended", label: "结束", who: "keepers of the kind" },
  { from: "active", event: "hand_over", to: "handed_over", label: "移交", who: "keepers of the kind" },
  { from: "proposed", event: "take_over", to: "active", label: "接手", who: "keepers of the kind" },
  { from: "proposed", event: "expire", to: "expired", label: "过期", who: "system" },
] as const satisfies readonly Transition<PairingState, string>[];
export type PairingEvent = (typeof pairingTransitions)[number]["event"];

/** States in which a pairing occupies its target. */
export const livePairingStates = ["proposed", "identity_checked", "consented", "agreed", "active"] as const;

/** How long a tie may be promised for, in years; a longer one is renewed. */
export const pairingYears = ["1", "2", "3"] as const;

/** The way of a pairing when all goes well, for showing what is done and what comes next (U18). */
export const pairingWay = ["proposed", "identity_checked", "consented", "agreed", "active"] as const;
