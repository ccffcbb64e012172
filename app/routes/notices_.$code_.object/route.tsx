import { useForm } from "@conform-to/react";
import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { anyone } from "#app/auth/policies.ts";
import { newId } from "#app/domain/ids.ts";
import { objectionForm } from "#app/domain/notices/notice-form.ts";
import { takesObjections } from "#app/domain/notices/notice-policy.ts";
import { getNotice } from "#app/domain/notices/notice-queries.server.ts";
import { objectToNotice } from "#app/domain/notices/object-to-notice.server.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { enforceRateLimit } from "#app/http/rate-limit.server.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Form, HiddenField, SubmitButton } from "#app/ui/form.tsx";
import { ButtonLink } from "#app/ui/links.tsx";
import { Page } from "#app/ui/page.tsx";
import { Banner } from "#app/ui/status.tsx";
import { TextArea, TextField } from "#app/ui/text-fields.tsx";

const objectionLimit = { name: "objection", limit: 10, windowSeconds: 3600 } as const;

export const loader = guardLoader(anyone, async ({ services, params, t }) => {
  const notice = await getNotice(services.db, params.code ?? "");
  if (notice === null) throw notFound();
  return {
    page: { title: t.notices.objectForm.title, isPrivate: true },
    code: notice.publicCode,
    title: notice.title,
    phone: notice.objectionPhone,
    isUp: takesObjections(notice.state),
    formNonce: newId(),
  };
});

/** Anyone, signed in or not: who it was is not written down (S7). */
export const action = guardAction(anyone, async ({ request, services, params, context }) => {
  const form = parseForm(await request.formData(), objectionForm);
  if (!form.ok) return form.reply;
  await enforceRateLimit(services, objectionLimit, context.clientAddress);
  const input = { noticeCode: params.code ?? "", ...form.value };
  const result = await objectToNotice(services, input, services.clock.now());
  if (result.ok) return redirect(paths.objection(result.value.objectionCode, { sent: "1" }), 303);
  if (result.code === "not_found") throw notFound();
  return form.refuse({ "": [result.code] });
});

export default function ObjectPage() {
  const t = useMessages();
  const words = t.notices.objectForm;
  const { code, title, phone, isUp, formNonce } = useLoaderData<typeof loader>();
  const [form, fields] = useForm<{ content: string; contact: string; formNonce: string }>({
    id: "object",
    lastResult: useActionData<typeof action>()?.result,
    defaultValue: { formNonce },
  });
  return (
    <Page
      title={words.title}
      eyebrow={title ?? t.notices.withheldTitle}
      lead={words.lead}
      breadcrumbs={[
        { to: paths.notices(), label: t.notices.title },
        { to: paths.notice(code), label: t.notices.number(code) },
      ]}
      form={form}
      messages={{ notice_ended: words.ended }}
      labels={{ content: words.content, contact: words.contact }}
      narrow
    >
      {isUp ? (
        <Form form={form}>
          <HiddenField field={fields.formNonce} />
          <TextArea field={fields.content} label={words.content} hint={words.contentHint} rows={6} />
          <TextField
            field={fields.contact}
            label={words.contact}
            hint={words.contactHint}
            optional
            autoComplete="off"
          />
          <p className="text-sm text-muted">{words.privacy}</p>
          <SubmitButton wide>{words.submit}</SubmitButton>
        </Form>
      ) : (
        <Banner tone="info" title={words.ended}>
          <p>
            {words.endedHint} <a href={`tel:${phone}`}>{phone}</a>
          </p>
        </Banner>
      )}
      <p>
        <ButtonLink to={paths.notice(code)} tone="quiet" icon="arrow-left">
          {t.notices.receipt.backToNotice}
        </ButtonLink>
      </p>
    </Page>
  );
}
