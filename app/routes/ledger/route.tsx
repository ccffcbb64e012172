import { useLoaderData } from "@remix-run/react";
import { anyone } from "#app/auth/policies.ts";
import { getCallbackFigures } from "#app/domain/callbacks/callback-queries.server.ts";
import { getPaymentSpeed, listVillagePaymentSpeeds } from "#app/domain/disbursements/payment-speed-queries.server.ts";
import { listFunds } from "#app/domain/ledger/fund-queries.server.ts";
import {
  getGiftTotals,
  getOperatingCost,
  listHoldings,
  listTotalsByAccountKind,
  listVillageTotals,
  listYearTotals,
} from "#app/domain/ledger/ledger-queries.server.ts";
import { getPlanComparison, listPlanCodes } from "#app/domain/ledger/plan-queries.server.ts";
import { parseMovementFilter } from "#app/domain/public-ledger/movement.ts";
import { listFilterChoices, listMovements } from "#app/domain/public-ledger/movement-queries.server.ts";
import { guardLoader } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { ButtonLink } from "#app/ui/links.tsx";
import { Page } from "#app/ui/page.tsx";
import { CallbackSection } from "./callback-figures.tsx";
import { FundsSection } from "./funds-section.tsx";
import { GiftTotalsSection } from "./gift-totals-section.tsx";
import { HoldingsSection, KindTotalsSection } from "./holdings-section.tsx";
import { filterQuery } from "./movement-filter.tsx";
import { MovementsSection } from "./movements-section.tsx";
import { PaymentSpeedSection } from "./payment-speed.tsx";
import { PlanSection } from "./plan-section.tsx";
import { RollUpSection } from "./roll-up-section.tsx";

const pageSize = 15;

/** 资金台账 (S123): totals, the plan beside its document, who holds the money, and every movement with both sides. */
export const loader = guardLoader(anyone, async ({ services, url, t }) => {
  const { db } = services;
  const filter = parseMovementFilter(url.searchParams);
  const page = Math.max(1, Math.min(10_000, Number.parseInt(url.searchParams.get("page") ?? "1", 10) || 1));
  const planCodes = await listPlanCodes(db);
  return {
    page: { title: t.ledger.title, description: t.ledger.description },
    asOf: formatMinute(services.clock.now()),
    gifts: await getGiftTotals(db),
    operatingFen: await getOperatingCost(db),
    plans: (await Promise.all(planCodes.map((planCode) => getPlanComparison(db, { planCode })))).filter(
      (plan) => plan !== null,
    ),
    funds: await listFunds(db),
    holdings: await listHoldings(db),
    years: await listYearTotals(db),
    villages: await listVillageTotals(db),
    speed: await getPaymentSpeed(db, { of: "everything" }),
    callbacks: await getCallbackFigures(db),
    villageSpeeds: await listVillagePaymentSpeeds(db, { regionPrefix: "" }),
    kindTotals: await listTotalsByAccountKind(db),
    choices: await listFilterChoices(db),
    movements: await listMovements(db, { filter, page, pageSize }),
    filter,
    number: page,
  };
});

export default function LedgerPage() {
  const t = useMessages();
  const data = useLoaderData<typeof loader>();
  return (
    <Page
      title={t.ledger.title}
      lead={t.ledger.lead}
      eyebrow={t.common.asOf(data.asOf)}
      actions={
        <>
          <ButtonLink to={paths.ledgerNotices()} tone="secondary">
            {t.moneyNotices.title}
          </ButtonLink>
          <ButtonLink to={paths.ledgerProjects()} tone="secondary">
            {t.libraryProjects.publicTitle}
          </ButtonLink>
          <ButtonLink to={paths.ledgerVerify()} tone="secondary" icon="circle-check">
            {t.ledger.verify}
          </ButtonLink>
          <ButtonLink to={paths.ledgerRoots()} tone="secondary" icon="shield-check">
            {t.proof.roots.title}
          </ButtonLink>
          <a href={paths.ledgerExport()} className="button button-secondary" download>
            {t.ledger.exportCsv}
          </a>
        </>
      }
    >
      <GiftTotalsSection gifts={data.gifts} operatingFen={data.operatingFen} />
      {data.plans.map((plan) => (
        <PlanSection key={plan.planCode} plan={plan} />
      ))}
      {data.funds.length > 0 && <FundsSection funds={data.funds} />}
      <HoldingsSection holdings={data.holdings} />
      <PaymentSpeedSection all={data.speed} villages={data.villageSpeeds} />
      <CallbackSection figures={data.callbacks} />
      <RollUpSection years={data.years} villages={data.villages} />
      <MovementsSection
        movements={data.movements.movements}
        total={data.movements.total}
        filter={data.filter}
        choices={data.choices}
        funds={data.funds}
        page={data.number}
        pages={Math.ceil(data.movements.total / pageSize)}
        to={(number) => `${paths.ledger({ ...filterQuery(data.filter), page: number })}#movements`}
      />
      <KindTotalsSection totals={data.kindTotals} />
    </Page>
  );
}
