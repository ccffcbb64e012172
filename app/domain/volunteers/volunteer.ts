/**
 * Volunteering (S75, S77): an organization posts a project with shifts and seats; people with a real-name register entry sign up;
 * hours are checked in and out and confirmed by the organization, so that a certificate of hours says only what happened (L15).
 */
import type { Transition } from "../transitions.ts";

export const volunteerProjectStates = ["drafted", "published", "closed"] as const;
export type VolunteerProjectState = (typeof volunteerProjectStates)[number];

export const volunteerProjectTransitions = [
  { from: "drafted", event: "publish", to: "published", label: "发布", who: "organization" },
  { from: "published", event: "close", to: "closed", label: "结束", who: "organization" },
] as const satisfies readonly Transition<VolunteerProjectState, string>[];

/** 义剪、义修、义教、义诊 and what else the plans name. */
export const volunteerServiceTypes = ["haircut", "repair", "teaching", "clinic", "visit", "building", "other"] as const;
export type VolunteerServiceType = (typeof volunteerServiceTypes)[number];

export const signupStates = [
  "waiting",
  "offered",
  "applied",
  "accepted",
  "checked_in",
  "checked_out",
  "hours_confirmed",
  "declined",
  "cancelled",
  "no_show",
  "lapsed",
] as const;
export type SignupState = (typeof signupStates)[number];

/**
 * The waiting list of a full shift: who gives a seat back hands it to the first in line, who holds it for a stated time while deciding. An
 * offer nobody takes goes on to the next; a list nobody needs any more ends with the shift's beginning.
 */
export const signupTransitions = [
  { from: "waiting", event: "offer", to: "offered", label: "递补名额", who: "system" },
  { from: "waiting", event: "cancel", to: "cancelled", label: "取消", who: "volunteer" },
  { from: "waiting", event: "lapse", to: "lapsed", label: "候补结束", who: "system" },
  { from: "offered", event: "take", to: "applied", label: "接受名额", who: "volunteer" },
  { from: "offered", event: "cancel", to: "cancelled", label: "取消", who: "volunteer" },
  { from: "offered", event: "lapse", to: "lapsed", label: "名额过时", who: "system" },
  { from: "applied", event: "accept", to: "accepted", label: "接受报名", who: "organization" },
  { from: "applied", event: "decline", to: "declined", label: "婉拒", who: "organization" },
  { from: "applied", event: "cancel", to: "cancelled", label: "取消", who: "volunteer" },
  { from: "accepted", event: "cancel", to: "cancelled", label: "取消", who: "volunteer" },
  { from: "accepted", event: "check_in", to: "checked_in", label: "签到", who: "organization" },
  { from: "accepted", event: "mark_no_show", to: "no_show", label: "未到", who: "organization" },
  { from: "checked_in", event: "check_out", to: "checked_out", label: "签退", who: "organization" },
  { from: "checked_out", event: "confirm_hours", to: "hours_confirmed", label: "确认时长", who: "organization" },
] as const satisfies readonly Transition<SignupState, string>[];

/** Sign-ups that hold a seat. */
export const seatHoldingStates = [
  "offered",
  "applied",
  "accepted",
  "checked_in",
  "checked_out",
  "hours_confirmed",
] as const;

/** A seat with this state may be given up before the shift begins, by the volunteer. */
export const cancellableStates = [
  "waiting",
  "offered",
  "applied",
  "accepted",
] as const satisfies readonly SignupState[];
