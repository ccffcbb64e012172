import { useLoaderData } from "@remix-run/react";
import { anyone } from "#app/auth/policies.ts";
import { readLotCode } from "#app/domain/public-ledger/lot-trace.ts";
import { getLotTrace } from "#app/domain/public-ledger/lot-trace-queries.server.ts";
import { guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Amount } from "#app/ui/amount.tsx";
import { Panel } from "#app/ui/card.tsx";
import { Page, Section } from "#app/ui/page.tsx";
import { PrintHeader } from "#app/ui/print.tsx";
import { Banner } from "#app/ui/status.tsx";
import { DescriptionList } from "#app/ui/table.tsx";
import { LotShares } from "./lot-shares.tsx";
import { LotSteps } from "./lot-steps.tsx";

/** The way of one lot of money, for anyone (D5, Q7, S123): its steps, and where it lies now. */
export const loader = guardLoader(anyone, async ({ services, params, t }) => {
  const code = readLotCode(params.lot ?? "");
  const trace = code === null ? null : await getLotTrace(services.db, { code });
  if (trace === null) throw notFound();
  return {
    page: { title: t.moneyTrace.titleOf(trace.code), description: t.moneyTrace.description },
    trace,
    asOf: formatMinute(services.clock.now()),
  };
});

export default function LotTracePage() {
  const { trace, asOf } = useLoaderData<typeof loader>();
  const t = useMessages();
  const words = t.moneyTrace;
  const isGift = trace.kind === "gift";
  return (
    <Page
      title={words.title}
      eyebrow={t.common.asOf(asOf)}
      breadcrumbs={[{ to: paths.ledger(), label: t.ledger.title }]}
      aside={
        <Panel title={isGift ? words.gift : words.publicMoney}>
          <DescriptionList
            items={[
              { term: words.amount, details: <Amount fen={trace.amountFen} /> },
              { term: words.code, details: <span className="break-all">{trace.code}</span> },
              {
                term: isGift ? words.giver : words.payer,
                details: <span lang="zh-CN">{trace.contributor ?? words.anonymous}</span>,
              },
            ]}
          />
        </Panel>
      }
      asideFirst
    >
      <PrintHeader number={trace.code} asOf={asOf} />
      {trace.isFrozen && <Banner tone="warning">{words.frozen}</Banner>}
      <Section title={words.sharesTitle} lead={words.sharesLead}>
        <LotShares shares={trace.shares} amountFen={trace.amountFen} />
      </Section>
      <Section title={words.stepsTitle} lead={words.stepsLead}>
        <LotSteps steps={trace.steps} />
      </Section>
    </Page>
  );
}
