import { redirect } from "@remix-run/node";
import type { SignedInActor } from "#app/domain/actor.ts";
import { changeAssignment } from "#app/domain/matching/change-assignment.server.ts";
import { movePart } from "#app/domain/matching/move-part.server.ts";
import { releasePart } from "#app/domain/matching/release-part.server.ts";
import { changeAssignmentForm, discardPartForm, partStepForm } from "#app/domain/matching/round-form.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import type { Services } from "#app/services.server.ts";

type Act = { formData: FormData; services: Services; actor: SignedInActor; partId: string };

/** The steps of a county's part, by the hidden `intent` of their forms. */
export async function actOnPart({ formData, services: { db, clock }, actor, partId }: Act) {
  const at = clock.now();
  const step = formData.get("intent");
  if (step === "change") {
    const form = parseForm(formData, changeAssignmentForm);
    if (!form.ok) return form.reply;
    const result = await changeAssignment(db, { ...form.value, partId }, actor, at);
    if (result.ok) return redirect(paths.staffRound(partId, { done: "changed" }), 303);
    if (result.code === "not_found") throw notFound();
    return form.refuse({ "": [result.code] });
  }
  if (step === "discard") {
    const form = parseForm(formData, discardPartForm);
    if (!form.ok) return form.reply;
    const result = await movePart(db, { partId, event: "discard", ...form.value }, actor, at);
    if (result.ok) return redirect(paths.staffRound(partId, { done: "discarded" }), 303);
    if (result.code === "not_found") throw notFound();
    return form.refuse({ "": [result.code] });
  }
  if (step !== "check" && step !== "release") throw notFound();
  const form = parseForm(formData, partStepForm);
  if (!form.ok) return form.reply;
  const result =
    step === "check"
      ? await movePart(db, { partId, event: "check" }, actor, at)
      : await releasePart(db, { partId }, actor, at);
  if (result.ok) return redirect(paths.staffRound(partId, { done: step === "check" ? "checked" : "released" }), 303);
  if (result.code === "not_found") throw notFound();
  return form.refuse({ "": [result.code] });
}
