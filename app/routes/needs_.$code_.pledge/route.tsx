import { useForm } from "@conform-to/react";
import { useActionData, useLoaderData } from "@remix-run/react";
import { signedIn } from "#app/auth/policies.ts";
import { dayInChina } from "#app/domain/clock.ts";
import { asksForQuantities } from "#app/domain/needs/need.ts";
import type { PledgeItemInput, PledgeMoneyInput } from "#app/domain/pledges/pledge-form.ts";
import { getPledgeNeed } from "#app/domain/pledges/pledge-queries.server.ts";
import { guardAction, guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Panel } from "#app/ui/card.tsx";
import { ButtonLink } from "#app/ui/links.tsx";
import { Page } from "#app/ui/page.tsx";
import { EmptyState } from "#app/ui/status.tsx";
import { pledgeToNeed } from "./pledge-action.server.ts";
import { PledgeFields } from "./pledge-fields.tsx";
import { pledgeMessages } from "./pledge-messages.ts";

/** Signed in only: the village must be able to reach whoever promises. */
export const loader = guardLoader(signedIn, async ({ services, actor, params, t }) => {
  const need = await getPledgeNeed(services.db, { publicCode: params.code ?? "" });
  if (need === null) throw notFound();
  return {
    page: { title: t.pledges.title(need.title), isPrivate: true },
    need,
    today: dayInChina(services.clock.now()),
    helpers: actor.memberships.map(({ organizationId, organizationName, isVerified }) => ({
      id: organizationId,
      name: organizationName,
      isVerified,
    })),
  };
});

export const action = guardAction(signedIn, async ({ request, services, actor, params, t }) =>
  pledgeToNeed({ formData: await request.formData(), services, actor, needCode: params.code ?? "", t }),
);

export default function PledgePage() {
  const t = useMessages();
  const words = t.pledges;
  const { need, today, helpers } = useLoaderData<typeof loader>();
  const verified = helpers.filter((helper) => helper.isVerified);
  const open = need.items.filter((item) => item.left > 0);
  const [form, fields] = useForm<PledgeItemInput & PledgeMoneyInput>({
    id: "pledge",
    lastResult: useActionData<typeof action>()?.result,
    defaultValue: {
      organizationId: verified[0]?.id ?? "self",
      needItemId: open.length === 1 ? open[0]?.id : undefined,
    },
  });
  const isMoney = need.goalFen !== null && !asksForQuantities(need.type);
  const isOpen = need.state === "published";
  const canPledge = isOpen && (isMoney || open.length > 0);
  return (
    <Page
      title={words.title(need.title)}
      lead={canPledge && !isMoney ? words.lead(need.villageName) : need.villageName}
      breadcrumbs={[
        { to: paths.needs(), label: t.layout.needs },
        { to: paths.need(need.publicCode), label: need.title },
      ]}
      form={form}
      messages={pledgeMessages(t, form.allErrors)}
      labels={{
        needItemId: words.item,
        quantity: words.quantity,
        amount: words.amount,
        organizationId: words.helper,
        promisedFor: words.promisedFor,
        note: words.note,
        isBinding: words.bindingTitle,
      }}
      aside={
        <Panel title={need.title}>
          <p>{need.summary}</p>
        </Panel>
      }
    >
      {canPledge ? (
        <PledgeFields form={form} fields={fields} need={need} isMoney={isMoney} helpers={helpers} today={today} />
      ) : (
        <EmptyState
          title={isOpen ? words.allTaken : words.notOpen}
          icon="package"
          actions={<ButtonLink to={paths.needs()}>{words.seeOthers}</ButtonLink>}
        >
          <p>{isOpen ? words.allTakenHint : words.notOpenHint}</p>
        </EmptyState>
      )}
    </Page>
  );
}
