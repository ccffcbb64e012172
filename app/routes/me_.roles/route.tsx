import { useForm } from "@conform-to/react";
import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { requireFreshSecondFactor } from "#app/auth/fresh-second-factor.server.ts";
import { signedIn } from "#app/auth/policies.ts";
import { isStaff } from "#app/domain/actor.ts";
import { isId } from "#app/domain/ids.ts";
import { layDownRole } from "#app/domain/roles/end-role.server.ts";
import { layDownRoleForm } from "#app/domain/roles/role-form.ts";
import { listOwnRoles } from "#app/domain/roles/role-queries.server.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { FormErrors } from "#app/ui/form.tsx";
import { FormMessagesContext } from "#app/ui/form-field.ts";
import { Page, Section } from "#app/ui/page.tsx";
import { EmptyState } from "#app/ui/status.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { TextArea } from "#app/ui/text-fields.tsx";
import { RoleFacts } from "../staff_.roles/role-facts.tsx";
import { placeWords } from "../staff_.roles/role-words.ts";

export const loader = guardLoader(signedIn, async ({ services, actor, t }) => ({
  page: { title: t.roles.mine.title, isPrivate: true },
  roles: await listOwnRoles(services.db, { userId: actor.userId, at: services.clock.now() }),
}));

/** Lays down a role of one's own: with it ends this session, so the answer leads to the sign-in (E2). */
export const action = guardAction(signedIn, async ({ request, services, actor, context }) => {
  const at = services.clock.now();
  if (isStaff(actor)) requireFreshSecondFactor(context, at, paths.myRoles());
  const sent = await request.formData();
  // Which of one's roles is nothing a person types: a number that is none is a page that is not there.
  if (!isId(String(sent.get("grantId")))) throw notFound();
  const form = parseForm(sent, layDownRoleForm);
  if (!form.ok) return form.reply;
  const result = await layDownRole(services.db, form.value, actor, at);
  if (result.ok) return redirect(paths.login(), 303);
  if (result.code === "not_found") throw notFound();
  return form.refuse({ "": [result.code] });
});

export default function MyRolesPage() {
  const t = useMessages();
  const words = t.roles.mine;
  const { roles } = useLoaderData<typeof loader>();
  const past = roles.filter(({ isOver }) => isOver);
  return (
    <Page title={words.title} lead={words.lead} breadcrumbs={[{ to: paths.me(), label: t.layout.me }]} narrow>
      {roles.length === past.length && <EmptyState title={words.none}>{words.noneHint}</EmptyState>}
      <FormMessagesContext.Provider value={t.roles.errors}>
        {roles
          .filter(({ isOver }) => !isOver)
          .map((role) => (
            <Section key={role.id} title={`${t.staff.roles[role.role]} · ${placeWords(t, role)}`}>
              <RoleFacts role={role} />
              <LayDown grantId={role.id} />
            </Section>
          ))}
      </FormMessagesContext.Provider>
      {past.length > 0 && (
        <Section title={words.past}>
          <div className="stack">
            {past.map((role) => (
              <RoleFacts key={role.id} role={role} />
            ))}
          </div>
        </Section>
      )}
    </Page>
  );
}

function LayDown({ grantId }: { grantId: string }) {
  const t = useMessages();
  const words = t.roles.mine;
  const reply = useActionData<typeof action>()?.result;
  const [form, fields] = useForm<{ reason: string }>({
    id: `lay-down-${grantId}`,
    lastResult: reply?.initialValue?.grantId === grantId ? reply : undefined,
  });
  return (
    <StepForm form={form} intent="lay_down" button={words.layDown} foldedUnder={words.layDown} hint={words.layDownHint}>
      <input type="hidden" name="grantId" value={grantId} />
      <FormErrors form={form} />
      <TextArea field={fields.reason} label={t.roles.reason} rows={2} />
    </StepForm>
  );
}
