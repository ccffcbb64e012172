/**
 * How a need may be published (L2-L6): for public fundraising only with a verified charity that holds a valid 公开募捐资格 and a filed plan
 * of its own that is valid that day, and that owes no overdue disclosure. Anything less is intent-only: people may pledge, nobody pays online.
 */
import type { PublicationMode } from "../needs/need.ts";

export const intentOnlyReasons = [
  "no_money_asked",
  "no_charity",
  "not_a_charity",
  "charity_not_verified",
  "qualification_missing",
  "qualification_expired",
  "no_filing",
  "filing_of_another_charity",
  "filing_not_yet_valid",
  "filing_expired",
  "disclosure_overdue",
  "annual_report_overdue",
] as const;
export type IntentOnlyReason = (typeof intentOnlyReasons)[number];

export type OverdueReason = Extract<IntentOnlyReason, "disclosure_overdue" | "annual_report_overdue">;

export type ModeQuestion = {
  /** Whether the need has a goal in money. */
  asksForMoney: boolean;
  charity: {
    id: string;
    kind: string;
    state: string;
    qualificationNumber: string | null;
    qualificationValidTo: string | null;
  } | null;
  filing: { charityId: string; validFrom: string; validTo: string } | null;
  /** Disclosures the charity owes and has missed (D11, L16, L26): until it has made up for them it opens nothing new. */
  overdue?: readonly OverdueReason[];
  /** `YYYY-MM-DD`, China. Both ends of a validity count. */
  today: string;
};

export type ModeDecision = {
  readonly mode: Extract<PublicationMode, "public" | "intent_only">;
  readonly reasons: readonly IntentOnlyReason[];
};

/** The mode the law allows, and every reason why it is not public. */
export function publicationModeOf(question: ModeQuestion): ModeDecision {
  const reasons = reasonsAgainstPublic(question);
  return { mode: reasons.length === 0 ? "public" : "intent_only", reasons };
}

function reasonsAgainstPublic({
  asksForMoney,
  charity,
  filing,
  overdue = [],
  today,
}: ModeQuestion): IntentOnlyReason[] {
  if (!asksForMoney) return ["no_money_asked"];
  if (charity === null) return ["no_charity"];
  const reasons: IntentOnlyReason[] = [...overdue];
  if (charity.kind !== "charity") reasons.push("not_a_charity");
  if (charity.state !== "verified") reasons.push("charity_not_verified");
  if (charity.qualificationNumber === null || charity.qualificationValidTo === null) {
    reasons.push("qualification_missing");
  } else if (charity.qualificationValidTo < today) {
    reasons.push("qualification_expired");
  }
  if (filing === null) return [...reasons, "no_filing"];
  if (filing.charityId !== charity.id) reasons.push("filing_of_another_charity");
  if (filing.validFrom > today) reasons.push("filing_not_yet_valid");
  if (filing.validTo < today) reasons.push("filing_expired");
  return reasons;
}
