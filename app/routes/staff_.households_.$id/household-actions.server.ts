import { redirect } from "@remix-run/node";
import type { Actor } from "#app/domain/actor.ts";
import { assignResponsiblePerson } from "#app/domain/households/assign-responsible-person.server.ts";
import {
  assignResponsibleForm,
  recordConsentForm,
  withdrawConsentFieldsForm,
  withdrawConsentForm,
  withdrawHouseholdForm,
} from "#app/domain/households/household-form.ts";
import { recordConsentWithPaper } from "#app/domain/households/record-consent.server.ts";
import { withdrawConsent } from "#app/domain/needs/withdraw-consent.server.ts";
import { withdrawConsentFields } from "#app/domain/needs/withdraw-consent-fields.server.ts";
import { withdrawHousehold } from "#app/domain/needs/withdraw-household.server.ts";
import type { Result } from "#app/domain/result.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { notFound } from "#app/http/guard.server.ts";
import { type FormWithPictures, readFormWithPictures } from "#app/http/multipart.server.ts";
import { paths } from "#app/http/paths.ts";
import type { Services } from "#app/services.server.ts";

type HouseholdRequest = { request: Request; services: Services; actor: Actor; householdId: string };
type HouseholdActionArgs = Omit<HouseholdRequest, "request"> & { sent: FormWithPictures; formData: FormData };
type Refuse = (
  errors: Record<string, string[]>,
) => ReturnType<Extract<ReturnType<typeof parseForm>, { ok: true }>["refuse"]>;

/** The actions of the household's page, by the form's hidden `intent`; null when it is none of them. */
export async function actOnHousehold({ request, ...who }: HouseholdRequest) {
  const sent = await readFormWithPictures(request);
  const args = { ...who, sent, formData: sent.formData };
  switch (args.formData.get("intent")) {
    case "record_consent":
      return giveConsent(args);
    case "withdraw_fields":
      return endFields(args);
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
  ["narrower_consent", "fields"],
  ["no_field_left", "fields"],
  ["not_responsible_candidate", "responsibleUserId"],
  ["same_person", "responsibleUserId"],
]);

function replyTo(result: Result<unknown, string>, householdId: string, done: string, refuse: Refuse) {
  if (result.ok) return redirect(paths.staffHousehold(householdId, { done }), 303);
  if (result.code === "not_found") throw notFound();
  if (result.code.startsWith("photo_")) return refuse({ photo: [result.code] });
  return refuse({ [fieldOfCode.get(result.code) ?? ""]: [result.code] });
}

async function giveConsent({ sent, formData, services, actor, householdId }: HouseholdActionArgs) {
  const form = parseForm(formData, recordConsentForm);
  if (!form.ok) return form.reply;
  if (sent.uploadError !== null) return form.refuse({ photo: [sent.uploadError] });
  const input = { householdId, ...form.value, pictures: sent.pictures };
  const result = await recordConsentWithPaper(services, input, actor, services.clock.now());
  return replyTo(result, householdId, "consent_saved", form.refuse);
}

async function endFields({ formData, services, actor, householdId }: HouseholdActionArgs) {
  const form = parseForm(formData, withdrawConsentFieldsForm);
  if (!form.ok) return form.reply;
  const result = await withdrawConsentFields(services.db, { householdId, ...form.value }, actor, services.clock.now());
  const refuse = (errors: Record<string, string[]>) => {
    const { purpose, ...others } = errors;
    return form.refuse(purpose ? { ...others, fields: purpose } : others);
  };
  return replyTo(result, householdId, "fields_withdrawn", refuse);
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
