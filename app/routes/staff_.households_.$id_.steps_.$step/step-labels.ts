import type { HouseholdStep } from "#app/domain/household-cases/household-case-policy.ts";
import type { Messages } from "#app/i18n/catalog.ts";

/** Field name → label, for the error summary. */
export function stepLabels(t: Messages, step: HouseholdStep): Readonly<Record<string, string>> {
  const words = t.householdCases;
  const meeting = t.verification.steps.meeting;
  const photo = step === "sign" ? words.signaturePhoto : step === "exit" ? words.acceptancePhoto : words.evidencePhoto;
  return {
    heldOn: meeting.heldOn,
    place: meeting.place,
    attendees: meeting.attendees,
    attendeeCount: meeting.attendeeCount,
    votesFor: meeting.votesFor,
    votesAgainst: meeting.votesAgainst,
    votesAbstained: meeting.votesAbstained,
    minutes: meeting.minutes,
    objectionPhone: t.verification.steps.notice.phone,
    signerName: t.verification.steps.signature.signerName,
    method: t.verification.steps.signature.method,
    hasComparedRegister: words.register,
    reason: words.reason,
    findings: words.findings,
    incomePerPersonFen: words.income,
    helpUntil: words.helpUntilField,
    inspectorName: words.inspectorName,
    outcome: words.outcome,
    photo: step === "review" ? meeting.photo : photo,
  };
}
