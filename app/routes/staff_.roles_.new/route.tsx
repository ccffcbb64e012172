import { useForm } from "@conform-to/react";
import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { requireFreshSecondFactor } from "#app/auth/fresh-second-factor.server.ts";
import { staff } from "#app/auth/policies.ts";
import { hasRoleFor, staffRoles } from "#app/domain/actor.ts";
import { dayInChina } from "#app/domain/clock.ts";
import { giveRole } from "#app/domain/roles/give-role.server.ts";
import { needsSecondPerson, roleKeeperRoles, rolesToGive } from "#app/domain/roles/role.ts";
import { type GiveRoleFields, giveRoleForm } from "#app/domain/roles/role-form.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { RadioGroup, SelectField } from "#app/ui/choice-fields.tsx";
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
  const asked = url.searchParams.get("region");
  const isElsewhere = asked !== null && asked !== place.code;
  // A place that is not the reader's: the form stays, with what was typed, and asks which of the reader's own is meant.
  const places = [place, ...(isElsewhere ? place.choices : [])]
    .map(({ code, name }) => ({ code, name: name || t.placeRules.country }))
    .filter(({ code }, index, all) => all.findIndex((one) => one.code === code) === index)
    .filter(({ code }) => rolesToGive(actor, code).length > 0);
  return {
    page: { title: t.roles.giveTitle, isPrivate: true },
    place,
    roles: staffRoles.filter((role) => places.some(({ code }) => rolesToGive(actor, code).includes(role))),
    places: isElsewhere ? places : [],
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
  const asked = form.value.regionCode ?? url.searchParams.get("region") ?? code;
  if (asked !== code && !hasRoleFor(actor, roleKeeperRoles, asked)) return form.refuse({ "": ["not_your_place"] });
  const result = await giveRole(services, { ...form.value, regionCode: asked }, actor, at);
  if (result.ok) return redirect(paths.staffRoles({ region: asked, done: result.value.state }), 303);
  const field = result.code === "not_allowed" ? "role" : result.code === "unknown_place" ? "" : "email";
  return form.refuse({ [field]: [result.code] });
});

/** Giving a role in one place; other places are one level further down. */
export default function GiveRolePage() {
  const t = useMessages();
  const words = t.roles;
  const { place, places: ownPlaces, roles, below, today } = useLoaderData<typeof loader>();
  const [form, fields] = useForm<GiveRoleFields>({ id: "role", lastResult: useActionData<typeof action>()?.result });
  const places = below.map(({ code, name }) => ({ to: paths.staffRoleNew({ region: code }), label: name }));
  const { role, regionCode, displayName, email, lastDay, reason } = fields;
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
        regionCode: words.givePlace,
        displayName: words.name,
        email: words.email,
        lastDay: words.lastDay,
        reason: words.reason,
      }}
    >
      {roles.length === 0 ? (
        <EmptyState title={words.nothingToGive}>{words.nothingToGiveHint}</EmptyState>
      ) : (
        <Form form={form}>
          {ownPlaces.length > 0 && (
            <SelectField
              field={regionCode}
              label={words.givePlace}
              options={ownPlaces.map(({ code, name }) => ({ value: code, label: name }))}
            />
          )}
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
