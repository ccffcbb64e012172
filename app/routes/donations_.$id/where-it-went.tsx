import { Link } from "@remix-run/react";
import { type Fen, formatYuanWithSign, percentOf } from "#app/domain/money.ts";
import { paths } from "#app/http/paths.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Progress } from "#app/ui/amount.tsx";
import { Section } from "#app/ui/page.tsx";
import { Timeline, type TimelineItem } from "#app/ui/status.tsx";
import type { ShownDonation } from "./receipt-facts.tsx";

export type MoneyTrace = {
  payments: readonly {
    publicCode: string;
    payeeName: string | null;
    purpose: string;
    amountFen: Fen;
    paidAt: Date | null;
    confirmedAt: Date | null;
  }[];
  report: { publicCode: string; title: string; publishedAt: Date | null } | null;
};

/** Every step of the money so far (Q7), each from a record, none foretold. */
export function WhereItWent({ donation, trace }: { donation: ShownDonation; trace: MoneyTrace }) {
  const t = useMessages();
  const words = t.donations.receipt;
  const goalFen = donation.need.goalFen ?? 0n;
  const steps = [...useGivingSteps(donation), ...useSpendingSteps(trace)];
  return (
    <Section title={words.whereTitle} lead={words.whereLead}>
      <Timeline items={steps} />
      {trace.payments.length === 0 && trace.report === null && (
        <p className="text-muted">{t.impactReports.trace.notYet}</p>
      )}
      <h3 className="mt-6">{words.needProgress}</h3>
      <Progress
        fundedFen={donation.need.fundedFen}
        goalFen={goalFen}
        percent={percentOf(donation.need.fundedFen, goalFen)}
        count={donation.need.donationCount}
      />
      <p className="text-sm text-muted">
        {t.impactReports.trace.share(
          formatYuanWithSign(toNeedFen(donation)),
          formatYuanWithSign(donation.need.fundedFen),
        )}
      </p>
    </Section>
  );
}

function toNeedFen(donation: ShownDonation): Fen {
  return donation.allocations.reduce((sum, part) => (part.kind === "need" ? sum + part.amountFen : sum), 0n);
}

function useGivingSteps(donation: ShownDonation): TimelineItem[] {
  const t = useMessages();
  const words = t.donations.receipt;
  const time = donation.paidAt === null ? "" : formatMinute(donation.paidAt);
  const parts = donation.allocations.map((part): TimelineItem => {
    const amount = formatYuanWithSign(part.amountFen);
    if (part.kind === "need")
      return { id: "need", title: words.toNeed(amount, donation.need.title), time, status: "done" };
    return {
      id: "pool",
      title: part.kind === "refund_payable" ? words.toDonor(amount) : words.toPool(amount),
      note: t.donations.surplusAfter[donation.surplusChoice],
      time,
      status: "done",
    };
  });
  return [
    { id: "paid", title: words.paid, time, status: "done" },
    { id: "account", title: words.inAccount(donation.charity.name), time, status: "done" },
    ...parts,
  ];
}

function useSpendingSteps({ payments, report }: MoneyTrace): TimelineItem[] {
  const words = useMessages().impactReports.trace;
  const steps = payments.map((payment): TimelineItem => {
    const confirmed = payment.confirmedAt === null ? "" : ` ${formatMinute(payment.confirmedAt)} ${words.confirmed}`;
    return {
      id: payment.publicCode,
      title: words.payment(formatYuanWithSign(payment.amountFen), payment.purpose),
      time: payment.paidAt === null ? "" : formatMinute(payment.paidAt),
      note: `${words.paidTo(payment.payeeName ?? words.household)}${confirmed}`,
      status: payment.confirmedAt === null ? "current" : "done",
    };
  });
  if (report === null) return steps;
  const time = report.publishedAt === null ? "" : formatMinute(report.publishedAt);
  const link = <Link to={paths.result(report.publicCode)}>{words.open}</Link>;
  return [...steps, { id: report.publicCode, title: words.report(report.title), time, note: link, status: "done" }];
}
