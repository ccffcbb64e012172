import type { StaffOrganization } from "#app/domain/organizations/organization-queries.server.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Section } from "#app/ui/page.tsx";
import { DescriptionList } from "#app/ui/table.tsx";

/** What the organization said of itself: the left side of the comparison. */
export function OrganizationFacts({ organization }: { organization: StaffOrganization }) {
  const words = useMessages().organizations;
  const { qualificationNumber, qualificationValidTo } = organization;
  return (
    <Section title={words.home.facts}>
      <DescriptionList
        items={[
          { term: words.creditCode, details: <b className="figure">{organization.creditCode}</b> },
          { term: words.name, details: organization.name },
          { term: words.public.region, details: organization.regionName },
          { term: words.introduction, details: organization.introduction },
          { term: words.contactName, details: organization.contactName },
          { term: words.contactPhone, details: <span className="figure">{organization.contactPhone}</span> },
          { term: words.contactEmail, details: organization.contactEmail },
          ...(qualificationNumber
            ? [
                {
                  term: words.qualificationNumber,
                  details: `${qualificationNumber} ${qualificationValidTo ? words.public.validTo(qualificationValidTo) : ""}`,
                },
              ]
            : []),
          { term: words.staff.submitted, details: formatMinute(organization.createdAt) },
        ]}
      />
    </Section>
  );
}
