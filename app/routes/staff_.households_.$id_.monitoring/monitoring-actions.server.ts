import { redirect } from "@remix-run/node";
import type { ZodType } from "zod";
import type { SignedInActor } from "#app/domain/actor.ts";
import { closeWarning } from "#app/domain/household-monitoring/close-warning.server.ts";
import { doLookBack } from "#app/domain/household-monitoring/do-look-back.server.ts";
import { endLeftBehind, enterLeftBehind } from "#app/domain/household-monitoring/keep-left-behind.server.ts";
import {
  checklistForm,
  closeWarningForm,
  endLeftBehindForm,
  leftBehindForm,
  lookBackForm,
  raiseWarningForm,
} from "#app/domain/household-monitoring/monitoring-form.ts";
import { raiseWarning } from "#app/domain/household-monitoring/raise-warning.server.ts";
import { recordChecklist } from "#app/domain/household-monitoring/record-checklist.server.ts";
import type { Result } from "#app/domain/result.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import type { Services } from "#app/services.server.ts";

type Args = { formData: FormData; services: Services; actor: SignedInActor; householdId: string };

/** The actions of the page, by the form's hidden `intent`; null when it is none of them. */
export async function actOnMonitoring(args: Args) {
  const { services, actor, householdId } = args;
  const { db } = services;
  const at = services.clock.now();
  switch (args.formData.get("intent")) {
    case "checklist":
      return run(args, "checklist", checklistForm, (form) => recordChecklist(db, { householdId, ...form }, actor, at));
    case "raise":
      return run(args, "raise", raiseWarningForm, (form) => raiseWarning(db, { householdId, ...form }, actor, at));
    case "close":
      return run(args, "close", closeWarningForm, (form) => closeWarning(db, form, actor, at));
    case "look_back":
      return run(args, "look_back", lookBackForm, (form) => doLookBack(db, form, actor, at));
    case "enter":
      return run(args, "enter", leftBehindForm, (form) => enterLeftBehind(db, { householdId, ...form }, actor, at));
    case "end_entry":
      return run(args, "end_entry", endLeftBehindForm, (form) =>
        endLeftBehind(db, { householdId, ...form }, actor, at),
      );
    default:
      return null;
  }
}

async function run<Form>(
  { formData, householdId }: Args,
  done: string,
  schema: ZodType<Form>,
  command: (form: Form) => Promise<Result<unknown, string>>,
) {
  const form = parseForm(formData, schema);
  if (!form.ok) return form.reply;
  const result = await command(form.value);
  if (result.ok) return redirect(paths.staffHouseholdMonitoring(householdId, { done }), 303);
  if (result.code === "not_found") throw notFound();
  return form.refuse({ "": [result.code] });
}
