import { useForm } from "@conform-to/react";
import { useActionData, useLoaderData } from "@remix-run/react";
import { staff } from "#app/auth/policies.ts";
import { projectApplicantRoles } from "#app/domain/library-projects/library-project.ts";
import {
  getStaffProject,
  listBudgetVersions,
  listPlacesToApplyFor,
} from "#app/domain/library-projects/library-project-queries.server.ts";
import { fenToDecimal } from "#app/domain/money.ts";
import { guardAction, guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Page } from "#app/ui/page.tsx";
import { forbiddenMessages } from "../staff_.needs_.new/forbidden-messages.ts";
import { ProjectFields, type ProjectValues } from "../staff_.projects_.new/project-fields.tsx";
import { projectLabels } from "../staff_.projects_.new/project-labels.ts";
import { saveProject } from "../staff_.projects_.new/save-project.server.ts";

export const loader = guardLoader(staff(...projectApplicantRoles), async ({ services, actor, params, t }) => {
  const project = await getStaffProject(services.db, { projectId: params.id ?? "", actor });
  if (project === null) throw notFound();
  const [latest] = await listBudgetVersions(services.db, { projectId: project.id });
  const { version, regionCode, title, purpose, description, plannedFrom, plannedTo } = project;
  const lines = (latest?.lines ?? []).map(({ item, quantity, unit, unitPriceFen }) => ({
    item,
    quantity: String(quantity),
    unit,
    unitPrice: fenToDecimal(unitPriceFen),
  }));
  return {
    page: { title: t.libraryProjects.editTitle, isPrivate: true },
    id: project.id,
    draft: { version: String(version), regionCode, title, purpose, description, plannedFrom, plannedTo, lines },
    places: await listPlacesToApplyFor(services.db, { actor }),
  };
});

export const action = guardAction(staff(...projectApplicantRoles), ({ request, services, actor, params }) =>
  saveProject({ request, services, actor, projectId: params.id ?? "" }),
);

/** Changing an application that is a draft or was returned (S47); another budget is another version. */
export default function EditProjectPage() {
  const t = useMessages();
  const words = t.libraryProjects;
  const { id, draft, places } = useLoaderData<typeof loader>();
  const [form, fields] = useForm<ProjectValues>({
    id: "project",
    lastResult: useActionData<typeof action>()?.result,
    defaultValue: draft,
  });
  return (
    <Page
      title={words.editTitle}
      breadcrumbs={[
        { to: paths.staffHome(), label: t.layout.workspace },
        { to: paths.staffProjects(), label: words.title },
        { to: paths.staffProject(id), label: draft.title },
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
