import { data, redirect } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { anyone } from "#app/auth/policies.ts";
import { getDonationToCheck } from "#app/domain/donations/donation-form-queries.server.ts";
import { openCheckout } from "#app/domain/donations/open-checkout.server.ts";
import { receiptKey } from "#app/domain/donations/receipt-key.server.ts";
import { formatYuanWithSign } from "#app/domain/money.ts";
import { guardAction, guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { enforceRateLimit } from "#app/http/rate-limit.server.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { Page } from "#app/ui/page.tsx";
import { Banner } from "#app/ui/status.tsx";
import { DescriptionList } from "#app/ui/table.tsx";

export const loader = guardLoader(anyone, async ({ services, params, t }) => {
  const donation = await getDonationToCheck(services.db, { donationId: params.id ?? "" });
  if (donation === null) throw notFound();
  // Back after paying leads to the receipt, never to a second charge (U10).
  if (donation.isPaid) throw redirect(paths.donation(donation.id));
  return { donation, page: { title: t.donations.check.title, isPrivate: true } };
});

/** Every try may open a page at the provider: enough for a family at one address, too few for a machine (Q16). */
const checkLimit = { name: "donation-check", limit: 60, windowSeconds: 3600 };

export const action = guardAction(anyone, async ({ services, actor, params, context }) => {
  await enforceRateLimit(services, checkLimit, context.clientAddress);
  const donationId = params.id ?? "";
  // Who comes back from paying is the donor: the key lets them read the full name on the receipt.
  const receiptUrl = `${services.env.baseUrl}${paths.donation(donationId, { key: receiptKey(services.sealer, donationId) })}`;
  const result = await openCheckout(
    services.db,
    services.payments,
    {
      donationId,
      successUrl: `${receiptUrl}&session_id={CHECKOUT_SESSION_ID}`,
      cancelUrl: `${services.env.baseUrl}${paths.donationCheck(donationId)}`,
      expectsLive: services.env.mode === "production",
    },
    actor,
    services.clock.now(),
  );
  if (result.ok) return redirect(result.value.url, 303);
  if (result.code === "not_found") throw notFound();
  if (result.code === "already_paid" || result.code === "in_progress") return redirect(paths.donation(donationId), 303);
  return data({ code: result.code }, { status: result.code === "unavailable" ? 503 : 409 });
});

/** Last page before the provider's: everything once more, each line with a way back (U8). */
export default function CheckDonationPage() {
  const t = useMessages();
  const words = t.donations.check;
  const { donation } = useLoaderData<typeof loader>();
  const failure = useActionData<typeof action>();
  const amount = formatYuanWithSign(donation.amountFen);
  const change = (
    <Link className="tap" to={paths.needDonate(donation.needCode, { donation: donation.id })}>
      {t.common.edit}
    </Link>
  );
  const rows = [
    { key: "amount", term: words.amount, value: <strong className="text-xl">{amount}</strong> },
    { key: "need", term: words.need, value: donation.needTitle },
    { key: "charity", term: words.charity, value: donation.charityName },
    { key: "shown", term: words.shownAs, value: donation.publicName ?? t.common.anonymousName },
    { key: "message", term: words.message, value: donation.message || words.noMessage },
    { key: "receipt", term: words.receiptName, value: donation.receiptName || words.noReceiptName },
    { key: "email", term: words.email, value: donation.email },
    {
      key: "operating",
      term: t.donations.operating.term,
      value: donation.allowsOperating ? t.donations.operating.yes : t.donations.operating.no,
    },
    { key: "surplus", term: words.surplus, value: t.donations.surplusChoices[donation.surplusChoice] },
  ];
  return (
    <Page
      title={words.title}
      lead={words.lead}
      breadcrumbs={[{ to: paths.need(donation.needCode), label: donation.needTitle }]}
      narrow
    >
      {failure && (
        <Banner tone="danger" title={t.donations.cannotGive}>
          <p>{words.errors[failure.code]}</p>
        </Banner>
      )}
      <DescriptionList
        items={rows.map(({ key, term, value }) => ({
          key,
          term,
          details: (
            <span className="flex flex-wrap justify-between gap-x-4">
              <span className="min-w-0 break-words">{value}</span>
              {key === "need" || key === "charity" ? null : change}
            </span>
          ),
        }))}
      />
      <p className="text-muted">{words.next}</p>
      <Form>
        <SubmitButton tone="give" wide>
          {words.pay(amount)}
        </SubmitButton>
      </Form>
      <p className="text-sm text-muted">{t.donations.fees}</p>
    </Page>
  );
}
