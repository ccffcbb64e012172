import { useForm } from "@conform-to/react";
import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { organizationMember } from "#app/auth/policies.ts";
import { postProject } from "#app/domain/volunteers/post-project.server.ts";
import { volunteerServiceTypes } from "#app/domain/volunteers/volunteer.ts";
import { postProjectForm } from "#app/domain/volunteers/volunteer-form.ts";
import { listServedRegions } from "#app/domain/volunteers/volunteer-queries.server.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Checkbox, SelectField } from "#app/ui/choice-fields.tsx";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { Page } from "#app/ui/page.tsx";
import { TextArea, TextField } from "#app/ui/text-fields.tsx";

export const loader = guardLoader(organizationMember, async ({ services, actor, t }) => {
  const organizations = actor.memberships.filter((one) => one.isVerified);
  if (organizations.length === 0) throw notFound();
  return {
    page: { title: t.volunteers.org.newTitle, isPrivate: true },
    organizations: organizations.map(({ organizationId, organizationName }) => ({
      value: organizationId,
      label: organizationName,
    })),
    // Villages and towns only: a project happens somewhere.
    regions: (await listServedRegions(services.db)).filter(({ code }) => code.length >= 9),
  };
});

export const action = guardAction(organizationMember, async ({ request, services, actor }) => {
  const form = parseForm(await request.formData(), postProjectForm);
  if (!form.ok) return form.reply;
  const result = await postProject(services.db, form.value, actor, services.clock.now());
  if (result.ok) return redirect(paths.organizationVolunteerProject(result.value.projectId), 303);
  return result.code === "unknown_region"
    ? form.refuse({ regionCode: [result.code] })
    : form.refuse({ "": [result.code] });
});

export default function NewProjectPage() {
  const t = useMessages();
  const words = t.volunteers.org;
  const { organizations, regions } = useLoaderData<typeof loader>();
  const [form, fields] = useForm<Record<keyof typeof words.fields, string>>({
    id: "project",
    lastResult: useActionData<typeof action>()?.result,
    defaultValue: { organizationId: organizations[0]?.value ?? "" },
  });
  const services = volunteerServiceTypes.map((type) => ({ value: type, label: t.volunteers.services[type] }));
  return (
    <Page
      title={words.newTitle}
      lead={words.newLead}
      breadcrumbs={[{ to: paths.organizationVolunteerProjects(), label: words.title }]}
      form={form}
      messages={t.volunteers.errors}
      labels={words.fields}
      narrow
    >
      <Form form={form}>
        <SelectField
          field={fields.organizationId}
          label={words.fields.organizationId}
          options={organizations}
          emptyLabel={false}
        />
        <TextField field={fields.title} label={words.fields.title} />
        <TextArea field={fields.description} label={words.fields.description} />
        <SelectField field={fields.serviceType} label={words.fields.serviceType} options={services} />
        <SelectField
          field={fields.regionCode}
          label={words.fields.regionCode}
          options={regions.map(({ code, name }) => ({ value: code, label: name }))}
        />
        <TextField field={fields.place} label={words.fields.place} />
        <TextArea
          field={fields.riskNotice}
          label={words.fields.riskNotice}
          hint={words.fields.riskNoticeHint}
          rows={4}
        />
        <Checkbox field={fields.visitsHomes} label={words.fields.visitsHomes} />
        <SubmitButton wide>{words.save}</SubmitButton>
      </Form>
    </Page>
  );
}
