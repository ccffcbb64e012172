import { useForm } from "@conform-to/react";
import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { signedIn } from "#app/auth/policies.ts";
import { getGroup } from "#app/domain/pairings/group-queries.server.ts";
import { joinGroup } from "#app/domain/pairings/join-group.server.ts";
import { leaveGroup } from "#app/domain/pairings/leave-group.server.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { MoreLink } from "#app/ui/links.tsx";
import { Page } from "#app/ui/page.tsx";

/** A 10+1 group for whoever was given its address (S76): each joins and leaves for themselves (L15, L33). No member is named. */
export const loader = guardLoader(signedIn, async ({ services, actor, params }) => {
  const group = await getGroup(services.db, { code: params.code ?? "", actor });
  if (group === null) throw notFound();
  return { page: { title: group.name, isPrivate: true }, group };
});

export const action = guardAction(signedIn, async ({ request, services, actor, params }) => {
  const form = parseForm(await request.formData(), z.object({ intent: z.enum(["join", "leave"]) }));
  if (!form.ok) return form.reply;
  const command = form.value.intent === "join" ? joinGroup : leaveGroup;
  const code = params.code ?? "";
  const result = await command(services.db, { code }, actor, services.clock.now());
  if (result.ok) return redirect(paths.helperGroup(code), 303);
  if (result.code === "not_found") throw notFound();
  return form.refuse({ "": [result.code] });
});

export default function GroupPage() {
  const t = useMessages();
  const words = t.deeds.groups;
  const { group } = useLoaderData<typeof loader>();
  const [form] = useForm<{ intent: string }>({ id: "group", lastResult: useActionData<typeof action>()?.result });
  return (
    <Page
      title={group.name}
      eyebrow={group.organizationName}
      lead={words.lead}
      form={form}
      messages={t.deeds.errors}
      narrow
    >
      <p className="figure">{group.size < 10 ? words.below(group.size) : words.size(group.size)}</p>
      {group.isMember && <p>{words.isMember}</p>}
      <Form form={form}>
        <input type="hidden" name="intent" value={group.isMember ? "leave" : "join"} />
        <SubmitButton tone={group.isMember ? "danger" : "primary"} icon="users">
          {group.isMember ? words.leave : words.join}
        </SubmitButton>
      </Form>
      <MoreLink to={paths.myVolunteerEntry()}>{words.register}</MoreLink>
    </Page>
  );
}
