import { useForm } from "@conform-to/react";
import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { anyone } from "#app/auth/policies.ts";
import { dayInChina } from "#app/domain/clock.ts";
import { offeredSurplusChoices } from "#app/domain/donations/donation.ts";
import { donationForm } from "#app/domain/donations/donation-form.ts";
import { listImpactPrices } from "#app/domain/donations/donation-form-queries.server.ts";
import { getGivingNeed } from "#app/domain/donations/donation-queries.server.ts";
import { getDefaultPublicName } from "#app/domain/donations/set-default-public-name.server.ts";
import { newId } from "#app/domain/ids.ts";
import { percentOf } from "#app/domain/money.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { enforceRateLimit } from "#app/http/rate-limit.server.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Progress } from "#app/ui/amount.tsx";
import { Panel } from "#app/ui/card.tsx";
import { MoreLink } from "#app/ui/links.tsx";
import { Page } from "#app/ui/page.tsx";
import { Banner } from "#app/ui/status.tsx";
import { CharityBox } from "./charity-box.tsx";
import { DonationFields } from "./donation-fields.tsx";
import { NoGift } from "./no-gift.tsx";
import { getDraft, startGift } from "./start-gift.server.ts";

export const loader = guardLoader(anyone, async ({ services, actor, params, request, url, t }) => {
  const need = await getGivingNeed(services.db, {
    publicCode: params.code ?? "",
    today: dayInChina(services.clock.now()),
  });
  if (need === null) throw notFound();
  const draft = await getDraft(services, { actor, request, query: url.searchParams, needId: need.id });
  return {
    need,
    draft: draft?.values ?? { frequency: url.searchParams.get("frequency") === "monthly" ? "monthly" : "once" },
    defaultName: actor.kind === "user" ? await getDefaultPublicName(services.db, { userId: actor.userId }) : null,
    impactPrices: await listImpactPrices(services.db, { needId: need.id }),
    formNonce: draft?.formNonce ?? newId(),
    isInWeChat: /MicroMessenger/i.test(request.headers.get("User-Agent") ?? ""),
    page: { title: t.donations.title(need.title), isPrivate: true },
  };
});

/** Enough for a family at one address, too few for somebody who tries stolen cards (Q16). */
const giftLimit = { name: "donate", limit: 60, windowSeconds: 3600 };

export const action = guardAction(anyone, async ({ request, services, actor, params, locale, context }) => {
  await enforceRateLimit(services, giftLimit, context.clientAddress);
  const form = parseForm(await request.formData(), donationForm);
  if (!form.ok) return form.reply;
  const { frequency, ...gift } = form.value;
  const result = await startGift(services, frequency, { ...gift, needCode: params.code ?? "", locale }, actor);
  if (result.ok) return redirect(result.value.checkPath, { status: 303, headers: result.value.headers });
  if (result.code === "not_found") throw notFound();
  return form.refuse({ "": [result.code] });
});

export default function DonatePage() {
  const t = useMessages();
  const { need, draft, formNonce, impactPrices, isInWeChat, defaultName } = useLoaderData<typeof loader>();
  const actionData = useActionData<typeof action>();
  const [form, fields] = useForm({
    id: "donate",
    lastResult: actionData?.result,
    defaultValue: {
      surplusChoice: "same_village",
      // What the account proposes (Q4): nothing, unless its owner said so.
      ...(defaultName === null ? {} : { showsName: "on", publicName: defaultName }),
      ...draft,
      formNonce,
    },
  });
  const crumbs = [
    { to: paths.needs(), label: t.layout.needs },
    { to: paths.need(need.publicCode), label: need.title },
  ];
  if (need.noGiftReason !== null) {
    return (
      <Page title={t.donations.title(need.title)} breadcrumbs={crumbs} narrow>
        <NoGift reason={need.noGiftReason} needCode={need.publicCode} />
      </Page>
    );
  }
  const goalFen = need.goalFen ?? 0n;
  return (
    <Page
      title={t.donations.title(need.title)}
      lead={need.villageName}
      breadcrumbs={crumbs}
      form={form}
      messages={{ ...t.donations.reasons, surplus_not_offered: t.monthlyGifts.surplusNotOffered }}
      labels={{
        surplusChoice: t.donations.surplus,
        otherAmount: t.donations.otherAmount,
        email: t.donations.email,
        publicName: t.donations.publicName,
      }}
      aside={
        <>
          <Panel title={need.title}>
            <p>{need.summary}</p>
            <Progress
              fundedFen={need.fundedFen}
              goalFen={goalFen}
              percent={percentOf(need.fundedFen, goalFen)}
              count={need.donationCount}
            />
          </Panel>
          <p className="text-sm text-muted">{t.donations.fees}</p>
          <p>
            <MoreLink to={paths.taxDeduction()}>{t.taxDeduction.link}</MoreLink>
          </p>
        </>
      }
    >
      {isInWeChat && (
        <Banner tone="warning" title={t.donations.wechat.title}>
          <p>{t.donations.wechat.body}</p>
        </Banner>
      )}
      <DonationFields
        form={form}
        fields={fields}
        impactPrices={impactPrices}
        goalFen={goalFen}
        surplusChoices={offeredSurplusChoices(need)}
        charityBox={<CharityBox charity={need.charity} filing={need.filing} />}
      />
    </Page>
  );
}
