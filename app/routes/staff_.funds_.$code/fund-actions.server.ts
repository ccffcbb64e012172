import { requireFreshSecondFactorToSend } from "#app/auth/fresh-second-factor.server.ts";
import type { Actor } from "#app/domain/actor.ts";
import { approveFundSpending } from "#app/domain/funds/approve-fund-spending.server.ts";
import {
  approveSpendingForm,
  proposeSpendingForm,
  rejectSpendingForm,
  spendingResultForm,
} from "#app/domain/funds/fund-spending-form.ts";
import { proposeFundSpending } from "#app/domain/funds/propose-fund-spending.server.ts";
import { recordSpendingResult } from "#app/domain/funds/record-spending-result.server.ts";
import { rejectFundSpending } from "#app/domain/funds/reject-fund-spending.server.ts";
import { parseForm } from "#app/http/forms.server.ts";
import type { RequestContext } from "#app/http/guard.server.ts";
import type { Services } from "#app/services.server.ts";

/** Beside which field a refusal stands; the others belong to the whole form. */
const fieldOf: Readonly<Record<string, string>> = {
  other_purpose: "purpose",
  other_place: "regionCode",
  no_project: "projectId",
  over_budget: "amount",
  not_enough_money: "amount",
  below_floor: "amount",
  same_document: "documentNumber",
};

type Request = {
  formData: FormData;
  services: Services;
  actor: Actor;
  fundCode: string;
  url: URL;
  context: RequestContext;
};

/** Does the step whose form was sent; the reply of a refused one, or null when it is done. Spending asks for a fresh code (E3). */
export async function actOnFund({ formData, services, actor, fundCode, url, context }: Request) {
  const { db } = services;
  const at = services.clock.now();
  const intent = formData.get("intent");
  if (intent === "approve") {
    const form = parseForm(formData, approveSpendingForm);
    if (!form.ok) return form.reply;
    requireFreshSecondFactorToSend(context, at, url);
    const result = await approveFundSpending(db, form.value, actor, at);
    return result.ok ? null : form.refuse({ "": [result.code] });
  }
  if (intent === "reject") {
    const form = parseForm(formData, rejectSpendingForm);
    if (!form.ok) return form.reply;
    const result = await rejectFundSpending(db, form.value, actor, at);
    return result.ok ? null : form.refuse({ "": [result.code] });
  }
  if (intent === "result") {
    const form = parseForm(formData, spendingResultForm);
    if (!form.ok) return form.reply;
    const result = await recordSpendingResult(db, form.value, actor, at);
    return result.ok ? null : form.refuse({ "": [result.code] });
  }
  // A step that no form of ours sends.
  if (intent !== "propose") throw new Response(null, { status: 400 });
  const form = parseForm(formData, proposeSpendingForm);
  if (!form.ok) return form.reply;
  requireFreshSecondFactorToSend(context, at, url);
  const result = await proposeFundSpending(db, { ...form.value, fundCode }, actor, at);
  return result.ok ? null : form.refuse({ [fieldOf[result.code] ?? ""]: [result.code] });
}
