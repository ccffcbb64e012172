import { useForm } from "@conform-to/react";
import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { requireFreshSecondFactor } from "#app/auth/fresh-second-factor.server.ts";
import { anyStaff } from "#app/auth/policies.ts";
import { hasFreshSecondFactor } from "#app/auth/sessions.server.ts";
import { getCallbackState } from "#app/domain/callbacks/callback-queries.server.ts";
import { dayInChina } from "#app/domain/clock.ts";
import { confirmDisbursement } from "#app/domain/disbursements/confirm-disbursement.server.ts";
import { canConfirm } from "#app/domain/disbursements/disbursement-policy.ts";
import { getDisbursementFor } from "#app/domain/disbursements/disbursement-queries.server.ts";
import { issueConfirmationCode } from "#app/domain/disbursements/issue-confirmation-code.server.ts";
import { getComplaintPhone } from "#app/domain/regions/jurisdiction-queries.server.ts";
import { listTransitions } from "#app/domain/transition-queries.server.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader, notFound } from "#app/http/guard.server.ts";
import { readFormWithPictures } from "#app/http/multipart.server.ts";
import { paths } from "#app/http/paths.ts";
import { qrPathOf } from "#app/http/qr-path.server.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Page, Section } from "#app/ui/page.tsx";
import { Banner } from "#app/ui/status.tsx";
import { WayTimeline } from "#app/ui/way-timeline.tsx";
import { CodeFirst } from "./code-first.tsx";
import { ConfirmSteps } from "./confirm-steps.tsx";
import { PaymentBadge, PaymentFacts } from "./payment-facts.tsx";
import { Slip } from "./slip.tsx";

export const loader = guardLoader(anyStaff, async ({ services, actor, params, t, context }) => {
  const payment = await getDisbursementFor(services.db, { disbursementId: params.id ?? "", actor });
  if (payment === null) throw notFound();
  return {
    page: { title: t.disbursements.title, isPrivate: true },
    payment,
    callback: await getCallbackState(services.db, { disbursementId: payment.id }),
    history: await listTransitions(services.db, { noun: "disbursement", subjectId: payment.id }),
    // Who confirms shows the code first, so that no picture is chosen in vain (E3).
    isFresh: hasFreshSecondFactor(context, services.clock.now()),
    canConfirm: payment.state === "paid_out" && canConfirm(actor, payment),
  };
});

const stepForm = z.object({ intent: z.enum(["officer", "signature", "issue"]) });

export const action = guardAction(anyStaff, async ({ request, services, actor, params, context }) => {
  const { formData, pictures, uploadError } = await readFormWithPictures(request);
  const form = parseForm(formData, stepForm);
  if (!form.ok) return form.reply;
  const at = services.clock.now();
  const disbursementId = params.id ?? "";
  requireFreshSecondFactor(context, at, paths.staffPayment(disbursementId));
  if (form.value.intent === "issue") {
    const issued = await issueConfirmationCode(services.db, { disbursementId }, actor, at);
    const payment = await getDisbursementFor(services.db, { disbursementId, actor });
    if (!issued.ok || payment === null) return form.refuse({ "": [issued.ok ? "not_found" : issued.code] });
    const url = `${services.env.baseUrl}${paths.confirmPayment(payment.publicCode)}`;
    const phone = await getComplaintPhone(services.db, { regionCode: payment.regionCode, day: dayInChina(at) });
    return {
      result: undefined,
      slip: { code: issued.value.code, url, qr: qrPathOf(url), phone: phone?.value ?? null },
    };
  }
  if (uploadError) return form.refuse({ photo: [uploadError] });
  const input = { disbursementId, method: form.value.intent, pictures };
  const result = await confirmDisbursement(services, input, actor, at);
  if (result.ok) return redirect(paths.staffPayment(disbursementId), 303);
  return form.refuse({ [result.code.startsWith("photo") ? "photo" : ""]: [result.code] });
});

/** One payment for staff: its papers, its way, and for a third person the three ways to confirm it (D6, S101). */
export default function StaffPaymentPage() {
  const t = useMessages();
  const words = t.disbursements;
  const { payment, history, callback, isFresh, canConfirm: mayConfirm } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const slip = answer && "slip" in answer ? answer.slip : null;
  const [form, fields] = useForm<{ photo: string }>({ id: "confirm", lastResult: answer?.result });
  return (
    <Page
      title={words.title}
      badges={<PaymentBadge payment={payment} />}
      breadcrumbs={[
        { to: paths.staffHome(), label: t.layout.workspace },
        { to: paths.staffNeedPayments(payment.needId), label: payment.needTitle },
      ]}
      form={form}
      messages={words.errors}
      labels={{ photo: words.signaturePhoto }}
      aside={<PaymentFacts payment={payment} />}
      asideFirst
    >
      {callback === "mismatched" && <Banner tone="warning" title={t.callbacks.mismatchTitle} />}
      {slip && <Slip slip={slip} />}
      {mayConfirm && !slip && !isFresh && <CodeFirst next={paths.staffPayment(payment.id)} />}
      {mayConfirm && !slip && isFresh && <ConfirmSteps payment={payment} signature={form} photo={fields.photo} />}
      <Section title={words.history}>
        <WayTimeline history={history} eventWords={words.events} way={[]} wayWords={{}} state={payment.state} />
      </Section>
    </Page>
  );
}
