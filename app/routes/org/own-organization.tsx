import { dayInChina } from "#app/domain/clock.ts";
import type { OrganizationKind, OrganizationState } from "#app/domain/organizations/organization.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { ButtonLink } from "#app/ui/links.tsx";
import { Section } from "#app/ui/page.tsx";
import { OrganizationStateBadge } from "#app/ui/state-badges.tsx";
import { Banner } from "#app/ui/status.tsx";
import { DescriptionList } from "#app/ui/table.tsx";

type Organization = {
  id: string;
  kind: OrganizationKind;
  name: string;
  creditCode: string;
  state: OrganizationState;
  regionName: string | null;
  contactName: string;
  contactPhone: string;
  qualificationNumber: string | null;
  reviewNote: string | null;
  reviewedAt: Date | null;
};

/** One organization: where its verification stands, and what is on file. */
export function OwnOrganization({ organization }: { organization: Organization }) {
  const t = useMessages();
  const words = t.organizations;
  return (
    <Section title={organization.name} action={<OrganizationStateBadge state={organization.state} />}>
      <Verification organization={organization} />
      <DescriptionList
        items={[
          { term: words.kind, details: words.kinds[organization.kind] },
          { term: words.creditCode, details: <span className="figure">{organization.creditCode}</span> },
          { term: words.public.region, details: organization.regionName },
          { term: words.contactSection, details: `${organization.contactName} ${organization.contactPhone}` },
          ...(organization.qualificationNumber
            ? [{ term: words.public.qualification, details: organization.qualificationNumber }]
            : []),
        ]}
      />
    </Section>
  );
}

function Verification({ organization }: { organization: Organization }) {
  const words = useMessages().organizations.home;
  const { state, reviewNote } = organization;
  if (state === "verified") return null;
  if (state === "registered") return <Banner tone="info" title={words.waiting} />;
  return (
    <Banner tone="danger" title={state === "rejected" ? words.rejected : words.suspended}>
      {organization.reviewedAt && <p className="figure text-sm">{dayInChina(organization.reviewedAt)}</p>}
      {reviewNote && <p>{words.reason(reviewNote)}</p>}
      <p>{state === "rejected" ? words.rejectedHint : words.suspendedHint}</p>
      {state === "rejected" && (
        <p className="mt-3">
          <ButtonLink to={paths.organizationNew({ again: organization.id })} tone="secondary">
            {words.register}
          </ButtonLink>
        </p>
      )}
    </Banner>
  );
}
