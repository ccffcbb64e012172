import { useForm } from "@conform-to/react";
import { useActionData, useLoaderData } from "@remix-run/react";
import { staff } from "#app/auth/policies.ts";
import { dayInChina } from "#app/domain/clock.ts";
import { projectApplicantRoles } from "#app/domain/library-projects/library-project.ts";
import { listPlacesToApplyFor } from "#app/domain/library-projects/library-project-queries.server.ts";
import { guardAction, guardLoader } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Page } from "#app/ui/page.tsx";
import { forbiddenMessages } from "../staff_.needs_.new/forbidden-messages.ts";
import { ProjectFields, type ProjectValues } from "./project-fields.tsx";
import { projectLabels } from "./project-labels.ts";
import { saveProject } from "./save-project.server.ts";

/** 申报项目 (S47, S100): kept as a draft first; quotes and photos follow on its page. */
export const loader = guardLoader(staff(...projectApplicantRoles), async ({ services, actor, t }) => ({
  page: { title: t.libraryProjects.apply, isPrivate: true },
  places: await listPlacesToApplyFor(services.db, { actor }),
  today: dayInChina(services.clock.now()),
}));

export const action = guardAction(staff(...projectApplicantRoles), ({ request, services, actor }) =>
  saveProject({ request, services, actor, projectId: null }),
);

export default function NewProjectPage() {
  const t = useMessages();
  const words = t.libraryProjects;
  const { places, today } = useLoaderData<typeof loader>();
  const [form, fields] = useForm<ProjectValues>({
    id: "project",
    lastResult: useActionData<typeof action>()?.result,
    defaultValue: { version: "0", regionCode: places[0]?.code, plannedFrom: today, lines: [{}] },
  });
  return (
    <Page
      title={words.apply}
      lead={words.lead}
      breadcrumbs={[
        { to: paths.staffHome(), label: t.layout.workspace },
        { to: paths.staffProjects(), label: words.title },
      ]}
      form={form}
      messages={{ ...words.errors, ...forbiddenMessages(t, Object.values(form.allErrors).flat()) }}
      labels={projectLabels(t, Object.keys(form.allErrors))}
      narrow
    >
      <ProjectFields form={form} fields={fields} places={places} />
    </Page>
  );
}
