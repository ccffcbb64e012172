import { useForm } from "@conform-to/react";
import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { requireFreshSecondFactor } from "#app/auth/fresh-second-factor.server.ts";
import { staff } from "#app/auth/policies.ts";
import { resetSecondFactor } from "#app/auth/reset-second-factor.server.ts";
import { type ResetSecondFactorInput, resetSecondFactorForm } from "#app/domain/accounts/account-form.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { Page } from "#app/ui/page.tsx";
import { Banner } from "#app/ui/status.tsx";
import { TextArea, TextField } from "#app/ui/text-fields.tsx";

export const loader = guardLoader(staff("platform_admin"), ({ services, context, url, t }) => {
  requireFreshSecondFactor(context, services.clock.now(), paths.staffSecondFactors());
  return {
    page: { title: t.secondFactor.reset.title, isPrivate: true },
    isDone: url.searchParams.get("done") === "reset",
  };
});

export const action = guardAction(staff("platform_admin"), async ({ request, services, actor, context }) => {
  const at = services.clock.now();
  requireFreshSecondFactor(context, at, paths.staffSecondFactors());
  const form = parseForm(await request.formData(), resetSecondFactorForm);
  if (!form.ok) return form.reply;
  const result = await resetSecondFactor(services.db, form.value, actor, at);
  if (!result.ok) return form.refuse({ email: [result.code] });
  return redirect(paths.staffSecondFactors({ done: "reset" }), 303);
});

/** For the day somebody lost phone and recovery codes: a reset by an administrator, on the record (E3). */
export default function SecondFactorsPage() {
  const { isDone } = useLoaderData<typeof loader>();
  const t = useMessages();
  const words = t.secondFactor.reset;
  const lastResult = useActionData<typeof action>()?.result;
  const [form, fields] = useForm<ResetSecondFactorInput>({ id: "reset", lastResult });
  return (
    <Page
      title={words.title}
      lead={words.lead}
      breadcrumbs={[{ to: paths.staffHome(), label: t.layout.workspace }]}
      narrow
      form={form}
      messages={words.messages}
      labels={{ email: words.email, reason: words.reason }}
    >
      {isDone && <Banner tone="success" title={words.done} />}
      <Form form={form}>
        <TextField field={fields.email} label={words.email} type="email" inputMode="email" autoComplete="off" />
        <TextArea field={fields.reason} label={words.reason} rows={3} />
        <SubmitButton tone="danger">{words.submit}</SubmitButton>
      </Form>
    </Page>
  );
}
