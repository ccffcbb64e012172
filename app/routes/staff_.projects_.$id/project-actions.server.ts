import type { Actor } from "#app/domain/actor.ts";
import { dayInChina } from "#app/domain/clock.ts";
import { acceptLibraryProject } from "#app/domain/library-projects/accept-library-project.server.ts";
import { addLibraryFile } from "#app/domain/library-projects/add-library-file.server.ts";
import { approveLibraryProject } from "#app/domain/library-projects/approve-library-project.server.ts";
import { decideBudgetVersion } from "#app/domain/library-projects/decide-budget-version.server.ts";
import {
  acceptanceForm,
  approveProjectForm,
  decideBudgetForm,
  linkNeedForm,
  photoForm,
  quoteForm,
  stepForm,
} from "#app/domain/library-projects/library-project-form.ts";
import { linkNeed } from "#app/domain/library-projects/link-need.server.ts";
import { plainProjectSteps, takeProjectStep } from "#app/domain/library-projects/take-project-step.server.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { notFound } from "#app/http/guard.server.ts";
import type { FormWithPictures } from "#app/http/multipart.server.ts";
import type { Services } from "#app/services.server.ts";

type Args = { read: FormWithPictures; services: Services; actor: Actor; projectId: string };
type Refusable = { ok: true } | { ok: false; code: string };
type Refuse<Reply> = (errors: Record<string, string[]>) => Reply;

/** Beside which field a refusal stands; the others belong to the whole form. */
const fieldOf: Readonly<Record<string, string>> = {
  reason_required: "reason",
  unknown_need: "needCode",
  already_linked: "needCode",
};

function replyOf<Reply>(result: Refusable, refuse: Refuse<Reply>): Reply | null {
  if (result.ok) return null;
  if (result.code === "not_found") throw notFound();
  const field = result.code.startsWith("photo_") && result.code !== "photo_missing" ? "photo" : fieldOf[result.code];
  return refuse({ [field ?? ""]: [result.code] });
}

/** Does the step whose form was sent; the reply of a refused one, or null when it is done. */
export async function actOnProject({ read, services, actor, projectId }: Args) {
  const { formData, pictures, uploadError } = read;
  const at = services.clock.now();
  const intent = formData.get("intent");
  if (intent === "add_quote") {
    const form = parseForm(formData, quoteForm);
    if (!form.ok) return form.reply;
    if (uploadError) return form.refuse({ photo: [uploadError] });
    const { words, amount: amountFen } = form.value;
    const file = { kind: "quote", words, amountFen, projectId, pictures } as const;
    return replyOf(await addLibraryFile(services, file, actor, at), form.refuse);
  }
  if (intent === "add_photo") {
    const form = parseForm(formData, photoForm);
    if (!form.ok) return form.reply;
    if (uploadError) return form.refuse({ photo: [uploadError] });
    const file = { kind: "photo", words: form.value.words, amountFen: null, projectId, pictures } as const;
    return replyOf(await addLibraryFile(services, file, actor, at), form.refuse);
  }
  if (intent === "approve") {
    const form = parseForm(formData, approveProjectForm);
    if (!form.ok) return form.reply;
    return replyOf(await approveLibraryProject(services.db, { ...form.value, projectId }, actor, at), form.refuse);
  }
  if (intent === "accept") {
    const form = parseForm(formData, acceptanceForm(dayInChina(at)));
    if (!form.ok) return form.reply;
    if (uploadError) return form.refuse({ photo: [uploadError] });
    const result = await acceptLibraryProject(services, { ...form.value, projectId, pictures }, actor, at);
    if (!result.ok && "findings" in result)
      return form.refuse({ conclusion: result.findings.map(({ kind, found }) => `forbidden.${kind}:${found}`) });
    return replyOf(result, form.refuse);
  }
  if (intent === "budget") {
    const form = parseForm(formData, decideBudgetForm);
    if (!form.ok) return form.reply;
    return replyOf(await decideBudgetVersion(services.db, { ...form.value, projectId }, actor, at), form.refuse);
  }
  if (intent === "link") {
    const form = parseForm(formData, linkNeedForm);
    if (!form.ok) return form.reply;
    return replyOf(await linkNeed(services.db, { ...form.value, projectId }, actor, at), form.refuse);
  }
  // Every other step is named by its own intent; one that no form of ours sends is no step.
  const event = plainProjectSteps.find((one) => one === intent);
  if (event === undefined) throw new Response(null, { status: 400 });
  const form = parseForm(formData, stepForm);
  if (!form.ok) return form.reply;
  return replyOf(
    await takeProjectStep(services.db, { projectId, event, reason: form.value.reason }, actor, at),
    form.refuse,
  );
}
