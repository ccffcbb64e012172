import { useForm } from "@conform-to/react";
import { redirect } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { hashPassword } from "#app/auth/passwords.server.ts";
import { anyone } from "#app/auth/policies.ts";
import { joinPerAddress } from "#app/auth/rate-limit-rules.ts";
import { type JoinInput, joinForm } from "#app/domain/accounts/account-form.ts";
import { createAccount } from "#app/domain/accounts/create-account.server.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { enforceRateLimit } from "#app/http/rate-limit.server.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { Page } from "#app/ui/page.tsx";
import { TextField } from "#app/ui/text-fields.tsx";

export const loader = guardLoader(anyone, ({ url, t }) => ({
  page: { title: t.accounts.join.title, isPrivate: true },
  next: url.searchParams.get("next") ?? undefined,
}));

/** Whether the address had an account already is not told: the answer and its time are the same (E5). Signing in follows. */
export const action = guardAction(anyone, async ({ request, services, url, context, locale }) => {
  const form = parseForm(await request.formData(), joinForm);
  if (!form.ok) return form.reply;
  await enforceRateLimit(services, joinPerAddress, context.clientAddress);
  const { email, displayName, password } = form.value;
  const passwordHash = await hashPassword(password);
  await createAccount(services.db, { email, displayName, passwordHash, locale }, services.clock.now());
  return redirect(paths.login({ joined: 1, next: url.searchParams.get("next") ?? undefined }), 303);
});

export default function JoinPage() {
  const { next } = useLoaderData<typeof loader>();
  const t = useMessages();
  const words = t.accounts.join;
  const [form, fields] = useForm<JoinInput>({ id: "join", lastResult: useActionData<typeof action>()?.result });
  return (
    <Page
      title={words.title}
      lead={words.lead}
      narrow
      form={form}
      messages={t.accounts.messages}
      labels={{ displayName: t.accounts.displayName, email: t.accounts.email, password: t.accounts.password }}
    >
      <Form form={form} action={paths.join({ next })}>
        <TextField
          field={fields.displayName}
          label={t.accounts.displayName}
          hint={t.accounts.displayNameHint}
          autoComplete="nickname"
        />
        <TextField
          field={fields.email}
          label={t.accounts.email}
          type="email"
          inputMode="email"
          autoComplete="username"
        />
        <TextField
          field={fields.password}
          label={t.accounts.password}
          hint={t.accounts.passwordHint}
          type="password"
          autoComplete="new-password"
        />
        <p className="text-sm text-muted">{words.privacy}</p>
        <SubmitButton wide>{words.submit}</SubmitButton>
      </Form>
      <p>
        {words.haveAccount} <Link to={paths.login({ next })}>{words.loginLink}</Link>
      </p>
    </Page>
  );
}
