import type { Actor } from "#app/domain/actor.ts";
import { answerComplaint } from "#app/domain/complaints/answer-complaint.server.ts";
import { plainComplaintSteps } from "#app/domain/complaints/complaint.ts";
import {
  complaintAnswerForm,
  complaintFreezeForm,
  complaintLiftForm,
  complaintPersonForm,
  complaintStepForm,
  complaintTransferForm,
} from "#app/domain/complaints/complaint-form.ts";
import { freezeMoney } from "#app/domain/complaints/freeze-money.server.ts";
import { liftMoneyFreeze } from "#app/domain/complaints/lift-money-freeze.server.ts";
import { moveComplaint } from "#app/domain/complaints/move-complaint.server.ts";
import { nameComplaintPerson } from "#app/domain/complaints/name-complaint-person.server.ts";
import { transferComplaint } from "#app/domain/complaints/transfer-complaint.server.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { notFound } from "#app/http/guard.server.ts";
import type { Services } from "#app/services.server.ts";

type Request = { formData: FormData; services: Services; actor: Actor; complaintId: string };

/** Beside which field a refusal stands; the others belong to the whole form. */
const fieldOf: Readonly<Record<string, string>> = {
  forbidden_text: "answer",
  reason_missing: "reason",
  not_of_place: "personId",
};

/** Does the step whose form was sent; the reply of a refused one, or null when it is done. */
export async function actOnComplaint({ formData, services, actor, complaintId }: Request) {
  const at = services.clock.now();
  const { db } = services;
  switch (formData.get("intent")) {
    case "answer": {
      const form = parseForm(formData, complaintAnswerForm);
      if (!form.ok) return form.reply;
      return done(form, await answerComplaint(db, { complaintId, ...form.value }, actor, at));
    }
    case "transfer": {
      const form = parseForm(formData, complaintTransferForm);
      if (!form.ok) return form.reply;
      return done(form, await transferComplaint(db, { complaintId, ...form.value }, actor, at));
    }
    case "freeze": {
      const form = parseForm(formData, complaintFreezeForm);
      if (!form.ok) return form.reply;
      return done(form, await freezeMoney(services, { complaintId, ...form.value }, actor, at));
    }
    case "lift": {
      const form = parseForm(formData, complaintLiftForm);
      if (!form.ok) return form.reply;
      return done(form, await liftMoneyFreeze(services, { complaintId, ...form.value }, actor, at));
    }
    case "name_person": {
      const form = parseForm(formData, complaintPersonForm);
      if (!form.ok) return form.reply;
      return done(form, await nameComplaintPerson(db, { complaintId, ...form.value }, actor, at));
    }
    default: {
      const form = parseForm(formData, complaintStepForm);
      // No page of ours sends a step that there is not.
      if (!form.ok && !isPlainStep(formData.get("intent"))) throw new Response(null, { status: 400 });
      if (!form.ok) return form.reply;
      const { intent: step, reason } = form.value;
      return done(form, await moveComplaint(db, { complaintId, step, reason }, actor, at));
    }
  }
}

function isPlainStep(intent: FormDataEntryValue | null): boolean {
  return plainComplaintSteps.some((step) => step === intent);
}

type Refusing = { refuse: (errors: Record<string, string[]>) => Refusal };
type Refusal = Extract<ReturnType<typeof parseForm<unknown>>, { ok: false }>["reply"];

function done(form: Refusing, result: { ok: true } | { ok: false; code: string }): Refusal | null {
  if (result.ok) return null;
  if (result.code === "not_found") throw notFound();
  return form.refuse({ [fieldOf[result.code] ?? ""]: [result.code] });
}
