import { useForm } from "@conform-to/react";
import { data, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { organizationMember } from "#app/auth/policies.ts";
import { amountInWords } from "#app/domain/donations/amount-in-words.server.ts";
import { confirmOfflineGift } from "#app/domain/offline-gifts/confirm-offline-gift.server.ts";
import { issueClaimSlip } from "#app/domain/offline-gifts/issue-claim-slip.server.ts";
import { confirmOfflineGiftForm, rejectOfflineGiftForm } from "#app/domain/offline-gifts/offline-gift-form.ts";
import { canConfirmOfflineGift } from "#app/domain/offline-gifts/offline-gift-policy.ts";
import { getOfflineGift } from "#app/domain/offline-gifts/offline-gift-queries.server.ts";
import { rejectOfflineGift } from "#app/domain/offline-gifts/reject-offline-gift.server.ts";
import { listTransitions } from "#app/domain/transition-queries.server.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { conflict, guardAction, guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { replyTo } from "#app/http/step-reply.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Page, Section } from "#app/ui/page.tsx";
import { Banner } from "#app/ui/status.tsx";
import { WayTimeline } from "#app/ui/way-timeline.tsx";
import { OfflineGiftBadge } from "../org_.offline-gifts/offline-gift-badge.tsx";
import { ClaimSlip } from "./claim-slip.tsx";
import { GiftFacts } from "./gift-facts.tsx";
import { GiftSteps } from "./gift-steps.tsx";

const donorSteps: readonly string[] = ["claim", "show_name", "hide_name"];

/** One gift outside the site, for the people of its charity. */
export const loader = guardLoader(organizationMember, async ({ services, actor, params, url, t }) => {
  const gift = await getOfflineGift(services.db, { offlineGiftId: params.id ?? "", actor });
  if (gift === null) throw notFound();
  const history = await listTransitions(services.db, { noun: "offline_gift", subjectId: gift.id });
  const { recordedBy: _recordedBy, ...shown } = gift;
  return {
    page: { title: t.offlineGifts.kinds[gift.kind], isPrivate: true },
    gift: shown,
    inWords: amountInWords(gift.amountFen),
    canConfirm: canConfirmOfflineGift(actor, gift),
    claimUrl: `${services.env.baseUrl}${paths.claim()}`,
    done: url.searchParams.get("done"),
    // The charity's own people are named here, donors are not (Q4).
    history: history.map((step) => (donorSteps.includes(step.event) ? { ...step, actorName: null } : step)),
  };
});

export const action = guardAction(organizationMember, async ({ request, services, actor, params }) => {
  const offlineGiftId = params.id ?? "";
  const formData = await request.formData();
  const at = services.clock.now();
  const intent = formData.get("intent");
  if (intent === "slip") {
    const result = await issueClaimSlip(services.db, { offlineGiftId }, actor, at);
    if (!result.ok) throw result.code === "not_found" ? notFound() : conflict();
    return data({ code: result.value.code, result: undefined });
  }
  if (intent === "reject") {
    const form = parseForm(formData, rejectOfflineGiftForm);
    if (!form.ok) return form.reply;
    const result = await rejectOfflineGift(services.db, { ...form.value, offlineGiftId }, actor, at);
    if (!result.ok && result.code === "not_found") throw notFound();
    return result.ok
      ? redirect(paths.organizationOfflineGift(offlineGiftId, { done: "reject" }), 303)
      : form.refuse({ "": [result.code] });
  }
  if (intent !== "confirm") throw notFound();
  const form = parseForm(formData, confirmOfflineGiftForm);
  if (!form.ok) return form.reply;
  const input = { offlineGiftId, checkedAmountFen: form.value.checkedAmount };
  const result = await confirmOfflineGift(services.db, input, actor, at);
  if (result.ok) return redirect(paths.organizationOfflineGift(offlineGiftId, { done: "confirm" }), 303);
  if (result.code === "not_found") throw notFound();
  return form.refuse({ [result.code === "amount_differs" ? "checkedAmount" : ""]: [result.code] });
});

export default function OfflineGiftPage() {
  const t = useMessages();
  const words = t.offlineGifts;
  const page = useLoaderData<typeof loader>();
  const { gift, inWords, done } = page;
  const answer = useActionData<typeof action>();
  const reply = answer?.result;
  const [confirmForm, confirmFields] = useForm<{ checkedAmount: string }>({
    id: "confirm",
    lastResult: replyTo(reply, "confirm"),
  });
  const [rejectForm, rejectFields] = useForm<{ reason: string }>({
    id: "reject",
    lastResult: replyTo(reply, "reject"),
  });
  if (answer && "code" in answer) return <ClaimSlip gift={gift} code={answer.code} address={page.claimUrl} />;
  return (
    <Page
      title={`${words.kinds[gift.kind]} · ${gift.documentNumber}`}
      breadcrumbs={[
        { to: paths.organizationHome(), label: t.layout.organization },
        { to: paths.organizationOfflineGifts(), label: words.title },
      ]}
      badges={<OfflineGiftBadge kind={gift.kind} state={gift.state} />}
      forms={[confirmForm, rejectForm]}
      messages={words.errors}
      labels={words.fields}
      narrow
    >
      {done === "confirm" && gift.state === "confirmed" && <Banner tone="success" title={words.confirm.done} />}
      {done === "reject" && gift.state === "rejected" && <Banner tone="success" title={words.reject.done} />}
      <GiftFacts gift={gift} inWords={inWords} />
      <GiftSteps
        gift={gift}
        inWords={inWords}
        canConfirm={page.canConfirm}
        confirm={{ form: confirmForm, field: confirmFields.checkedAmount }}
        reject={{ form: rejectForm, field: rejectFields.reason }}
      />
      <Section title={words.detail.history}>
        <WayTimeline
          history={page.history}
          eventWords={words.events}
          way={["recorded", "confirmed"]}
          wayWords={gift.kind === "money" ? words.states : words.goodsStates}
          state={gift.state}
        />
      </Section>
    </Page>
  );
}
