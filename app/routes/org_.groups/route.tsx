import { useForm } from "@conform-to/react";
import { redirect } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { organizationMember } from "#app/auth/policies.ts";
import { createGroup } from "#app/domain/pairings/create-group.server.ts";
import { groupForm } from "#app/domain/pairings/group-form.ts";
import { listOwnGroups } from "#app/domain/pairings/group-queries.server.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { SelectField } from "#app/ui/choice-fields.tsx";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { ButtonLink } from "#app/ui/links.tsx";
import { Page } from "#app/ui/page.tsx";
import { TextField } from "#app/ui/text-fields.tsx";

/** The 10+1 groups of one's organizations (S76). */
export const loader = guardLoader(organizationMember, async ({ services, actor, t }) => ({
  page: { title: t.deeds.groups.title, isPrivate: true },
  groups: await listOwnGroups(services.db, { actor }),
  organizations: actor.memberships
    .filter((one) => one.isVerified)
    .map(({ organizationId, organizationName }) => ({ value: organizationId, label: organizationName })),
}));

export const action = guardAction(organizationMember, async ({ request, services, actor }) => {
  const form = parseForm(await request.formData(), groupForm);
  if (!form.ok) return form.reply;
  const result = await createGroup(services.db, form.value, actor, services.clock.now());
  if (result.ok) return redirect(paths.helperGroup(result.value.publicCode), 303);
  return form.refuse({ organizationId: [result.code] });
});

export default function GroupsPage() {
  const t = useMessages();
  const words = t.deeds.groups;
  const { groups, organizations } = useLoaderData<typeof loader>();
  const [form, fields] = useForm<{ organizationId: string; name: string }>({
    id: "group",
    lastResult: useActionData<typeof action>()?.result,
    defaultValue: { organizationId: organizations[0]?.value },
  });
  return (
    <Page
      title={words.title}
      lead={words.lead}
      breadcrumbs={[{ to: paths.organizationHome(), label: t.layout.organization }]}
      form={form}
      messages={{ ...t.pairings.errors, ...t.deeds.errors }}
      labels={{ organizationId: words.organization, name: words.name }}
      narrow
    >
      {groups.length === 0 && <p className="text-muted">{words.none}</p>}
      <ul>
        {groups.map((group) => (
          <li key={group.id} className="border-b border-line py-2">
            <Link to={paths.helperGroup(group.publicCode)} className="tap font-bold">
              {group.name}
            </Link>
            <p className="figure">{group.size < 10 ? words.below(group.size) : words.size(group.size)}</p>
            <p className="text-sm text-muted">{words.shareHint}</p>
            {group.pairingId === null ? (
              <ButtonLink to={paths.pairingNew({ kind: "group_household" })} tone="secondary" icon="handshake">
                {words.pair}
              </ButtonLink>
            ) : (
              <Link to={paths.organizationPairing(group.pairingId)} className="tap">
                {words.open}
              </Link>
            )}
          </li>
        ))}
      </ul>
      <Form form={form}>
        <SelectField field={fields.organizationId} label={words.organization} options={organizations} />
        <TextField field={fields.name} label={words.name} />
        <SubmitButton icon="users">{words.create}</SubmitButton>
      </Form>
    </Page>
  );
}
