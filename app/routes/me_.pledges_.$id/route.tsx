import { useForm } from "@conform-to/react";
import { redirect } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { signedIn } from "#app/auth/policies.ts";
import { formatYuan } from "#app/domain/money.ts";
import { pledgeWay } from "#app/domain/pledges/pledge.ts";
import { pledgeReasonForm } from "#app/domain/pledges/pledge-form.ts";
import { canWithdrawPledge } from "#app/domain/pledges/pledge-policy.ts";
import { getHelperPledge, listPledgeHistoryForHelper } from "#app/domain/pledges/pledge-queries.server.ts";
import { withdrawPledge } from "#app/domain/pledges/withdraw-pledge.server.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Page, Section } from "#app/ui/page.tsx";
import { PledgeStateBadge } from "#app/ui/state-badges.tsx";
import { Banner } from "#app/ui/status.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { DescriptionList } from "#app/ui/table.tsx";
import { TextField } from "#app/ui/text-fields.tsx";
import { WayTimeline } from "#app/ui/way-timeline.tsx";
import { PledgeBalance } from "../staff_.pledges_.$id/pledge-balance.tsx";

export const loader = guardLoader(signedIn, async ({ services, actor, params, url, t }) => {
  const pledge = await getHelperPledge(services.db, { pledgeId: params.id ?? "", actor });
  if (pledge === null) throw notFound();
  return {
    page: { title: t.pledges.case.eyebrow(pledge.publicCode), isPrivate: true },
    pledge,
    history: await listPledgeHistoryForHelper(services.db, { pledgeId: pledge.id }),
    canWithdraw: canWithdrawPledge(actor, pledge),
    isJustMade: url.searchParams.get("done") === "pledged",
  };
});

export const action = guardAction(signedIn, async ({ request, services, actor, params }) => {
  const form = parseForm(await request.formData(), pledgeReasonForm);
  if (!form.ok) return form.reply;
  const pledgeId = params.id ?? "";
  const result = await withdrawPledge(services.db, { pledgeId, ...form.value }, actor, services.clock.now());
  if (result.ok) return redirect(paths.myPledge(pledgeId), 303);
  if (result.code === "not_found") throw notFound();
  return form.refuse({ "": [result.code] });
});

/** One pledge as its helper sees it: where the goods are, and the way back while nothing has arrived. */
export default function MyPledgePage() {
  const t = useMessages();
  const words = t.pledges;
  const { pledge, history, canWithdraw, isJustMade } = useLoaderData<typeof loader>();
  const [form, fields] = useForm<{ reason: string }>({
    id: "withdraw",
    lastResult: useActionData<typeof action>()?.result,
  });
  const waiting = new Map<string, string>(Object.entries(words.case.waiting)).get(pledge.state);
  return (
    <Page
      title={
        pledge.amountFen === null
          ? words.case.line(pledge.quantity ?? 0, pledge.unit ?? "", pledge.itemName ?? "")
          : words.case.money(formatYuan(pledge.amountFen))
      }
      eyebrow={words.case.eyebrow(pledge.publicCode)}
      badges={<PledgeStateBadge state={pledge.state} />}
      breadcrumbs={[
        { to: paths.me(), label: t.layout.me },
        { to: paths.myPledges(), label: words.mine.title },
      ]}
      form={form}
      messages={words.errors}
      labels={{ reason: words.case.withdrawReason }}
    >
      {isJustMade ? (
        <Banner tone="success" title={words.case.made} />
      ) : (
        waiting && <Banner tone={pledge.state === "overdue" ? "warning" : "info"} title={waiting} />
      )}
      <DescriptionList
        items={[
          {
            term: words.case.need,
            details: (
              <Link to={paths.need(pledge.needCode)} className="tap">
                {pledge.villageName} · {pledge.needTitle}
              </Link>
            ),
          },
          { term: words.case.helper, details: pledge.organizationName ?? words.case.me },
          { term: words.case.promisedFor, details: pledge.promisedFor },
          ...(pledge.note ? [{ term: words.case.note, details: pledge.note }] : []),
        ]}
      />
      <PledgeBalance pledge={pledge} />
      <Section title={words.case.progress}>
        <WayTimeline
          history={history}
          eventWords={words.events}
          way={pledge.kind === "money_later" ? [] : pledgeWay}
          wayWords={words.way}
          state={pledge.state}
        />
      </Section>
      {canWithdraw && (
        <StepForm
          form={form}
          intent="withdraw"
          hint={words.case.withdrawHint}
          button={words.case.withdraw}
          foldedUnder={words.case.withdrawTitle}
        >
          <TextField field={fields.reason} label={words.case.withdrawReason} />
        </StepForm>
      )}
    </Page>
  );
}
