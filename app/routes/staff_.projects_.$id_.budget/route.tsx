import { useForm } from "@conform-to/react";
import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { staff } from "#app/auth/policies.ts";
import { projectApplicantRoles } from "#app/domain/library-projects/library-project.ts";
import { budgetVersionForm } from "#app/domain/library-projects/library-project-form.ts";
import { getStaffProject, listBudgetVersions } from "#app/domain/library-projects/library-project-queries.server.ts";
import { proposeBudgetVersion } from "#app/domain/library-projects/propose-budget-version.server.ts";
import { fenToDecimal } from "#app/domain/money.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { Page } from "#app/ui/page.tsx";
import { TextArea } from "#app/ui/text-fields.tsx";
import { BudgetLines, type LineValues } from "../staff_.projects_.new/budget-lines.tsx";
import { projectLabels } from "../staff_.projects_.new/project-labels.ts";

type BudgetValues = { reason?: string; lines?: LineValues[] };

export const loader = guardLoader(staff(...projectApplicantRoles), async ({ services, actor, params, t }) => {
  const project = await getStaffProject(services.db, { projectId: params.id ?? "", actor });
  if (project === null) throw notFound();
  const [latest] = await listBudgetVersions(services.db, { projectId: project.id });
  return {
    page: { title: t.libraryProjects.budgetTitle, isPrivate: true },
    id: project.id,
    title: project.title,
    lines: (latest?.lines ?? []).map(({ item, quantity, unit, unitPriceFen }) => ({
      item,
      quantity: String(quantity),
      unit,
      unitPrice: fenToDecimal(unitPriceFen),
    })),
  };
});

export const action = guardAction(staff(...projectApplicantRoles), async ({ request, services, actor, params }) => {
  const projectId = params.id ?? "";
  const form = parseForm(await request.formData(), budgetVersionForm);
  if (!form.ok) return form.reply;
  const result = await proposeBudgetVersion(services.db, { ...form.value, projectId }, actor, services.clock.now());
  if (result.ok) return redirect(paths.staffProject(projectId), 303);
  if (result.code === "not_found") throw notFound();
  return form.refuse({ "": [result.code] });
});

/** 调整预算 (S100): a new version with its reason; money goes on following the approved one. */
export default function ProjectBudgetPage() {
  const t = useMessages();
  const words = t.libraryProjects;
  const { id, title, lines } = useLoaderData<typeof loader>();
  const [form, fields] = useForm<BudgetValues>({
    id: "budget",
    lastResult: useActionData<typeof action>()?.result,
    defaultValue: { lines },
  });
  return (
    <Page
      title={words.budgetTitle}
      lead={words.versionsLead}
      breadcrumbs={[
        { to: paths.staffHome(), label: t.layout.workspace },
        { to: paths.staffProjects(), label: words.title },
        { to: paths.staffProject(id), label: title },
      ]}
      form={form}
      messages={words.errors}
      labels={projectLabels(t, Object.keys(form.allErrors))}
      narrow
    >
      <Form form={form}>
        <TextArea field={fields.reason} label={words.form.reason} rows={3} />
        <BudgetLines form={form} lines={fields.lines} />
        <SubmitButton wide>{words.form.propose}</SubmitButton>
      </Form>
    </Page>
  );
}
