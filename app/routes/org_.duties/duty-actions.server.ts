import type { SignedInActor } from "#app/domain/actor.ts";
import { dayInChina } from "#app/domain/clock.ts";
import { isId } from "#app/domain/ids.ts";
import {
  annualReportForm,
  discloseForm,
  endCooperationForm,
  evaluatePartnerForm,
} from "#app/domain/law-calendar/duty-form.ts";
import { type DutyInput, recordDuty } from "#app/domain/law-calendar/record-duty.server.ts";
import { parseForm } from "#app/http/forms.server.ts";
import type { Services } from "#app/services.server.ts";

type Sent = { formData: FormData; services: Services; actor: SignedInActor; organizationId: string };

/** Does the step whose form was sent; the reply of a refused one, or null when it is done. */
export async function actOnDuty({ formData, services, actor, organizationId }: Sent) {
  const at = services.clock.now();
  switch (formData.get("intent")) {
    case "disclosure": {
      const form = parseForm(formData, discloseForm);
      if (!form.ok) return form.reply;
      return answer({ kind: "disclosure", organizationId, ...form.value }, form.refuse);
    }
    case "annual_report": {
      const form = parseForm(formData, annualReportForm);
      if (!form.ok) return form.reply;
      return answer({ kind: "annual_report", organizationId, ...form.value }, form.refuse);
    }
    case "cooperation_ended": {
      const form = parseForm(formData, endCooperationForm(dayInChina(at)));
      if (!form.ok) return form.reply;
      return answer({ kind: "cooperation_ended", organizationId, ...form.value }, form.refuse);
    }
    case "evaluation": {
      // The form stands at its record: for an id that is none there is no place to answer in.
      if (!isId(String(formData.get("dutyId")))) throw new Response(null, { status: 404 });
      const form = parseForm(formData, evaluatePartnerForm);
      if (!form.ok) return form.reply;
      return answer({ kind: "evaluation", organizationId, ...form.value }, form.refuse);
    }
    default:
      // A step that no form of ours sends.
      throw new Response(null, { status: 400 });
  }

  async function answer<Reply>(input: DutyInput, refuse: (errors: Record<string, string[]>) => Reply) {
    const result = await recordDuty(services.db, input, actor, at);
    if (result.ok) return null;
    if (result.code === "not_found") throw new Response(null, { status: 404 });
    return refuse(result.code === "forbidden_text" ? { statement: [result.code] } : { "": [result.code] });
  }
}
