import { useForm } from "@conform-to/react";
import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { anyone } from "#app/auth/policies.ts";
import { type Actor, actorUserId } from "#app/domain/actor.ts";
import { mayReadReceiptName } from "#app/domain/donations/receipt-key.server.ts";
import { refundWindowEnd, whyNoRefund } from "#app/domain/donations/refund.ts";
import { type RefundInput, refundForm } from "#app/domain/donations/refund-form.ts";
import { getRefundOffer } from "#app/domain/donations/refund-queries.server.ts";
import { requestRefund } from "#app/domain/donations/request-refund.server.ts";
import { fenToDecimal, formatYuanWithSign } from "#app/domain/money.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import type { Services } from "#app/services.server.ts";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { ButtonLink } from "#app/ui/links.tsx";
import { Page } from "#app/ui/page.tsx";
import { Banner } from "#app/ui/status.tsx";
import { MoneyField, TextArea } from "#app/ui/text-fields.tsx";
import { OfferFacts, type ShownOffer } from "./offer-facts.tsx";

type Asked = { services: Services; params: { id?: string | undefined }; url: URL; actor: Actor };

/** The gift, and whether the reader is its donor: signed in, or with the key from the receipt mail (L17). */
async function readGift({ services, params, url, actor }: Asked) {
  const offer = await getRefundOffer(services.db, { donationId: params.id ?? "" });
  if (offer === null) throw notFound();
  const key = url.searchParams.get("key");
  const gift = { id: offer.donationId, userId: offer.userId };
  const isDonor = mayReadReceiptName(services.sealer, gift, { userId: actorUserId(actor), key });
  return { offer, isDonor, key: key ?? undefined };
}

export const loader = guardLoader(anyone, async ({ services, params, url, actor, t }) => {
  const { offer, isDonor, key } = await readGift({ services, params, url, actor });
  const shown: ShownOffer = {
    giftFen: offer.giftFen,
    refundedFen: offer.refundedFen,
    unspentFen: offer.unspentFen,
    refundableFen: offer.refundableFen,
    channel: offer.channel,
    windowEnd: refundWindowEnd(offer),
  };
  return {
    page: { title: t.refunds.donor.title, isPrivate: true },
    isDonor,
    receiptPath: paths.donation(offer.donationId, { key }),
    // Whoever only has the address of the receipt learns nothing more here than there.
    offer: isDonor ? shown : null,
    charity: { name: offer.charityName, phone: offer.contactPhone },
    need: { title: offer.needTitle, code: offer.needCode },
    refusal: whyNoRefund(offer, services.clock.now()),
    isDone: url.searchParams.get("done") === "request",
  };
});

export const action = guardAction(anyone, async ({ request, services, params, url, actor }) => {
  const { offer, isDonor, key } = await readGift({ services, params, url, actor });
  if (!isDonor) throw notFound();
  const form = parseForm(await request.formData(), refundForm);
  if (!form.ok) return form.reply;
  const at = services.clock.now();
  const refusal = whyNoRefund(offer, at);
  if (refusal !== null) return form.refuse({ "": [refusal] });
  const input = {
    donationId: offer.donationId,
    paymentIntentId: offer.ownPaymentIntentId,
    amountFen: form.value.amount,
    reason: "donor_request" as const,
    note: form.value.reason,
  };
  const result = await requestRefund(services.db, input, actor, at);
  if (result.ok) return redirect(paths.donationRefund(offer.donationId, { key, done: "request" }), 303);
  return form.refuse({ [result.code === "too_much" ? "amount" : ""]: [result.code] });
});

/** The donor asks for money back: how much can go back, until when, and what cannot because it is spent (B12). */
export default function RefundRequestPage() {
  const t = useMessages();
  const words = t.refunds.donor;
  const { offer, charity, need, refusal, receiptPath, isDonor, isDone } = useLoaderData<typeof loader>();
  const [form, fields] = useForm<RefundInput>({
    id: "refund",
    lastResult: useActionData<typeof action>()?.result,
    defaultValue: { amount: offer ? fenToDecimal(offer.refundableFen) : "" },
  });
  return (
    <Page
      title={words.title}
      lead={words.lead(charity.name)}
      breadcrumbs={[{ to: receiptPath, label: need.title }]}
      form={form}
      messages={t.refunds.errors}
      labels={t.refunds.fields}
      narrow
    >
      {isDone && <Banner tone="success" title={words.done} />}
      {!isDonor && <Banner tone="info" title={words.notYou} />}
      {offer && <OfferFacts offer={offer} />}
      {offer && refusal !== null && !isDone && (
        <Banner tone="info" title={words.cannot}>
          <p>{words.whyNot[refusal]}</p>
          <p>{words.contact(charity.phone)}</p>
        </Banner>
      )}
      {offer && refusal === null && (
        <Form form={form}>
          <MoneyField
            field={fields.amount}
            label={t.refunds.fields.amount}
            hint={t.refunds.hints.amount(formatYuanWithSign(offer.refundableFen))}
          />
          <TextArea field={fields.reason} label={t.refunds.fields.reason} hint={t.refunds.hints.donorReason} rows={3} />
          <SubmitButton>{words.submit}</SubmitButton>
        </Form>
      )}
      <p>
        <ButtonLink to={receiptPath} tone="quiet">
          {words.back}
        </ButtonLink>
      </p>
    </Page>
  );
}
