import { useLoaderData } from "@remix-run/react";
import { organizationMember } from "#app/auth/policies.ts";
import { listDisputes, listMoneyToSendBack, listRefunds } from "#app/domain/donations/refund-queries.server.ts";
import { charitiesOf } from "#app/domain/organizations/organization-policy.ts";
import { guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { ButtonLink } from "#app/ui/links.tsx";
import { Page, Section } from "#app/ui/page.tsx";
import { DisputeTable, MoneyToSendBackTable, RefundTable } from "./refund-tables.tsx";

/** Everything of the charity's money that may go back: asked for, paid twice, disputed. */
export const loader = guardLoader(organizationMember, async ({ services, actor, t }) => {
  if (charitiesOf(actor).length === 0) throw notFound();
  const viewer = { actor, as: "charity" } as const;
  const refunds = (await listRefunds(services.db, viewer)).map(({ requestedBy: _requestedBy, ...refund }) => refund);
  return {
    page: { title: t.refunds.title, isPrivate: true },
    now: services.clock.now(),
    waiting: refunds.filter((refund) => refund.state === "requested"),
    others: refunds.filter((refund) => refund.state !== "requested"),
    toSendBack: await listMoneyToSendBack(services.db, viewer),
    disputes: await listDisputes(services.db, viewer),
  };
});

export default function CharityRefundsPage() {
  const t = useMessages();
  const words = t.refunds;
  const { now, waiting, others, toSendBack, disputes } = useLoaderData<typeof loader>();
  return (
    <Page
      title={words.title}
      lead={words.lead}
      breadcrumbs={[{ to: paths.organizationHome(), label: t.layout.organization }]}
      actions={
        <ButtonLink to={paths.organizationRefundNew()} tone="quiet" icon="plus">
          {words.startOwn}
        </ButtonLink>
      }
    >
      <Section title={words.waiting(String(waiting.length))}>
        {waiting.length === 0 ? (
          <p className="text-muted">{words.nothingWaiting}</p>
        ) : (
          <RefundTable caption={words.waiting(String(waiting.length))} refunds={waiting} />
        )}
      </Section>
      <Section title={words.toSendBack} lead={words.toSendBackLead}>
        {toSendBack.length === 0 ? (
          <p className="text-muted">{words.nothingToSendBack}</p>
        ) : (
          <MoneyToSendBackTable rows={toSendBack} />
        )}
      </Section>
      <Section title={words.disputes} lead={words.disputesLead}>
        {disputes.length === 0 ? (
          <p className="text-muted">{words.noDisputes}</p>
        ) : (
          <DisputeTable disputes={disputes} now={now} />
        )}
      </Section>
      <Section title={words.all}>
        {others.length === 0 ? (
          <p className="text-muted">{words.none}</p>
        ) : (
          <RefundTable caption={words.all} refunds={others} />
        )}
      </Section>
    </Page>
  );
}
