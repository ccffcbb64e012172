import { useForm } from "@conform-to/react";
import { redirect } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { requireFreshSecondFactorToSend } from "#app/auth/fresh-second-factor.server.ts";
import { organizationMember } from "#app/auth/policies.ts";
import { dayInChina } from "#app/domain/clock.ts";
import { canPayOut } from "#app/domain/disbursements/disbursement-policy.ts";
import { listDisbursementsOfCharity } from "#app/domain/disbursements/disbursement-queries.server.ts";
import { payOutDisbursement } from "#app/domain/disbursements/pay-out-disbursement.server.ts";
import { getPaymentSpeed } from "#app/domain/disbursements/payment-speed-queries.server.ts";
import { formatYuan } from "#app/domain/money.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { Page } from "#app/ui/page.tsx";
import { EmptyState } from "#app/ui/status.tsx";
import { DataTable } from "#app/ui/table.tsx";
import { SpeedFigures } from "../ledger/payment-speed.tsx";
import { PaymentBadge } from "../staff_.payments_.$id/payment-facts.tsx";

export const loader = guardLoader(organizationMember, async ({ services, actor, t }) => {
  const charities = actor.memberships.filter((membership) => membership.kind === "charity" && membership.isVerified);
  const lists = await Promise.all(
    charities.map(({ organizationId }) => listDisbursementsOfCharity(services.db, { charityId: organizationId })),
  );
  return {
    page: { title: t.impactReports.payments.orgTitle, isPrivate: true },
    payments: lists.flat().map((payment) => ({
      ...payment,
      canPayOut:
        (payment.state === "approved" || (payment.state === "proposed" && !payment.needsApproval)) &&
        canPayOut(actor, payment),
    })),
    speed: await Promise.all(
      charities.map(({ organizationId }) => getPaymentSpeed(services.db, { of: "charity", charityId: organizationId })),
    ),
  };
});

export const action = guardAction(organizationMember, async ({ request, services, actor, url, context }) => {
  const form = parseForm(await request.formData(), z.object({ disbursementId: z.string() }));
  if (!form.ok) return form.reply;
  const at = services.clock.now();
  requireFreshSecondFactorToSend(context, at, url);
  const result = await payOutDisbursement(services.db, form.value, actor, at);
  return result.ok ? redirect(paths.organizationPayments(), 303) : form.refuse({ "": [result.code] });
});

/** What village and town proposed: the charity pays from its own account and records it here. */
export default function OrganizationPaymentsPage() {
  const t = useMessages();
  const words = t.impactReports.payments;
  const { payments, speed } = useLoaderData<typeof loader>();
  const [form] = useForm({ id: "pay", lastResult: useActionData<typeof action>()?.result });
  return (
    <Page
      title={words.orgTitle}
      lead={words.orgLead}
      breadcrumbs={[{ to: paths.organizationHome(), label: t.layout.organization }]}
      form={form}
      messages={t.disbursements.errors}
    >
      {speed.map((one) => (
        <SpeedFigures key={`${one.paidCount} ${one.daysToPay}`} speed={one} />
      ))}
      {payments.length === 0 ? (
        <EmptyState title={words.orgNone} />
      ) : (
        <>
          <p className="text-muted">{words.payHint}</p>
          <DataTable
            caption={words.orgTitle}
            hideCaption
            rows={payments}
            rowKey={(payment) => payment.id}
            columns={[
              {
                key: "purpose",
                header: words.purpose,
                cell: (payment) => <Link to={paths.organizationPayment(payment.id)}>{payment.purpose}</Link>,
                rowHeader: true,
              },
              { key: "need", header: words.need, cell: (payment) => `${payment.villageName} ${payment.needTitle}` },
              { key: "payee", header: words.payeeName, cell: (payment) => payment.payeeName },
              { key: "amount", header: words.amount, cell: (payment) => formatYuan(payment.amountFen), numeric: true },
              { key: "date", header: words.propose, cell: (payment) => dayInChina(payment.proposedAt) },
              {
                key: "state",
                header: words.title,
                cell: (payment) =>
                  payment.canPayOut ? (
                    <Form>
                      <input type="hidden" name="disbursementId" value={payment.id} />
                      <SubmitButton>{words.pay}</SubmitButton>
                    </Form>
                  ) : (
                    <PaymentBadge payment={payment} />
                  ),
              },
            ]}
          />
        </>
      )}
    </Page>
  );
}
