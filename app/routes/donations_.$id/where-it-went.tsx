import { formatYuanWithSign, percentOf } from "#app/domain/money.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Progress } from "#app/ui/amount.tsx";
import { Section } from "#app/ui/page.tsx";
import { Timeline, type TimelineItem } from "#app/ui/status.tsx";
import type { ShownDonation } from "./receipt-facts.tsx";

/** Every step of the money so far (Q7), each from a record, none foretold. */
export function WhereItWent({ donation }: { donation: ShownDonation }) {
  const t = useMessages();
  const words = t.donations.receipt;
  const time = donation.paidAt === null ? "" : formatMinute(donation.paidAt);
  const steps: TimelineItem[] = [
    { id: "paid", title: words.paid, time, status: "done" },
    { id: "account", title: words.inAccount(donation.charity.name), time, status: "done" },
    ...donation.allocations.map((part) => {
      const amount = formatYuanWithSign(part.amountFen);
      return part.needId === null
        ? {
            id: "pool",
            title: words.toPool(amount),
            note: t.donations.surplusAfter[donation.surplusChoice],
            time,
            status: "done" as const,
          }
        : { id: "need", title: words.toNeed(amount, donation.need.title), time, status: "done" as const };
    }),
  ];
  const goalFen = donation.need.goalFen ?? 0n;
  return (
    <Section title={words.whereTitle} lead={words.whereLead}>
      <Timeline items={steps} />
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
