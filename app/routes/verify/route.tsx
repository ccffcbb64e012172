import { useForm } from "@conform-to/react";
import { data, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { anyone } from "#app/auth/policies.ts";
import { verifyForm } from "#app/domain/donations/verify-form.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardLoader } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { Page } from "#app/ui/page.tsx";
import { TextField } from "#app/ui/text-fields.tsx";

/** Takes a code from paper to its page. Sent by GET: a check changes nothing. */
export const loader = guardLoader(anyone, ({ url, t }) => {
  const page = { title: t.receipts.verify.title, isPrivate: true };
  const code = url.searchParams.get("code") ?? "";
  if (!url.searchParams.has("code")) return data({ page, code, result: undefined });
  const form = parseForm(url.searchParams, verifyForm);
  if (form.ok) throw redirect(paths.verifiedReceipt(form.value.code));
  return data({ page, code, result: form.reply.data.result }, { status: 422 });
});

export default function VerifyPage() {
  const words = useMessages().receipts.verify;
  const { code, result } = useLoaderData<typeof loader>();
  const [form, fields] = useForm<{ code: string }>({ id: "verify", lastResult: result, defaultValue: { code } });
  return (
    <Page
      title={words.title}
      lead={words.lead}
      breadcrumbs={[]}
      form={form}
      messages={words.errors}
      labels={{ code: words.code }}
      narrow
    >
      <Form form={form} method="get" action={paths.verify()}>
        <TextField field={fields.code} label={words.code} hint={words.codeHint} autoComplete="off" width="medium" />
        <SubmitButton>{words.submit}</SubmitButton>
      </Form>
    </Page>
  );
}
