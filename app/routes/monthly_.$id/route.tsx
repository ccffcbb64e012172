import { useForm } from "@conform-to/react";
import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { anyone } from "#app/auth/policies.ts";
import { isGoingOn } from "#app/domain/monthly-gifts/monthly-gift.ts";
import { guardAction, guardLoader } from "#app/http/guard.server.ts";
import { getMonthlyGiftFor, openedLinkCookie } from "#app/http/monthly-access.server.ts";
import { paths } from "#app/http/paths.ts";
import { enforceRateLimit } from "#app/http/rate-limit.server.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { ButtonLink } from "#app/ui/links.tsx";
import { Page, Section } from "#app/ui/page.tsx";
import { Banner, StateBadge } from "#app/ui/status.tsx";
import { ChangeForms } from "./change-forms.tsx";
import { ChargeTable } from "./charge-table.tsx";
import { actOnMonthlyGift } from "./monthly-actions.server.ts";
import { MonthlyFacts, monthlyTone } from "./monthly-facts.tsx";
import { MonthlyNotices } from "./monthly-notices.tsx";
import { loadMonthlyPage } from "./monthly-page.server.ts";

/**
 * One monthly gift, for its owner signed in or by the link of a mail; everybody else is offered a new link, whether the gift exists or not.
 * The link's key is taken out of the address at once.
 */
export const loader = guardLoader(anyone, async ({ services, actor, request, params, url, t }) => {
  const monthlyGiftId = params.id ?? "";
  const key = url.searchParams.get("key");
  if (key !== null) {
    const cookie = openedLinkCookie(services, monthlyGiftId, key);
    if (cookie === null) throw redirect(paths.monthlyLink({ from: "gift" }));
    throw redirect(paths.monthlyGift(monthlyGiftId), { headers: { "Set-Cookie": cookie } });
  }
  const found = await getMonthlyGiftFor(services, { actor, request }, monthlyGiftId);
  if (found === null) throw redirect(paths.monthlyLink({ from: "gift" }));
  const shown = await loadMonthlyPage(services, found, url.searchParams);
  const isWaiting = shown.gift.state === "started" && shown.done === "paid";
  return {
    ...shown,
    isWaiting,
    page: { title: t.monthlyGifts.page.title, isPrivate: true, refreshSeconds: isWaiting ? 5 : undefined },
  };
});

/** Each change is a request to the provider and a mail to the donor. */
const changeLimit = { name: "monthly change", limit: 30, windowSeconds: 3600 };

export const action = guardAction(anyone, async ({ services, actor, request, params, context }) => {
  const gift = await getMonthlyGiftFor(services, { actor, request }, params.id ?? "");
  if (gift === null) throw redirect(paths.monthlyLink({ from: "gift" }), 303);
  await enforceRateLimit(services, changeLimit, gift.id, context.clientAddress);
  return actOnMonthlyGift(services, { monthlyGiftId: gift.id, formData: await request.formData() }, actor);
});

export default function MonthlyGiftPage() {
  const t = useMessages();
  const words = t.monthlyGifts.page;
  const shown = useLoaderData<typeof loader>();
  const { gift, charges, isWaiting } = shown;
  const answer = useActionData<typeof action>();
  const [form, fields] = useForm<{ amount: string }>({
    id: "monthly-amount",
    lastResult: answer?.result,
  });
  return (
    <Page
      title={words.title}
      lead={gift.needTitle}
      badges={<StateBadge tone={monthlyTone[gift.state]}>{t.monthlyGifts.states[gift.state]}</StateBadge>}
      breadcrumbs={[{ to: paths.need(gift.needCode), label: gift.needTitle }]}
      form={form}
      labels={{ amount: words.newAmount }}
      narrow
    >
      {answer?.code && <Banner tone="danger" title={words.errors[answer.code]} />}
      <MonthlyNotices shown={shown} isWaiting={isWaiting} />
      {gift.state === "started" && !isWaiting && (
        <p>
          <ButtonLink to={paths.monthlyGiftCheck(gift.id)} tone="give">
            {words.pay}
          </ButtonLink>
        </p>
      )}
      <MonthlyFacts gift={gift} />
      {isGoingOn(gift.state) && (
        <Section title={words.changes}>
          <ChangeForms form={form} field={fields.amount} state={gift.state} />
        </Section>
      )}
      {gift.state !== "started" && (
        <Section title={words.charges}>
          <ChargeTable charges={charges} />
        </Section>
      )}
    </Page>
  );
}
