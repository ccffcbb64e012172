import { redirect } from "@remix-run/node";
import { z } from "zod";
import type { Actor } from "#app/domain/actor.ts";
import { addShift } from "#app/domain/volunteers/add-shift.server.ts";
import { changeProjectState } from "#app/domain/volunteers/change-project-state.server.ts";
import { confirmHours, moveSignup } from "#app/domain/volunteers/move-signup.server.ts";
import { organizerSteps } from "#app/domain/volunteers/organizer-steps.ts";
import { confirmHoursForm, volunteerShiftForm } from "#app/domain/volunteers/volunteer-form.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import type { Services } from "#app/services.server.ts";

type ProjectActionArgs = { formData: FormData; services: Services; actor: Actor; projectId: string };

const signupForm = z.object({ signupId: z.string() });

/** What the organization can tell a project to do, by the form's intent. */
export async function actOnProject(args: ProjectActionArgs) {
  const { formData, services, actor, projectId } = args;
  const at = services.clock.now();
  const done = () => redirect(paths.organizationVolunteerProject(projectId), 303);
  const intent = formData.get("intent");
  if (intent === "publish" || intent === "close") {
    const form = parseForm(formData, z.object({}));
    if (!form.ok) return form.reply;
    const result = await changeProjectState(services.db, { projectId, event: intent }, actor, at);
    return result.ok ? done() : form.refuse({ "": [result.code] });
  }
  if (intent === "add_shift") {
    const form = parseForm(formData, volunteerShiftForm);
    if (!form.ok) return form.reply;
    const result = await addShift(services.db, { ...form.value, projectId }, actor, at);
    if (result.ok) return done();
    return result.code === "in_the_past" ? form.refuse({ day: [result.code] }) : form.refuse({ "": [result.code] });
  }
  if (intent === "confirm_hours") {
    const form = parseForm(formData, confirmHoursForm);
    if (!form.ok) return form.reply;
    const result = await confirmHours(services.db, form.value, actor, at);
    return result.ok ? done() : form.refuse({ "": [result.code] });
  }
  const step = organizerSteps.find((one) => one === intent);
  if (step === undefined) throw notFound();
  const form = parseForm(formData, signupForm);
  if (!form.ok) return form.reply;
  const result = await moveSignup(services.db, { ...form.value, step }, actor, at);
  return result.ok ? done() : form.refuse({ "": [result.code] });
}
