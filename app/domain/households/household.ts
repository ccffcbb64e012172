/**
 * One file per household (一户一档, S3): who lives there, why they are on file, what they can do, who is responsible.
 * The file is private. The public sees a random code, the village, and masked facts, and only while a consent stands (L17, L29).
 * State goes up the levels only and never skips one (S5): applied → reviewed → noticed → signed → approved → active. An exit has its own
 * notice and inspector (S16), and help goes on until a day (S18). Who was wrongly put on or left off is corrected by two people (S14); who
 * falls back comes in again through three levels (S20). PostgreSQL holds the same table (`db/functions/045-household-steps.sql`).
 * What came from another register's file is `imported` (S2): nobody has signed for it here, so it waits before the first of these states.
 */
import type { Transition } from "../transitions.ts";

export const householdStates = [
  "imported",
  "applied",
  "reviewed",
  "noticed",
  "signed",
  "approved",
  "active",
  "exit_proposed",
  "exit_noticed",
  "exited",
  "closed",
  "withdrawn",
  "rejected",
  "removed",
  "reentry_applied",
  "reentry_reviewed",
] as const;
export type HouseholdState = (typeof householdStates)[number];

export const householdTransitions = [
  { from: "imported", event: "adopt", to: "applied", label: "补签建档", who: "village officer" },
  { from: "applied", event: "review", to: "reviewed", label: "民主评议", who: "town verifier" },
  { from: "reviewed", event: "notice", to: "noticed", label: "公示", who: "town verifier" },
  { from: "noticed", event: "sign", to: "signed", label: "逐户签字", who: "village officer" },
  { from: "signed", event: "approve", to: "approved", label: "审批", who: "county verifier" },
  { from: "approved", event: "activate", to: "active", label: "建档", who: "system" },
  { from: "reviewed", event: "return", to: "applied", label: "退回", who: "town verifier" },
  { from: "noticed", event: "return", to: "applied", label: "退回", who: "county verifier" },
  { from: "signed", event: "return", to: "applied", label: "退回", who: "county verifier" },
  { from: "applied", event: "reject", to: "rejected", label: "不予纳入", who: "town verifier" },
  { from: "reviewed", event: "reject", to: "rejected", label: "不予纳入", who: "town verifier" },
  { from: "noticed", event: "reject", to: "rejected", label: "不予纳入", who: "county verifier" },
  { from: "signed", event: "reject", to: "rejected", label: "不予纳入", who: "county verifier" },
  { from: "imported", event: "withdraw", to: "withdrawn", label: "撤回申请", who: "household" },
  { from: "applied", event: "withdraw", to: "withdrawn", label: "撤回申请", who: "household" },
  { from: "reviewed", event: "withdraw", to: "withdrawn", label: "撤回申请", who: "household" },
  { from: "noticed", event: "withdraw", to: "withdrawn", label: "撤回申请", who: "household" },
  { from: "signed", event: "withdraw", to: "withdrawn", label: "撤回申请", who: "household" },
  { from: "active", event: "propose_exit", to: "exit_proposed", label: "提出退出", who: "town verifier" },
  { from: "exit_proposed", event: "notice_exit", to: "exit_noticed", label: "退出公示", who: "town verifier" },
  { from: "exit_noticed", event: "exit", to: "exited", label: "退出验收", who: "county verifier" },
  { from: "exit_proposed", event: "stop_exit", to: "active", label: "终止退出", who: "county verifier" },
  { from: "exit_noticed", event: "stop_exit", to: "active", label: "终止退出", who: "county verifier" },
  { from: "exited", event: "close", to: "closed", label: "结案", who: "system" },
  { from: "active", event: "remove", to: "removed", label: "剔除", who: "county verifier" },
  { from: "exited", event: "remove", to: "removed", label: "剔除", who: "county verifier" },
  { from: "exited", event: "include", to: "active", label: "补录", who: "county verifier" },
  { from: "closed", event: "include", to: "active", label: "补录", who: "county verifier" },
  { from: "removed", event: "include", to: "active", label: "补录", who: "county verifier" },
  { from: "rejected", event: "include", to: "applied", label: "补录", who: "county verifier" },
  { from: "exited", event: "apply_reentry", to: "reentry_applied", label: "申请重新纳入", who: "town verifier" },
  { from: "closed", event: "apply_reentry", to: "reentry_applied", label: "申请重新纳入", who: "town verifier" },
  {
    from: "reentry_applied",
    event: "review_reentry",
    to: "reentry_reviewed",
    label: "县级审核",
    who: "county verifier",
  },
  { from: "reentry_reviewed", event: "approve_reentry", to: "approved", label: "市级审定", who: "city verifier" },
  { from: "reentry_applied", event: "refuse_reentry", to: "exited", label: "不予重新纳入", who: "county verifier" },
  { from: "reentry_reviewed", event: "refuse_reentry", to: "exited", label: "不予重新纳入", who: "city verifier" },
] as const satisfies readonly Transition<HouseholdState, string>[];
export type HouseholdEvent = (typeof householdTransitions)[number]["event"];

/** What was decided on one version only: a change of the file in these states sends it back to the beginning (S8). */
export const undecidedHouseholdStates = ["reviewed", "noticed", "signed"] as const satisfies readonly HouseholdState[];

/** States in which the household is on file: only then may a need of it be published. Help after an exit is included (S18). */
export const standingHouseholdStates = [
  "active",
  "exit_proposed",
  "exit_noticed",
  "exited",
] as const satisfies readonly HouseholdState[];

/** Why a household is on file: programme and status from-to, because the programme of 2016 is not that of today. */
export const householdProgrammes = ["registered_poor", "monitoring"] as const;
export type HouseholdProgramme = (typeof householdProgrammes)[number];

/** Causes (致贫原因, S10): a controlled vocabulary that drives facets and matching. */
export const povertyCauses = [
  "illness",
  "disability",
  "schooling",
  "disaster",
  "lack_of_labour",
  "lack_of_skills",
  "lack_of_funds",
  "lack_of_water",
  "poor_transport",
  "old_age",
] as const;
export type PovertyCause = (typeof povertyCauses)[number];

export const labourAbilities = ["full", "partial", "none", "minor"] as const;
export type LabourAbility = (typeof labourAbilities)[number];

export const memberRelations = [
  "head",
  "spouse",
  "child",
  "parent",
  "grandchild",
  "grandparent",
  "sibling",
  "other",
] as const;
export type MemberRelation = (typeof memberRelations)[number];

export const consentPurposes = ["register", "publish_masked", "publish_photo", "pairing"] as const;
export type ConsentPurpose = (typeof consentPurposes)[number];

export const consentMethods = ["signature", "photo", "sms_code"] as const;
export type ConsentMethod = (typeof consentMethods)[number];
