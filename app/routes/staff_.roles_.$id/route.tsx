import { useForm } from "@conform-to/react";
import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { requireFreshSecondFactor } from "#app/auth/fresh-second-factor.server.ts";
import { staff } from "#app/auth/policies.ts";
import { takeRole } from "#app/domain/roles/end-role.server.ts";
import { roleKeeperRoles, roleReaderRoles } from "#app/domain/roles/role.ts";
import { takeRoleForm } from "#app/domain/roles/role-form.ts";
import { getRole } from "#app/domain/roles/role-queries.server.ts";
import { listTransitions } from "#app/domain/transition-queries.server.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Form, FormErrors, SubmitButton } from "#app/ui/form.tsx";
import { Page, Section } from "#app/ui/page.tsx";
import { StateBadge, Timeline } from "#app/ui/status.tsx";
import { TextArea } from "#app/ui/text-fields.tsx";
import { RoleFacts } from "../staff_.roles/role-facts.tsx";
import { placeWords } from "../staff_.roles/role-words.ts";

export const loader = guardLoader(staff(...roleReaderRoles), async ({ services, actor, params, t }) => {
  const { db } = services;
  const role = await getRole(db, { grantId: params.id ?? "", actor, at: services.clock.now() });
  if (role === null) throw notFound();
  const steps = await listTransitions(db, { noun: "role", subjectId: role.id });
  return { page: { title: `${role.name} · ${t.staff.roles[role.role]}`, isPrivate: true }, role, steps };
});

export const action = guardAction(
  staff(...roleKeeperRoles),
  async ({ request, services, actor, context, params, url }) => {
    const { db } = services;
    const at = services.clock.now();
    const role = await getRole(db, { grantId: params.id ?? "", actor, at });
    if (role === null) throw notFound();
    requireFreshSecondFactor(context, at, url.pathname);
    const form = parseForm(await request.formData(), takeRoleForm);
    if (!form.ok) return form.reply;
    const result = await takeRole(db, { grantId: role.id, reason: form.value.reason }, actor, at);
    if (result.ok) return redirect(paths.staffRoles({ region: role.regionCode, done: "taken" }), 303);
    if (result.code === "not_found") throw notFound();
    return form.refuse({ "": [result.code] });
  },
);

export default function RolePage() {
  const t = useMessages();
  const words = t.roles;
  const { role, steps } = useLoaderData<typeof loader>();
  const [form, fields] = useForm<{ reason: string }>({
    id: "take",
    lastResult: useActionData<typeof action>()?.result,
  });
  const stepWords: Readonly<Record<string, string>> = words.steps;
  return (
    <Page
      title={role.name}
      eyebrow={`${t.staff.roles[role.role]} · ${placeWords(t, role)}`}
      badges={
        <StateBadge tone={role.isOver ? "neutral" : role.isInvited ? "warning" : "success"}>
          {role.isOver ? words.over : role.isInvited ? words.invited : words.active}
        </StateBadge>
      }
      breadcrumbs={[
        { to: paths.staffHome(), label: t.layout.workspace },
        { to: paths.staffRoles({ region: role.regionCode }), label: words.title },
      ]}
      narrow
      form={form}
      messages={words.errors}
      labels={{ reason: words.reason }}
    >
      <RoleFacts role={role} withEmail />
      {steps.length > 0 && (
        <Section title={words.history}>
          <Timeline
            items={steps.map((step) => ({
              id: step.id,
              title: stepWords[step.event] ?? step.event,
              time: formatMinute(step.at),
              note: [step.actorName, step.reason].filter(Boolean).join(" · "),
            }))}
          />
        </Section>
      )}
      {role.mayTake && (
        <Section title={words.take} lead={words.takeHint}>
          <Form form={form}>
            <FormErrors form={form} />
            <TextArea field={fields.reason} label={words.reason} rows={2} />
            <SubmitButton tone="danger">{words.take}</SubmitButton>
          </Form>
        </Section>
      )}
    </Page>
  );
}
