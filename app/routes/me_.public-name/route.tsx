import { useForm } from "@conform-to/react";
import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { signedIn } from "#app/auth/policies.ts";
import { defaultPublicNameForm } from "#app/domain/donations/public-name-form.ts";
import { getDefaultPublicName, setDefaultPublicName } from "#app/domain/donations/set-default-public-name.server.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Checkbox } from "#app/ui/choice-fields.tsx";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { Page } from "#app/ui/page.tsx";
import { Banner } from "#app/ui/status.tsx";
import { PublicNameFields, type PublicNameValues } from "./public-name-fields.tsx";

/** What the gift form proposes to show of this donor (Q4): nothing until they say so. */
export const loader = guardLoader(signedIn, async ({ services, actor, url, t }) => ({
  page: { title: t.publicName.account.title, isPrivate: true },
  publicName: await getDefaultPublicName(services.db, { userId: actor.userId }),
  isDone: url.searchParams.get("done") === "changed",
}));

export const action = guardAction(signedIn, async ({ request, services, actor }) => {
  const form = parseForm(await request.formData(), defaultPublicNameForm);
  if (!form.ok) return form.reply;
  await setDefaultPublicName(services.db, form.value, actor, services.clock.now());
  return redirect(paths.myPublicName({ done: "changed" }), 303);
});

export default function MyPublicNamePage() {
  const t = useMessages();
  const words = t.publicName;
  const { publicName, isDone } = useLoaderData<typeof loader>();
  const [form, fields] = useForm<PublicNameValues & { appliesToEarlier: string | undefined }>({
    id: "public-name",
    lastResult: useActionData<typeof action>()?.result,
    defaultValue: { showsName: publicName === null ? undefined : "on", publicName: publicName ?? "" },
  });
  return (
    <Page
      title={words.account.title}
      lead={words.account.lead}
      breadcrumbs={[{ to: paths.me(), label: t.layout.me }]}
      form={form}
      labels={{ publicName: words.name }}
      narrow
    >
      {isDone && <Banner tone="success" title={words.done} />}
      <Form form={form}>
        <PublicNameFields fields={fields} />
        <Checkbox
          field={fields.appliesToEarlier}
          label={words.account.appliesToEarlier}
          hint={words.account.appliesToEarlierHint}
        />
        <SubmitButton>{words.save}</SubmitButton>
      </Form>
    </Page>
  );
}
