import { useLoaderData } from "@remix-run/react";
import { staff } from "#app/auth/policies.ts";
import { refundReaderRoles } from "#app/domain/donations/refund.ts";
import { listDisputes, listMoneyToSendBack, listRefunds } from "#app/domain/donations/refund-queries.server.ts";
import { guardLoader } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Page, Section } from "#app/ui/page.tsx";
import { DisputeTable, MoneyToSendBackTable, RefundTable } from "../org_.refunds/refund-tables.tsx";

const readers = staff(...refundReaderRoles);

/** Supervisors and auditors look on: every charity of their region, nothing to press (D6). */
export const loader = guardLoader(readers, async ({ services, actor, t }) => {
  const viewer = { actor, as: "staff" } as const;
  const refunds = await listRefunds(services.db, viewer);
  return {
    page: { title: t.refunds.title, isPrivate: true },
    now: services.clock.now(),
    refunds: refunds.map(({ requestedBy: _requestedBy, ...refund }) => refund),
    toSendBack: await listMoneyToSendBack(services.db, viewer),
    disputes: await listDisputes(services.db, viewer),
  };
});

export default function StaffRefundsPage() {
  const t = useMessages();
  const words = t.refunds;
  const { now, refunds, toSendBack, disputes } = useLoaderData<typeof loader>();
  return (
    <Page
      title={words.title}
      lead={words.staffLead}
      breadcrumbs={[{ to: paths.staffHome(), label: t.layout.workspace }]}
    >
      <Section title={words.toSendBack} lead={words.toSendBackLead}>
        {toSendBack.length === 0 ? (
          <p className="text-muted">{words.nothingToSendBack}</p>
        ) : (
          <MoneyToSendBackTable rows={toSendBack} forStaff />
        )}
      </Section>
      <Section title={words.disputes}>
        {disputes.length === 0 ? (
          <p className="text-muted">{words.noDisputes}</p>
        ) : (
          <DisputeTable disputes={disputes} now={now} forStaff />
        )}
      </Section>
      <Section title={words.all}>
        {refunds.length === 0 ? (
          <p className="text-muted">{words.none}</p>
        ) : (
          <RefundTable caption={words.all} refunds={refunds} forStaff />
        )}
      </Section>
    </Page>
  );
}
