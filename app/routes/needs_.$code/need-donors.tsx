import { dayInChina } from "#app/domain/clock.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Amount } from "#app/ui/amount.tsx";
import { Section } from "#app/ui/page.tsx";
import type { NeedPageData } from "./need-page.server.ts";

/** Who gave: anonymous unless the donor wished otherwise (U5, L17). */
export function NeedDonors({ donors, count }: { donors: NeedPageData["donors"]; count: number }) {
  const t = useMessages();
  if (donors.length === 0) {
    return (
      <Section title={t.publicNeeds.donors} id="donors">
        <p className="text-muted">{t.publicNeeds.noDonors}</p>
      </Section>
    );
  }
  return (
    <Section
      title={t.publicNeeds.donors}
      id="donors"
      lead={t.publicNeeds.donorsLead}
      action={
        count > donors.length && <span className="text-sm text-muted">{t.publicNeeds.moreDonors(donors.length)}</span>
      }
    >
      <ul className="border-t border-line">
        {donors.map((donor) => (
          <li key={donor.position} className="border-b border-line py-3">
            <p className="flex flex-wrap items-baseline justify-between gap-x-4">
              <span className={donor.name === null ? "text-muted" : "font-bold"}>
                {donor.name ?? t.common.anonymousName}
              </span>
              <span>
                <b>
                  <Amount fen={donor.amountFen} />
                </b>
                {donor.paidAt && <span className="figure ml-3 text-sm text-muted">{dayInChina(donor.paidAt)}</span>}
              </span>
            </p>
            {donor.message !== "" && <p className="max-w-measure">{donor.message}</p>}
          </li>
        ))}
      </ul>
    </Section>
  );
}
