import { useForm } from "@conform-to/react";
import { redirect } from "@remix-run/node";
import { useActionData } from "@remix-run/react";
import { signedIn } from "#app/auth/policies.ts";
import { passwordPerAccount } from "#app/auth/rate-limit-rules.ts";
import { sessionCookie } from "#app/auth/session-cookie.ts";
import { changePassword } from "#app/auth/sign-in.server.ts";
import { type NewPasswordInput, newPasswordForm } from "#app/domain/accounts/account-form.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { enforceRateLimit, forgiveRateLimit } from "#app/http/rate-limit.server.ts";
import { isHttps } from "#app/http/site-options.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { Page } from "#app/ui/page.tsx";
import { TextField } from "#app/ui/text-fields.tsx";

export const loader = guardLoader(signedIn, ({ t }) => ({
  page: { title: t.accounts.changePassword.title, isPrivate: true },
}));

export const action = guardAction(signedIn, async ({ request, services, actor, context }) => {
  const form = parseForm(await request.formData(), newPasswordForm);
  if (!form.ok) return form.reply;
  await enforceRateLimit(services, passwordPerAccount, actor.userId);
  const { secondFactorAt = null, device = "" } = context;
  const input = { userId: actor.userId, ...form.value, secondFactorAt, device };
  const result = await changePassword(services.db, input, services.clock.now());
  if (!result.ok) {
    return form.refuse({ [result.code === "wrong_password" ? "currentPassword" : ""]: [result.code] });
  }
  await forgiveRateLimit(services, passwordPerAccount, actor.userId);
  const { sessionId, lifetimeSeconds } = result.value;
  return redirect(`${paths.me()}?password-changed=1`, {
    status: 303,
    headers: { "Set-Cookie": sessionCookie(sessionId, lifetimeSeconds, isHttps(services.env)) },
  });
});

export default function ChangePasswordPage() {
  const t = useMessages();
  const words = t.accounts.changePassword;
  const lastResult = useActionData<typeof action>()?.result;
  const [form, fields] = useForm<NewPasswordInput>({ id: "password", lastResult });
  return (
    <Page
      title={words.title}
      lead={words.lead}
      breadcrumbs={[{ to: paths.me(), label: t.layout.me }]}
      narrow
      form={form}
      messages={t.accounts.messages}
      labels={{ currentPassword: words.current, password: words.next }}
    >
      <Form form={form}>
        <TextField
          field={fields.currentPassword}
          label={words.current}
          type="password"
          autoComplete="current-password"
        />
        <TextField
          field={fields.password}
          label={words.next}
          hint={t.accounts.passwordHint}
          type="password"
          autoComplete="new-password"
        />
        <SubmitButton wide>{words.submit}</SubmitButton>
      </Form>
    </Page>
  );
}
