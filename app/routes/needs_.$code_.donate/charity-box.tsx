import { useMessages } from "#app/i18n/use-messages.ts";
import { Panel } from "#app/ui/card.tsx";
import { DescriptionList } from "#app/ui/table.tsx";

type CharityBoxProps = {
  charity: { name: string; creditCode: string; qualificationNumber: string | null; contactPhone: string } | null;
  filing: { filingNumber: string; surplusRule: string; recordUrl: string | null } | null;
};

/** Who takes the money and by which right: shown above the button, as the law wants it (U2, L3). */
export function CharityBox({ charity, filing }: CharityBoxProps) {
  const t = useMessages();
  if (charity === null || filing === null) return null;
  return (
    <Panel title={t.donations.charityBox} tone="pine">
      <DescriptionList
        items={[
          { term: t.donations.charity, details: charity.name },
          { term: t.donations.creditCode, details: charity.creditCode },
          { term: t.donations.qualification, details: charity.qualificationNumber },
          {
            term: t.donations.filing,
            details:
              filing.recordUrl === null ? filing.filingNumber : <a href={filing.recordUrl}>{filing.filingNumber}</a>,
          },
          { term: t.donations.contact, details: charity.contactPhone },
          { term: t.donations.surplusRule, details: filing.surplusRule },
        ]}
      />
    </Panel>
  );
}
