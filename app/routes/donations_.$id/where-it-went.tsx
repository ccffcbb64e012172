import { percentOf } from "#app/domain/money.ts";
import type { LotTrace } from "#app/domain/public-ledger/lot-trace-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { LotShares } from "#app/routes/ledger_.trace_.$lot/lot-shares.tsx";
import { LotSteps } from "#app/routes/ledger_.trace_.$lot/lot-steps.tsx";
import { Progress } from "#app/ui/amount.tsx";
import { MoreLink } from "#app/ui/links.tsx";
import { Section } from "#app/ui/page.tsx";
import { Banner } from "#app/ui/status.tsx";
import type { ShownDonation } from "./receipt-facts.tsx";

/** Every step of this gift so far and where it lies now (Q7, D5): each from the ledger, none foretold. */
export function WhereItWent({ donation, trace }: { donation: ShownDonation; trace: LotTrace }) {
  const t = useMessages();
  const words = t.donations.receipt;
  const goalFen = donation.need.goalFen ?? 0n;
  return (
    <Section title={words.whereTitle} lead={words.whereLead}>
      {trace.isFrozen && <Banner tone="warning">{t.moneyTrace.frozen}</Banner>}
      <LotSteps steps={trace.steps} />
      <h3 className="mt-6">{t.moneyTrace.sharesTitle}</h3>
      <LotShares shares={trace.shares} amountFen={trace.amountFen} />
      <p className="mt-3">
        <MoreLink to={paths.ledgerTrace(trace.code)}>{t.moneyTrace.title}</MoreLink>
      </p>
      <h3 className="mt-6">{words.needProgress}</h3>
      <Progress
        fundedFen={donation.need.fundedFen}
        goalFen={goalFen}
        percent={percentOf(donation.need.fundedFen, goalFen)}
        count={donation.need.donationCount}
      />
    </Section>
  );
}
