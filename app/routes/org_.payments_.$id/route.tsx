import { useForm } from "@conform-to/react";
import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { requireFreshSecondFactorToSend } from "#app/auth/fresh-second-factor.server.ts";
import { organizationMember } from "#app/auth/policies.ts";
import { approveDisbursement } from "#app/domain/disbursements/approve-disbursement.server.ts";
import { paymentStepForm, reasonForm } from "#app/domain/disbursements/disbursement-form.ts";
import { canApprove, canPayOut, canRecordReturn, isOfCharity } from "#app/domain/disbursements/disbursement-policy.ts";
import { getDisbursementFor } from "#app/domain/disbursements/disbursement-queries.server.ts";
import { payOutDisbursement } from "#app/domain/disbursements/pay-out-disbursement.server.ts";
import { rejectDisbursement } from "#app/domain/disbursements/reject-disbursement.server.ts";
import { returnDisbursement } from "#app/domain/disbursements/return-disbursement.server.ts";
import { listTransitions } from "#app/domain/transition-queries.server.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { replyTo } from "#app/http/step-reply.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Page, Section } from "#app/ui/page.tsx";
import { WayTimeline } from "#app/ui/way-timeline.tsx";
import { PaymentBadge, PaymentFacts } from "../staff_.payments_.$id/payment-facts.tsx";
import { CharitySteps } from "./charity-steps.tsx";

export const loader = guardLoader(organizationMember, async ({ services, actor, params, t }) => {
  const payment = await getDisbursementFor(services.db, { disbursementId: params.id ?? "", actor });
  if (payment === null || !isOfCharity(actor, payment)) throw notFound();
  const isOpen = payment.state === "proposed" || payment.state === "approved";
  const waitsForApproval = payment.state === "proposed" && payment.needsApproval;
  return {
    page: { title: t.disbursements.title, isPrivate: true },
    payment,
    history: await listTransitions(services.db, { noun: "disbursement", subjectId: payment.id }),
    may: {
      approve: waitsForApproval && canApprove(actor, payment),
      payOut: isOpen && !waitsForApproval && canPayOut(actor, payment),
      reject: isOpen,
      return: payment.state === "paid_out" && canRecordReturn(actor, payment),
    },
  };
});

export const action = guardAction(organizationMember, async ({ request, services, actor, params, url, context }) => {
  const formData = await request.formData();
  const { db } = services;
  const at = services.clock.now();
  const disbursementId = params.id ?? "";
  const intent = formData.get("intent");
  if (intent === "reject" || intent === "return") {
    const form = parseForm(formData, reasonForm);
    if (!form.ok) return form.reply;
    const input = { disbursementId, reason: form.value.reason };
    const result =
      intent === "reject"
        ? await rejectDisbursement(db, input, actor, at)
        : await returnDisbursement(db, input, actor, at);
    if (result.ok) return redirect(paths.organizationPayment(disbursementId), 303);
    return form.refuse({ "": [result.code] });
  }
  const form = parseForm(formData, paymentStepForm);
  // No button sends anything else.
  if (!form.ok) throw new Response(null, { status: 400 });
  requireFreshSecondFactorToSend(context, at, url);
  const result =
    form.value.intent === "approve"
      ? await approveDisbursement(db, { disbursementId }, actor, at)
      : await payOutDisbursement(db, { disbursementId }, actor, at);
  if (result.ok) return redirect(paths.organizationPayment(disbursementId), 303);
  return form.refuse({ "": [result.code] });
});

/** One payment for the charity: approve, pay, refuse with a reason, record that it came back. */
export default function OrganizationPaymentPage() {
  const t = useMessages();
  const words = t.disbursements;
  const { payment, history, may } = useLoaderData<typeof loader>();
  const reply = useActionData<typeof action>()?.result;
  const [step] = useForm({ id: "step", lastResult: replyTo(reply, "approve") ?? replyTo(reply, "pay_out") });
  const reject = useForm<{ reason: string }>({ id: "reject", lastResult: replyTo(reply, "reject") });
  const giveBack = useForm<{ reason: string }>({ id: "return", lastResult: replyTo(reply, "return") });
  return (
    <Page
      title={words.title}
      badges={<PaymentBadge payment={payment} />}
      breadcrumbs={[
        { to: paths.organizationHome(), label: t.layout.organization },
        { to: paths.organizationPayments(), label: t.impactReports.payments.orgTitle },
      ]}
      forms={[step, reject[0], giveBack[0]]}
      messages={words.errors}
      labels={{ reason: words.reasonLabel }}
      aside={<PaymentFacts payment={payment} />}
      asideFirst
    >
      <CharitySteps may={may} reject={reject} giveBack={giveBack} />
      <Section title={words.history}>
        <WayTimeline history={history} eventWords={words.events} way={[]} wayWords={{}} state={payment.state} />
      </Section>
    </Page>
  );
}
