import { redirect } from "@remix-run/node";
import type { Actor } from "#app/domain/actor.ts";
import { assignResponsiblePerson } from "#app/domain/households/assign-responsible-person.server.ts";
import {
  assignResponsibleForm,
  recordConsentForm,
  withdrawConsentForm,
  withdrawHouseholdForm,
} from "#app/domain/households/household-form.ts";
import { recordConsent } from "#app/domain/households/record-consent.server.ts";
import { withdrawConsent } from "#app/domain/needs/withdraw-consent.server.ts";
import { withdrawHousehold } from "#app/domain/needs/withdraw-household.server.ts";
import type { Result } from "#app/domain/result.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import type { Services } from "#app/services.server.ts";

type HouseholdActionArgs = { formData: FormData; services: Services; actor: Actor; householdId: string };
type Refuse = (
  errors: Record<string, string[]>,
) => ReturnType<Extract<ReturnType<typeof parseForm>, { ok: true }>["refuse"]>;

/** The actions of the household's page, by the form's hidden `intent`; null when it is none of them. */
export async function actOnHousehold(args: HouseholdActionArgs) {
  switch (args.formData.get("intent")) {
    case "record_consent":
      return giveConsent(args);
    case "withdraw_consent":
      return endConsent(args);
    case "assign":
      return assign(args);
    case "withdraw":
      return withdraw(args);
    default:
      return null;
  }
}

/** Field by code; every other refusal is of the form as a whole. */
const fieldOfCode: ReadonlyMap<string, string> = new Map([
  ["signer_is_minor", "signedByName"],
  ["guardian_required", "isGuardian"],
  ["already_given", "purpose"],
  ["not_given", "purpose"],
  ["register_consent", "purpose"],
  ["not_responsible_candidate", "responsibleUserId"],
  ["same_person", "responsibleUserId"],
]);

function replyTo(result: Result<unknown, string>, householdId: string, done: string, refuse: Refuse) {
  if (result.ok) return redirect(paths.staffHousehold(householdId, { done }), 303);
  if (result.code === "not_found") throw notFound();
  return refuse({ [fieldOfCode.get(result.code) ?? ""]: [result.code] });
}

async function giveConsent({ formData, services, actor, householdId }: HouseholdActionArgs) {
  const form = parseForm(formData, recordConsentForm);
  if (!form.ok) return form.reply;
  const result = await recordConsent(services.db, { householdId, ...form.value }, actor, services.clock.now());
  return replyTo(result, householdId, "consent_saved", form.refuse);
}

async function endConsent({ formData, services, actor, householdId }: HouseholdActionArgs) {
  const form = parseForm(formData, withdrawConsentForm);
  if (!form.ok) return form.reply;
  const result = await withdrawConsent(services.db, { householdId, ...form.value }, actor, services.clock.now());
  return replyTo(result, householdId, "consent_withdrawn", form.refuse);
}

async function assign({ formData, services, actor, householdId }: HouseholdActionArgs) {
  const form = parseForm(formData, assignResponsibleForm);
  if (!form.ok) return form.reply;
  const result = await assignResponsiblePerson(
    services.db,
    { householdId, ...form.value },
    actor,
    services.clock.now(),
  );
  return replyTo(result, householdId, "assigned", form.refuse);
}

async function withdraw({ formData, services, actor, householdId }: HouseholdActionArgs) {
  const form = parseForm(formData, withdrawHouseholdForm);
  if (!form.ok) return form.reply;
  const result = await withdrawHousehold(services.db, { householdId, ...form.value }, actor, services.clock.now());
  return replyTo(result, householdId, "withdrawn", form.refuse);
}
