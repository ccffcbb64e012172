import { useForm } from "@conform-to/react";
import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { requireFreshSecondFactorToSend } from "#app/auth/fresh-second-factor.server.ts";
import { organizationMember } from "#app/auth/policies.ts";
import type { Actor } from "#app/domain/actor.ts";
import { whyNoRefund } from "#app/domain/donations/refund.ts";
import { type RefundInput, refundForm } from "#app/domain/donations/refund-form.ts";
import { findGiftByReceiptNumber, getRefundOffer } from "#app/domain/donations/refund-queries.server.ts";
import { requestRefund } from "#app/domain/donations/request-refund.server.ts";
import { fenToDecimal, formatYuanWithSign } from "#app/domain/money.ts";
import { canActFor, charitiesOf } from "#app/domain/organizations/organization-policy.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import type { Services } from "#app/services.server.ts";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { Page } from "#app/ui/page.tsx";
import { Banner } from "#app/ui/status.tsx";
import { DescriptionList } from "#app/ui/table.tsx";
import { MoneyField, TextArea } from "#app/ui/text-fields.tsx";
import { FindGift } from "./find-gift.tsx";

/** The gift in the address, if it is one of the reader's own charities'; a second payment is named beside it. */
async function readOffer(services: Services, actor: Actor, url: URL) {
  const receiptNumber = url.searchParams.get("receipt")?.trim().toUpperCase() ?? "";
  const found = receiptNumber === "" ? null : await findGiftByReceiptNumber(services.db, { receiptNumber, actor });
  const donationId = found?.id ?? url.searchParams.get("gift") ?? "";
  const payment = url.searchParams.get("payment");
  const offer = await getRefundOffer(services.db, {
    donationId,
    ...(payment === null ? {} : { paymentIntentId: payment }),
  });
  if (offer === null || !canActFor(actor, offer.charityId)) return null;
  const isSecond = payment !== null && (payment !== offer.ownPaymentIntentId || offer.giftState === "quarantined");
  return { offer, isSecond, paymentIntentId: payment ?? offer.ownPaymentIntentId };
}

export const loader = guardLoader(organizationMember, async ({ services, actor, url, t }) => {
  if (charitiesOf(actor).length === 0) throw notFound();
  const read = await readOffer(services, actor, url);
  const hasAsked = url.searchParams.has("receipt") || url.searchParams.has("gift");
  return {
    page: { title: t.refunds.startOwn, isPrivate: true },
    isUnknown: hasAsked && read === null,
    gift: read && {
      receiptNumber: read.offer.receiptNumber,
      needTitle: read.offer.needTitle,
      giftFen: read.offer.giftFen,
      refundableFen: read.offer.refundableFen,
      isSecond: read.isSecond,
      // Money that is not as agreed has no day of payment; it can only go back.
      refusal: read.isSecond ? null : whyNoRefund(read.offer, services.clock.now()),
    },
  };
});

export const action = guardAction(organizationMember, async ({ request, services, actor, url, context }) => {
  const read = await readOffer(services, actor, url);
  if (read === null) throw notFound();
  const form = parseForm(await request.formData(), refundForm);
  if (!form.ok) return form.reply;
  const at = services.clock.now();
  const refusal = read.isSecond ? null : whyNoRefund(read.offer, at);
  if (refusal !== null) return form.refuse({ "": [refusal] });
  requireFreshSecondFactorToSend(context, at, url);
  const input = {
    donationId: read.offer.donationId,
    paymentIntentId: read.paymentIntentId,
    amountFen: form.value.amount,
    reason: read.isSecond ? ("duplicate" as const) : ("charity_decision" as const),
    note: form.value.reason,
  };
  const result = await requestRefund(services.db, input, actor, at);
  if (result.ok) return redirect(paths.organizationRefund(result.value.refundId, { done: "request" }), 303);
  return form.refuse({ [result.code === "too_much" ? "amount" : ""]: [result.code] });
});

/** The charity starts a refund itself, or sends back what was paid twice; a colleague agrees to it. */
export default function NewRefundPage() {
  const t = useMessages();
  const words = t.refunds;
  const { gift, isUnknown } = useLoaderData<typeof loader>();
  const [form, fields] = useForm<RefundInput>({
    id: "refund",
    lastResult: useActionData<typeof action>()?.result,
    defaultValue: { amount: gift ? fenToDecimal(gift.refundableFen) : "" },
  });
  return (
    <Page
      title={words.startOwn}
      breadcrumbs={[
        { to: paths.organizationHome(), label: t.layout.organization },
        { to: paths.organizationRefunds(), label: words.title },
      ]}
      form={form}
      messages={words.errors}
      labels={words.fields}
      narrow
    >
      {gift === null ? (
        <FindGift isUnknown={isUnknown} />
      ) : (
        <>
          <DescriptionList
            items={[
              { term: words.columns.receipt, details: <span className="figure">{gift.receiptNumber}</span> },
              { term: words.columns.need, details: gift.needTitle },
              { term: words.donor.given, details: formatYuanWithSign(gift.giftFen) },
              {
                term: gift.isSecond ? words.columns.left : words.detail.unspent,
                details: <strong className="text-xl">{formatYuanWithSign(gift.refundableFen)}</strong>,
              },
            ]}
          />
          {gift.refusal !== null ? (
            <Banner tone="info" title={words.donor.cannot}>
              {words.donor.whyNot[gift.refusal]}
            </Banner>
          ) : (
            <Form form={form}>
              <MoneyField
                field={fields.amount}
                label={words.fields.amount}
                hint={words.hints.amount(formatYuanWithSign(gift.refundableFen))}
              />
              <TextArea field={fields.reason} label={words.fields.reason} hint={words.hints.charityReason} rows={3} />
              <SubmitButton>{words.startOwn}</SubmitButton>
            </Form>
          )}
        </>
      )}
    </Page>
  );
}
