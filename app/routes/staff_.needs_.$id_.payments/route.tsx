import { useForm } from "@conform-to/react";
import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { requireFreshSecondFactorToSend } from "#app/auth/fresh-second-factor.server.ts";
import { anyStaff } from "#app/auth/policies.ts";
import { hasMismatch } from "#app/domain/callbacks/callback-queries.server.ts";
import { confirmDisbursement } from "#app/domain/disbursements/confirm-disbursement.server.ts";
import { type DisbursementInput, disbursementForm } from "#app/domain/disbursements/disbursement-form.ts";
import { canConfirm, canPropose } from "#app/domain/disbursements/disbursement-policy.ts";
import { getNeedMoney, listDisbursementsOfNeed } from "#app/domain/disbursements/disbursement-queries.server.ts";
import { proposeDisbursement } from "#app/domain/disbursements/propose-disbursement.server.ts";
import { getStaffNeed } from "#app/domain/needs/need-staff-queries.server.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader, notFound } from "#app/http/guard.server.ts";
import { readFormWithPictures } from "#app/http/multipart.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Amount } from "#app/ui/amount.tsx";
import { Page, Section } from "#app/ui/page.tsx";
import { Banner } from "#app/ui/status.tsx";
import { DescriptionList } from "#app/ui/table.tsx";
import { PaymentList } from "./payment-list.tsx";
import { ProposeForm } from "./propose-form.tsx";

export const loader = guardLoader(anyStaff, async ({ services, actor, params, t }) => {
  const need = await getStaffNeed(services.db, { needId: params.id ?? "", actor });
  if (need === null) throw notFound();
  const payments = await listDisbursementsOfNeed(services.db, { needId: need.id, actor });
  return {
    page: { title: t.impactReports.payments.title, isPrivate: true },
    need: { id: need.id, title: need.title },
    differs: await hasMismatch(services.db, { needId: need.id }),
    money: await getNeedMoney(services.db, { needId: need.id }),
    canPropose: canPropose(actor, need.regionCode),
    payments: payments.map((payment) => ({
      ...payment,
      canConfirm: payment.state === "paid_out" && canConfirm(actor, payment),
    })),
  };
});

/** Beside which field a refusal stands; the others belong to the whole form. */
const fieldOf: Readonly<Record<string, string>> = {
  not_enough_money: "amount",
  same_invoice: "invoiceNumber",
  invoice_required: "invoiceNumber",
  other_household: "payeeName",
  photo_required: "photo",
  photo_only_one: "photo",
  photo_unsupported: "photo",
  photo_too_large: "photo",
  photo_damaged: "photo",
  photo_empty: "photo",
};

const confirmForm = z.object({ disbursementId: z.string() });

export const action = guardAction(anyStaff, async ({ request, services, actor, params, url, context }) => {
  const { formData, pictures, uploadError } = await readFormWithPictures(request);
  const needId = params.id ?? "";
  const at = services.clock.now();
  if (formData.get("intent") === "confirm") {
    const form = parseForm(formData, confirmForm);
    if (!form.ok) return form.reply;
    requireFreshSecondFactorToSend(context, at, url);
    const result = await confirmDisbursement(services, { ...form.value, method: "officer", pictures: [] }, actor, at);
    return result.ok ? redirect(paths.staffNeedPayments(needId), 303) : form.refuse({ "": [result.code] });
  }
  const form = parseForm(formData, disbursementForm);
  if (!form.ok) return form.reply;
  if (uploadError) return form.refuse({ photo: [uploadError] });
  const result = await proposeDisbursement(services, { ...form.value, needId, pictures }, actor, at);
  if (result.ok) return redirect(paths.staffNeedPayments(needId), 303);
  return form.refuse({ [fieldOf[result.code] ?? ""]: [result.code] });
});

/** Money out of one need: what is there, what was proposed, paid and confirmed, by three people (D6). */
export default function NeedPaymentsPage() {
  const t = useMessages();
  const words = t.impactReports.payments;
  const { need, money, payments, differs, canPropose: mayPropose } = useLoaderData<typeof loader>();
  const [form, fields] = useForm<DisbursementInput & { photo: string }>({
    id: "payment",
    lastResult: useActionData<typeof action>()?.result,
    defaultValue: { payeeKind: "supplier", costKind: "direct" },
  });
  return (
    <Page
      title={words.title}
      lead={words.lead}
      breadcrumbs={[
        { to: paths.staffHome(), label: t.layout.workspace },
        { to: paths.staffNeed(need.id), label: need.title },
      ]}
      form={form}
      messages={{ ...t.disbursements.errors, ...words.errors }}
      labels={{
        payeeName: words.payeeName,
        purpose: words.purpose,
        amount: words.amount,
        invoiceNumber: words.invoiceNumber,
        photo: t.disbursements.invoicePhoto,
      }}
    >
      {differs && <Banner tone="warning" title={t.callbacks.mismatchOfNeed} />}
      <DescriptionList
        items={[
          { term: words.balance, details: <Amount fen={money.balanceFen} /> },
          { term: words.proposed, details: <Amount fen={money.proposedFen} /> },
        ]}
      />
      <Section title={words.list}>
        <PaymentList payments={payments} />
      </Section>
      {mayPropose && (
        <Section title={words.propose}>
          <ProposeForm form={form} fields={fields} />
        </Section>
      )}
    </Page>
  );
}
