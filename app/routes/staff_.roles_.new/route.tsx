import { useForm } from "@conform-to/react";
import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { requireFreshSecondFactor } from "#app/auth/fresh-second-factor.server.ts";
import { staff } from "#app/auth/policies.ts";
import { dayInChina } from "#app/domain/clock.ts";
import { giveRole } from "#app/domain/roles/give-role.server.ts";
import { needsSecondPerson, roleKeeperRoles, rolesToGive } from "#app/domain/roles/role.ts";
import { type GiveRoleFields, giveRoleForm } from "#app/domain/roles/role-form.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { RadioGroup } from "#app/ui/choice-fields.tsx";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { LinkList } from "#app/ui/links.tsx";
import { Page, Section } from "#app/ui/page.tsx";
import { EmptyState } from "#app/ui/status.tsx";
import { DateField, TextArea, TextField } from "#app/ui/text-fields.tsx";
import { rulesPlaceOf } from "../staff_.rules/rules-place.server.ts";

export const loader = guardLoader(staff(...roleKeeperRoles), async ({ services, actor, context, url, t }) => {
  const at = services.clock.now();
  const place = await rulesPlaceOf(services, actor, url.searchParams.get("region"), roleKeeperRoles);
  requireFreshSecondFactor(context, at, paths.staffRoleNew({ region: place.code }));
  return {
    page: { title: t.roles.giveTitle, isPrivate: true },
    place,
    roles: rolesToGive(actor, place.code),
    below: place.choices.filter(({ code }) => code.length > place.code.length),
    today: dayInChina(at),
  };
});

export const action = guardAction(staff(...roleKeeperRoles), async ({ request, services, actor, context, url }) => {
  const at = services.clock.now();
  const { code } = await rulesPlaceOf(services, actor, url.searchParams.get("region"), roleKeeperRoles);
  requireFreshSecondFactor(context, at, paths.staffRoleNew({ region: code }));
  const form = parseForm(await request.formData(), giveRoleForm(dayInChina(at)));
  if (!form.ok) return form.reply;
  const asked = url.searchParams.get("region");
  if (asked !== null && asked !== code) return form.refuse({ "": ["not_your_place"] });
  const result = await giveRole(services, { ...form.value, regionCode: code }, actor, at);
  if (result.ok) return redirect(paths.staffRoles({ region: code, done: result.value.state }), 303);
  return form.refuse({ [result.code === "not_allowed" ? "role" : "email"]: [result.code] });
});

/** Giving a role in one place; other places are one level further down. */
export default function GiveRolePage() {
  const t = useMessages();
  const words = t.roles;
  const { place, roles, below, today } = useLoaderData<typeof loader>();
  const [form, fields] = useForm<GiveRoleFields>({ id: "role", lastResult: useActionData<typeof action>()?.result });
  const places = below.map(({ code, name }) => ({ to: paths.staffRoleNew({ region: code }), label: name }));
  const { role, displayName, email, lastDay, reason } = fields;
  return (
    <Page
      title={words.giveTitle}
      eyebrow={place.path.map(({ name }) => name).join(" · ") || t.placeRules.country}
      lead={words.giveLead}
      breadcrumbs={[
        { to: paths.staffHome(), label: t.layout.workspace },
        { to: paths.staffRoles({ region: place.code }), label: words.title },
      ]}
      narrow
      form={form}
      messages={words.errors}
      labels={{
        role: words.role,
        displayName: words.name,
        email: words.email,
        lastDay: words.lastDay,
        reason: words.reason,
      }}
    >
      {roles.length === 0 ? (
        <EmptyState title={words.nothingToGive}>{words.nothingToGiveHint}</EmptyState>
      ) : (
        <Form form={form} action={paths.staffRoleNew({ region: place.code })}>
          <RadioGroup
            field={role}
            label={words.role}
            options={roles.map((one) => ({
              value: one,
              label: t.staff.roles[one],
              ...(needsSecondPerson(one) ? { hint: words.twoPeople } : {}),
            }))}
          />
          <TextField field={displayName} label={words.name} hint={words.nameHint} autoComplete="off" width="medium" />
          <TextField
            field={email}
            label={words.email}
            hint={words.emailHint}
            type="email"
            inputMode="email"
            autoComplete="off"
          />
          <DateField field={lastDay} label={words.lastDay} hint={words.lastDayHint} min={today} optional />
          <TextArea field={reason} label={words.reason} hint={words.reasonHint} rows={2} />
          <SubmitButton icon="check" wide>
            {words.submit}
          </SubmitButton>
        </Form>
      )}
      {places.length > 0 && (
        <Section title={words.choosePlace}>
          <LinkList items={places} />
        </Section>
      )}
    </Page>
  );
}
