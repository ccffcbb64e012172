import { useForm } from "@conform-to/react";
import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { isGoodResetKey, resetPassword } from "#app/auth/password-reset.server.ts";
import { anyone } from "#app/auth/policies.ts";
import { joinPerAddress } from "#app/auth/rate-limit-rules.ts";
import { type ResetPasswordInput, resetPasswordForm } from "#app/domain/accounts/account-form.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { enforceRateLimit } from "#app/http/rate-limit.server.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { ButtonLink } from "#app/ui/links.tsx";
import { Page } from "#app/ui/page.tsx";
import { Banner } from "#app/ui/status.tsx";
import { TextField } from "#app/ui/text-fields.tsx";

/** The key of the link goes from the address into the form; the page leads nowhere else and loads nothing of others. */
export const loader = guardLoader(anyone, async ({ services, url, t }) => {
  const key = url.searchParams.get("key") ?? "";
  const isGood = await isGoodResetKey(services.db, key, services.clock.now());
  return { page: { title: t.accounts.reset.title, isPrivate: true }, key: isGood ? key : null };
});

export const action = guardAction(anyone, async ({ request, services, context }) => {
  const form = parseForm(await request.formData(), resetPasswordForm);
  if (!form.ok) return form.reply;
  // Hashing is dear: as many tries from one address as for new accounts.
  await enforceRateLimit(services, joinPerAddress, context.clientAddress);
  const result = await resetPassword(services.db, form.value, services.clock.now());
  return redirect(result.ok ? paths.login({ reset: 1 }) : paths.resetPassword(), 303);
});

export default function ResetPasswordPage() {
  const { key } = useLoaderData<typeof loader>();
  const t = useMessages();
  const words = t.accounts.reset;
  const lastResult = useActionData<typeof action>()?.result;
  const [form, fields] = useForm<ResetPasswordInput>({ id: "reset", lastResult });
  return (
    <Page
      title={words.title}
      lead={words.lead}
      narrow
      form={form}
      messages={t.accounts.messages}
      labels={{ password: t.accounts.changePassword.next }}
    >
      {key === null ? (
        <Banner tone="warning" title={words.overTitle}>
          <p>{words.overText}</p>
          <p>
            <ButtonLink to={paths.forgotPassword()}>{words.again}</ButtonLink>
          </p>
        </Banner>
      ) : (
        <Form form={form}>
          <input type="hidden" name="key" value={key} />
          <TextField
            field={fields.password}
            label={t.accounts.changePassword.next}
            hint={t.accounts.passwordHint}
            type="password"
            autoComplete="new-password"
          />
          <SubmitButton wide>{words.submit}</SubmitButton>
        </Form>
      )}
    </Page>
  );
}
