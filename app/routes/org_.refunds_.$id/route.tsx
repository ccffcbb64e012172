import { useForm } from "@conform-to/react";
import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { requireFreshSecondFactorToSend } from "#app/auth/fresh-second-factor.server.ts";
import { organizationMember } from "#app/auth/policies.ts";
import { actorUserId } from "#app/domain/actor.ts";
import { amountInWords } from "#app/domain/donations/amount-in-words.server.ts";
import { approveRefund, recordBankRefund, rejectRefund } from "#app/domain/donations/decide-refund.server.ts";
import { approveRefundForm, bankRefundForm, rejectRefundForm } from "#app/domain/donations/refund-form.ts";
import { getRefund } from "#app/domain/donations/refund-queries.server.ts";
import { listTransitions } from "#app/domain/transition-queries.server.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { replyTo } from "#app/http/step-reply.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Page, Section } from "#app/ui/page.tsx";
import { Banner } from "#app/ui/status.tsx";
import { WayTimeline } from "#app/ui/way-timeline.tsx";
import { RefundBadge } from "../org_.refunds/refund-badges.tsx";
import { RefundFacts } from "./refund-facts.tsx";
import { RefundSteps } from "./refund-steps.tsx";

/** One refund, for the people of its charity. */
export const loader = guardLoader(organizationMember, async ({ services, actor, params, url, t }) => {
  const refund = await getRefund(services.db, { refundId: params.id ?? "", actor });
  if (refund === null) throw notFound();
  const { requestedBy, ...shown } = refund;
  return {
    page: { title: `${t.refunds.title} ${refund.receiptNumber}`, isPrivate: true },
    // A donor who asked is not named: who gave is nobody's business at the charity's desk (L17).
    refund: { ...shown, requesterName: refund.reason === "donor_request" ? null : shown.requesterName },
    isOwn: requestedBy !== null && requestedBy === actorUserId(actor),
    inWords: amountInWords(refund.amountFen),
    done: url.searchParams.get("done"),
    history: (await listTransitions(services.db, { noun: "refund", subjectId: refund.id })).map((step) =>
      step.event === "request" && refund.reason === "donor_request" ? { ...step, actorName: null } : step,
    ),
  };
});

export const action = guardAction(organizationMember, async ({ request, services, actor, params, url, context }) => {
  const refundId = params.id ?? "";
  const formData = await request.formData();
  const at = services.clock.now();
  const intent = String(formData.get("intent") ?? "");
  const done = (step: string) => redirect(paths.organizationRefund(refundId, { done: step }), 303);
  if (intent === "reject") {
    const form = parseForm(formData, rejectRefundForm);
    if (!form.ok) return form.reply;
    const result = await rejectRefund(services.db, { refundId, reason: form.value.reason }, actor, at);
    if (result.ok) return done("reject");
    if (result.code === "not_found") throw notFound();
    return form.refuse({ "": [result.code] });
  }
  if (intent === "bank") {
    const form = parseForm(formData, bankRefundForm);
    if (!form.ok) return form.reply;
    requireFreshSecondFactorToSend(context, at, url);
    const input = { refundId, documentNumber: form.value.documentNumber };
    const result = await recordBankRefund(services.db, input, actor, at);
    if (result.ok) return done("bank");
    if (result.code === "not_found") throw notFound();
    return form.refuse({ "": [result.code] });
  }
  const form = parseForm(formData, approveRefundForm);
  if (!form.ok) return form.reply;
  requireFreshSecondFactorToSend(context, at, url);
  const result = await approveRefund(services.db, { refundId }, actor, at);
  if (result.ok) return done("approve");
  if (result.code === "not_found") throw notFound();
  return form.refuse({ "": [result.code] });
});

export default function RefundPage() {
  const t = useMessages();
  const words = t.refunds;
  const { refund, isOwn, inWords, history, done } = useLoaderData<typeof loader>();
  const reply = useActionData<typeof action>()?.result;
  const [approve] = useForm({ id: "approve", lastResult: replyTo(reply, "approve") });
  const [reject, rejectFields] = useForm<{ reason: string }>({ id: "reject", lastResult: replyTo(reply, "reject") });
  const [bank, bankFields] = useForm<{ documentNumber: string }>({ id: "bank", lastResult: replyTo(reply, "bank") });
  const doneWords: Readonly<Record<string, string>> = words.done;
  return (
    <Page
      title={refund.receiptNumber}
      breadcrumbs={[
        { to: paths.organizationHome(), label: t.layout.organization },
        { to: paths.organizationRefunds(), label: words.title },
      ]}
      badges={<RefundBadge state={refund.state} />}
      forms={[approve, reject, bank]}
      messages={words.errors}
      labels={words.fields}
      narrow
    >
      {done !== null && doneWords[done] !== undefined && <Banner tone="success" title={doneWords[done]} />}
      <RefundFacts refund={refund} inWords={inWords} />
      <RefundSteps
        refund={refund}
        inWords={inWords}
        isOwn={isOwn}
        approve={approve}
        reject={{ form: reject, field: rejectFields.reason }}
        bank={{ form: bank, field: bankFields.documentNumber }}
      />
      <Section title={words.detail.history}>
        <WayTimeline
          history={history}
          eventWords={words.events}
          way={["requested", "approved", "succeeded"]}
          wayWords={words.states}
          state={refund.state}
        />
      </Section>
    </Page>
  );
}
