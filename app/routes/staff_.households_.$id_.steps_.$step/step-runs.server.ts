import type { ZodType } from "zod";
import type { SignedInActor } from "#app/domain/actor.ts";
import { dayInChina } from "#app/domain/clock.ts";
import { applyReentry } from "#app/domain/household-cases/apply-reentry.server.ts";
import { approveHousehold } from "#app/domain/household-cases/approve-household.server.ts";
import { approveReentry } from "#app/domain/household-cases/approve-reentry.server.ts";
import { decideCorrection } from "#app/domain/household-cases/decide-correction.server.ts";
import {
  approveForm,
  decideCorrectionForm,
  inspectExitForm,
  reasonForm,
  signFileForm,
} from "#app/domain/household-cases/household-case-form.ts";
import type { HouseholdStep } from "#app/domain/household-cases/household-case-policy.ts";
import { inspectExit } from "#app/domain/household-cases/inspect-exit.server.ts";
import { openHouseholdNotice } from "#app/domain/household-cases/open-household-notice.server.ts";
import { proposeCorrection } from "#app/domain/household-cases/propose-correction.server.ts";
import { proposeExit } from "#app/domain/household-cases/propose-exit.server.ts";
import { refuseReentry } from "#app/domain/household-cases/refuse-reentry.server.ts";
import { rejectHousehold } from "#app/domain/household-cases/reject-household.server.ts";
import { returnHousehold } from "#app/domain/household-cases/return-household.server.ts";
import { reviewHousehold } from "#app/domain/household-cases/review-household.server.ts";
import { reviewReentry } from "#app/domain/household-cases/review-reentry.server.ts";
import { signHousehold } from "#app/domain/household-cases/sign-household.server.ts";
import { stopExit } from "#app/domain/household-cases/stop-exit.server.ts";
import type { Result } from "#app/domain/result.ts";
import { openNoticeForm, reviewMeetingForm } from "#app/domain/verification/verification-form.ts";
import { parseForm } from "#app/http/forms.server.ts";
import type { FormWithPictures } from "#app/http/multipart.server.ts";
import type { Services } from "#app/services.server.ts";

type StepArgs = {
  step: HouseholdStep;
  sent: FormWithPictures;
  services: Services;
  actor: SignedInActor;
  householdId: string;
};
type Outcome = Result<unknown, string>;

/** Parses the form of a step, then runs its one command; a refused form comes back as the reply. `done`: what the file's page says next. */
export async function runStep(args: StepArgs) {
  const { step, sent, services, actor, householdId } = args;
  const { db } = services;
  const at = services.clock.now();
  const { pictures } = sent;
  switch (step) {
    case "review": {
      const ran = await parsed(args, reviewMeetingForm(dayInChina(at)), (meeting) =>
        reviewHousehold(services, { householdId, meeting, pictures }, actor, at),
      );
      const result = "result" in ran ? ran.result : undefined;
      const isAgainst = result?.ok === true && isNotInFavour(result.value);
      return isAgainst ? { ...ran, done: "review_against" } : ran;
    }
    case "notice":
    case "notice_exit": {
      const kind = step === "notice" ? "household" : "exit";
      return parsed(args, openNoticeForm, (form) => openHouseholdNotice(db, { householdId, kind, ...form }, actor, at));
    }
    case "sign":
      return parsed(args, signFileForm, (signature) =>
        signHousehold(services, { householdId, signature, pictures }, actor, at),
      );
    case "approve":
      return parsed(args, approveForm, () => approveHousehold(db, { householdId }, actor, at));
    case "exit":
      return parsed(args, inspectExitForm(dayInChina(at)), (inspection) =>
        inspectExit(services, { householdId, inspection, pictures }, actor, at),
      );
    case "decide_correction":
      return parsed(args, decideCorrectionForm, (form) => decideCorrection(db, { householdId, ...form }, actor, at));
    default:
      return parsed(args, reasonForm, ({ reason }) => withReason(args, step, reason, at));
  }
}

type ReasonedStep = Exclude<
  HouseholdStep,
  "review" | "notice" | "notice_exit" | "sign" | "approve" | "exit" | "decide_correction"
>;

/** The steps that ask for a reason, some with one picture of the evidence. */
async function withReason(args: StepArgs, step: ReasonedStep, reason: string, at: Date): Promise<Outcome> {
  const { services, actor, householdId, sent } = args;
  const { db } = services;
  const input = { householdId, reason };
  const evidence = { ...input, pictures: sent.pictures };
  switch (step) {
    case "return":
      return returnHousehold(db, input, actor, at);
    case "reject":
      return rejectHousehold(db, input, actor, at);
    case "stop_exit":
      return stopExit(db, input, actor, at);
    case "propose_exit":
      return proposeExit(services, evidence, actor, at);
    case "propose_removal":
      return proposeCorrection(services, { ...evidence, kind: "removal" }, actor, at);
    case "propose_inclusion":
      return proposeCorrection(services, { ...evidence, kind: "inclusion" }, actor, at);
    case "apply_reentry":
      return applyReentry(services, evidence, actor, at);
    case "review_reentry":
      return reviewReentry(db, input, actor, at);
    case "approve_reentry":
      return approveReentry(db, input, actor, at);
    case "refuse_reentry":
      return refuseReentry(db, input, actor, at);
  }
}

async function parsed<Form>(args: StepArgs, schema: ZodType<Form>, run: (form: Form) => Promise<Outcome>) {
  const form = parseForm(args.sent.formData, schema);
  if (!form.ok) return { reply: form.reply };
  if (args.sent.uploadError) return { reply: form.refuse({ photo: [args.sent.uploadError] }) };
  return { result: await run(form.value), refuse: form.refuse, done: args.step as string };
}

function isNotInFavour(value: unknown): boolean {
  return typeof value === "object" && value !== null && "isInFavour" in value && value.isInFavour === false;
}
