import { data, redirect } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { anyone } from "#app/auth/policies.ts";
import { formatYuanWithSign } from "#app/domain/money.ts";
import { retryAfterDays } from "#app/domain/monthly-gifts/monthly-gift.ts";
import { openMonthlyCheckout } from "#app/domain/monthly-gifts/open-monthly-checkout.server.ts";
import { guardAction, guardLoader, notFound } from "#app/http/guard.server.ts";
import { getMonthlyGiftFor, startedGiftCookie } from "#app/http/monthly-access.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { Page } from "#app/ui/page.tsx";
import { Banner } from "#app/ui/status.tsx";
import { DescriptionList } from "#app/ui/table.tsx";
import { CharityBox } from "../needs_.$code_.donate/charity-box.tsx";

export const loader = guardLoader(anyone, async ({ services, actor, request, params, t }) => {
  const gift = await getMonthlyGiftFor(services, { actor, request }, params.id ?? "");
  if (gift === null) throw redirect(paths.monthlyLink({ from: "gift" }));
  if (gift.state !== "started") throw redirect(paths.monthlyGift(gift.id));
  return { gift, page: { title: t.monthlyGifts.check.title, isPrivate: true } };
});

export const action = guardAction(anyone, async ({ services, actor, request, params }) => {
  const gift = await getMonthlyGiftFor(services, { actor, request }, params.id ?? "");
  if (gift === null) throw redirect(paths.monthlyLink({ from: "gift" }), 303);
  const { baseUrl, mode } = services.env;
  const result = await openMonthlyCheckout(
    services.db,
    services.payments,
    {
      monthlyGiftId: gift.id,
      successUrl: `${baseUrl}${paths.monthlyGift(gift.id, { done: "paid" })}`,
      cancelUrl: `${baseUrl}${paths.monthlyGiftCheck(gift.id)}`,
      expectsLive: mode === "production",
    },
    services.clock.now(),
  );
  // Paying takes its time: the way back must still be open then.
  const headers = { "Set-Cookie": startedGiftCookie(services, gift.id) };
  if (result.ok) return redirect(result.value.url, { status: 303, headers });
  if (result.code === "not_found") throw notFound();
  if (result.code === "already_started") return redirect(paths.monthlyGift(gift.id), 303);
  return data({ code: result.code }, { status: result.code === "unavailable" ? 503 : 409 });
});

/** Last page before the provider's: everything once more, and what a monthly gift means (U4, U8). */
export default function CheckMonthlyGiftPage() {
  const t = useMessages();
  const words = t.monthlyGifts.check;
  const once = t.donations.check;
  const { gift } = useLoaderData<typeof loader>();
  const failure = useActionData<typeof action>();
  const amount = formatYuanWithSign(gift.amountFen);
  return (
    <Page
      title={words.title}
      lead={words.lead}
      breadcrumbs={[{ to: paths.need(gift.needCode), label: gift.needTitle }]}
      narrow
    >
      {failure && (
        <Banner tone="danger" title={t.donations.cannotGive}>
          <p>{words.errors[failure.code]}</p>
        </Banner>
      )}
      <DescriptionList
        items={[
          {
            term: words.amount,
            details: <strong className="text-xl">{t.monthlyGifts.perMonth(amount)}</strong>,
          },
          { term: words.first, details: words.firstValue },
          { term: words.method, details: words.methodValue },
          { term: once.need, details: gift.needTitle },
          { term: once.charity, details: gift.charity.name },
          { term: once.shownAs, details: gift.publicName ?? t.common.anonymousName },
          { term: once.message, details: gift.message || once.noMessage },
          { term: once.receiptName, details: gift.receiptName || once.noReceiptName },
          { term: once.email, details: gift.email },
          { term: once.surplus, details: t.donations.surplusChoices[gift.surplusChoice] },
          {
            term: t.donations.operating.term,
            details: gift.allowsOperating ? t.donations.operating.yes : t.donations.operating.no,
          },
          { term: words.failing, details: t.monthlyGifts.retryPlan(retryAfterDays) },
        ]}
      />
      <p>
        <Link className="tap" to={paths.needDonate(gift.needCode, { monthly: gift.id })}>
          {t.donations.receipt.changeGift}
        </Link>
      </p>
      <CharityBox charity={gift.charity} filing={gift.filing} />
      <p className="max-w-measure">{words.whenFull}</p>
      <p className="max-w-measure">{words.change}</p>
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
