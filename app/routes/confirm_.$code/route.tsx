import { useForm } from "@conform-to/react";
import { redirect } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { anyone } from "#app/auth/policies.ts";
import { confirmationPerAddress } from "#app/auth/rate-limit-rules.ts";
import { dayInChina } from "#app/domain/clock.ts";
import { confirmDisbursementByCode } from "#app/domain/disbursements/confirm-disbursement-by-code.server.ts";
import { confirmByCodeForm } from "#app/domain/disbursements/disbursement-form.ts";
import { getPaymentToConfirm } from "#app/domain/disbursements/payment-to-confirm-queries.server.ts";
import { formatYuanWithSign } from "#app/domain/money.ts";
import { getComplaintPhone } from "#app/domain/regions/jurisdiction-queries.server.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { enforceRateLimit } from "#app/http/rate-limit.server.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { Page, Section } from "#app/ui/page.tsx";
import { Banner } from "#app/ui/status.tsx";
import { TextField } from "#app/ui/text-fields.tsx";

/** Where a household or supplier confirms with the code of its slip, without an account (S101, D6). */
export const loader = guardLoader(anyone, async ({ services, params, url, t }) => {
  const payment = await getPaymentToConfirm(services.db, { publicCode: params.code ?? "" });
  if (payment === null) throw notFound();
  const { regionCode, ...shown } = payment;
  const day = dayInChina(services.clock.now());
  return {
    page: { title: t.disbursements.confirmPage.title, isPrivate: true },
    payment: shown,
    phone: (await getComplaintPhone(services.db, { regionCode, day }))?.value ?? null,
    isDone: url.searchParams.has("done") && payment.state === "confirmed",
  };
});

export const action = guardAction(anyone, async ({ request, services, actor, params, context }) => {
  const form = parseForm(await request.formData(), confirmByCodeForm);
  if (!form.ok) return form.reply;
  await enforceRateLimit(services, confirmationPerAddress, context.clientAddress);
  const publicCode = params.code ?? "";
  const input = { publicCode, code: form.value.code };
  const result = await confirmDisbursementByCode(services.db, input, actor, services.clock.now());
  if (result.ok) return redirect(paths.confirmPayment(publicCode, { done: 1 }), 303);
  if (result.code === "not_found") throw notFound();
  return form.refuse(result.code === "wrong_code" ? { code: [result.code] } : { "": [result.code] });
});

export default function ConfirmPage() {
  const t = useMessages();
  const words = t.disbursements.confirmPage;
  const { payment, phone, isDone } = useLoaderData<typeof loader>();
  const [form, fields] = useForm<{ code: string }>({ id: "code", lastResult: useActionData<typeof action>()?.result });
  return (
    <Page
      title={words.title}
      lead={words.lead(payment.purpose ?? words.hiddenPurpose, formatYuanWithSign(payment.amountFen))}
      form={form}
      messages={t.disbursements.errors}
      labels={{ code: words.code }}
      narrow
    >
      {payment.state === "confirmed" ? (
        <Banner tone="success" title={isDone ? words.done : words.already}>
          <p>
            {words.doneBody} <Link to={paths.ledgerNotice(payment.publicCode)}>{t.moneyTrace.openNotice}</Link>
          </p>
        </Banner>
      ) : payment.hasCode ? (
        <Form form={form}>
          <TextField field={fields.code} label={words.code} hint={words.codeHint} width="short" autoComplete="off" />
          <SubmitButton wide>{words.submit}</SubmitButton>
        </Form>
      ) : (
        <Banner tone="info">{words.noCode}</Banner>
      )}
      {payment.state !== "confirmed" && (
        <Section title={words.notReceived}>
          <p>
            {words.notReceivedBody} {phone}
          </p>
        </Section>
      )}
    </Page>
  );
}
