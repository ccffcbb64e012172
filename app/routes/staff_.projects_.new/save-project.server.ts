import { redirect } from "@remix-run/node";
import type { Actor } from "#app/domain/actor.ts";
import { libraryProjectForm } from "#app/domain/library-projects/library-project-form.ts";
import { saveLibraryProject } from "#app/domain/library-projects/save-library-project.server.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import type { Services } from "#app/services.server.ts";

type SaveArgs = { request: Request; services: Services; actor: Actor; projectId: string | null };

/** New or changed: the same form, the same command, the same refusals. */
export async function saveProject({ request, services, actor, projectId }: SaveArgs) {
  const form = parseForm(await request.formData(), libraryProjectForm);
  if (!form.ok) return form.reply;
  const result = await saveLibraryProject(services.db, { ...form.value, projectId }, actor, services.clock.now());
  if (result.ok) return redirect(paths.staffProject(result.value.projectId), 303);
  if ("findings" in result) {
    const errors: Record<string, string[]> = {};
    for (const { field, kind, found } of result.findings) {
      const name = field === "title" ? "title" : "description";
      errors[name] = [...(errors[name] ?? []), `forbidden.${kind}:${found}`];
    }
    return form.refuse(errors);
  }
  if (result.code === "not_found") throw notFound();
  return form.refuse({ [result.code === "other_place" ? "regionCode" : ""]: [result.code] });
}
