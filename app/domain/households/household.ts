/**
 * One file per household (一户一档, S3): who lives there, why they are on file, what they can do, who is responsible.
 * The file is private. The public sees a random code, the village, and masked facts, and only while a consent stands (L17, L29).
 * State goes up the levels only and never skips one (S5): applied → reviewed → noticed → signed → approved → active.
 */
import type { Transition } from "../transitions.ts";

export const householdStates = [
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
] as const;
export type HouseholdState = (typeof householdStates)[number];

export const householdTransitions = [
  { from: "applied", event: "review", to: "reviewed", label: "民主评议", who: "village officer" },
  { from: "reviewed", event: "notice", to: "noticed", label: "公示", who: "town verifier" },
  { from: "noticed", event: "sign", to: "signed", label: "逐户签字", who: "village officer" },
  { from: "signed", event: "approve", to: "approved", label: "审批", who: "county verifier" },
  { from: "approved", event: "activate", to: "active", label: "建档", who: "county verifier" },
  { from: "active", event: "propose_exit", to: "exit_proposed", label: "提出退出", who: "town verifier" },
  { from: "exit_proposed", event: "notice_exit", to: "exit_noticed", label: "退出公示", who: "town verifier" },
  { from: "exit_noticed", event: "exit", to: "exited", label: "退出", who: "county verifier" },
  { from: "exited", event: "close", to: "closed", label: "结案", who: "county verifier" },
  { from: "applied", event: "withdraw", to: "withdrawn", label: "撤回申请", who: "household" },
  { from: "reviewed", event: "withdraw", to: "withdrawn", label: "撤回申请", who: "household" },
  { from: "noticed", event: "withdraw", to: "withdrawn", label: "撤回申请", who: "household" },
  { from: "signed", event: "withdraw", to: "withdrawn", label: "撤回申请", who: "household" },
] as const satisfies readonly Transition<HouseholdState, string>[];

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
