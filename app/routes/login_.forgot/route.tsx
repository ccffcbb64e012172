import { useForm } from "@conform-to/react";
import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { beginPasswordReset } from "#app/auth/password-reset.server.ts";
import { anyone } from "#app/auth/policies.ts";
import { linkMailGlobal, linkMailPerAddress, linkMailPerTarget } from "#app/auth/rate-limit-rules.ts";
import { forgotPasswordForm } from "#app/domain/accounts/account-form.ts";
import { newId } from "#app/domain/ids.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { enforceRateLimit, isWithinRateLimit } from "#app/http/rate-limit.server.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { queueMail } from "#app/jobs/queue-mail.server.ts";
import { Form, HiddenField, SubmitButton } from "#app/ui/form.tsx";
import { Page } from "#app/ui/page.tsx";
import { Banner } from "#app/ui/status.tsx";
import { TextField } from "#app/ui/text-fields.tsx";

export const loader = guardLoader(anyone, ({ url, t }) => ({
  page: { title: t.accounts.forgot.title, isPrivate: true },
  isSent: url.searchParams.get("done") === "sent",
  formNonce: newId(),
}));

/**
 * One answer for every address, whether somebody has it or not, and whether its share of mails is used up (E5, D7): an address nobody has gets
 * the same row in the queue, which is dropped when it is its turn.
 */
export const action = guardAction(anyone, async ({ request, services, locale, context }) => {
  const form = parseForm(await request.formData(), forgotPasswordForm);
  if (!form.ok) return form.reply;
  await enforceRateLimit(services, linkMailPerAddress, context.clientAddress);
  const { email, formNonce } = form.value;
  const mayMail =
    (await isWithinRateLimit(services, linkMailPerTarget, email)) &&
    (await isWithinRateLimit(services, linkMailGlobal));
  if (mayMail) {
    const resetId = await beginPasswordReset(services, { email }, services.clock.now());
    const mail = { template: "password-reset", recipient: email, locale, parameters: { resetId } } as const;
    await queueMail(services, { dedupeKey: `password-reset:${formNonce}`, ...mail });
  }
  return redirect(paths.forgotPassword({ done: "sent" }), 303);
});

export default function ForgotPasswordPage() {
  const { isSent, formNonce } = useLoaderData<typeof loader>();
  const t = useMessages();
  const words = t.accounts.forgot;
  const [form, fields] = useForm<{ email: string; formNonce: string }>({
    id: "forgot",
    lastResult: useActionData<typeof action>()?.result,
    defaultValue: { formNonce },
  });
  return (
    <Page
      title={words.title}
      lead={words.lead}
      breadcrumbs={[{ to: paths.login(), label: t.accounts.login.title }]}
      narrow
      form={form}
      labels={{ email: t.accounts.email }}
    >
      {isSent && <Banner tone="success" title={words.sent} />}
      <Form form={form} action={paths.forgotPassword()}>
        <HiddenField field={fields.formNonce} value={formNonce} />
        <TextField
          field={fields.email}
          label={t.accounts.email}
          type="email"
          inputMode="email"
          autoComplete="username"
        />
        <SubmitButton wide>{words.submit}</SubmitButton>
      </Form>
    </Page>
  );
}
