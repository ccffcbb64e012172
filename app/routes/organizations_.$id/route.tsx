import { useLoaderData } from "@remix-run/react";
import { anyone } from "#app/auth/policies.ts";
import { dayInChina } from "#app/domain/clock.ts";
import { getPublicOrganization } from "#app/domain/organizations/organization-queries.server.ts";
import { listPublicPairingsOfOrganization } from "#app/domain/pairings/pairing-queries.server.ts";
import { listKeptPledgesOfOrganization } from "#app/domain/pledges/pledge-queries.server.ts";
import { listPublicProjectsOfOrganization } from "#app/domain/volunteers/volunteer-queries.server.ts";
import { guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Panel } from "#app/ui/card.tsx";
import { LinkList } from "#app/ui/links.tsx";
import { Page, Section } from "#app/ui/page.tsx";
import { StateBadge } from "#app/ui/status.tsx";
import { DescriptionList } from "#app/ui/table.tsx";

/** What anyone may know of a verified organization: who it is, and what it has done here. */
export const loader = guardLoader(anyone, async ({ services, params, t }) => {
  const { db, clock } = services;
  const organization = await getPublicOrganization(db, { organizationId: params.id ?? "" });
  if (organization === null) throw notFound();
  const of = { organizationId: organization.id };
  const [pairings, projects, pledges] = await Promise.all([
    listPublicPairingsOfOrganization(db, of),
    listPublicProjectsOfOrganization(db, { ...of, at: clock.now() }),
    listKeptPledgesOfOrganization(db, of),
  ]);
  const { id: _, ...shown } = organization;
  return {
    page: { title: organization.name, description: t.organizations.public.description(organization.name) },
    organization: shown,
    pairings,
    projects,
    pledges,
  };
});

export default function OrganizationPage() {
  const t = useMessages();
  const words = t.organizations.public;
  const { organization, pairings, projects, pledges } = useLoaderData<typeof loader>();
  return (
    <Page
      title={organization.name}
      eyebrow={t.organizations.kinds[organization.kind]}
      badges={
        <StateBadge tone="success" icon="badge-check">
          {words.verified}
        </StateBadge>
      }
      lead={organization.introduction}
      aside={<Facts organization={organization} />}
    >
      <Section title={words.pairings} id="pairings">
        {pairings.length === 0 && <p className="text-muted">{words.noPairings}</p>}
        <LinkList
          items={pairings.map((pairing) => ({
            to: paths.village(pairing.regionCode),
            label: `${pairing.villageName} · ${t.pairings.states[pairing.state]}`,
            note: t.pairings.case.periodOf(pairing.fromDay, pairing.toDay),
          }))}
        />
      </Section>
      {projects.length > 0 && (
        <Section title={words.projects} id="projects">
          <LinkList
            items={projects.map((project) => ({
              to: paths.volunteerProject(project.publicCode),
              label: project.title,
              note: project.villageName,
            }))}
          />
        </Section>
      )}
      <Section title={words.pledges} id="pledges">
        {pledges.length === 0 && <p className="text-muted">{words.noPledges}</p>}
        <ul className="border-t border-line">
          {pledges.map((pledge) => (
            <li key={pledge.publicCode} className="border-b border-line py-3">
              <b>{t.pledges.case.line(pledge.deliveredQuantity, pledge.unit, pledge.itemName)}</b>
              <p className="text-sm text-muted">
                {pledge.villageName} · {pledge.needTitle} · {dayInChina(pledge.updatedAt)}
              </p>
            </li>
          ))}
        </ul>
      </Section>
    </Page>
  );
}

type Organization = {
  creditCode: string;
  regionName: string | null;
  qualificationNumber: string | null;
  qualificationValidTo: string | null;
  verifiedAt: Date | null;
};

function Facts({ organization }: { organization: Organization }) {
  const t = useMessages();
  const words = t.organizations.public;
  const { qualificationNumber, qualificationValidTo, verifiedAt } = organization;
  return (
    <Panel title={words.facts}>
      <DescriptionList
        items={[
          { term: t.organizations.creditCode, details: <span className="figure">{organization.creditCode}</span> },
          { term: words.region, details: organization.regionName },
          ...(qualificationNumber
            ? [
                {
                  term: words.qualification,
                  details: `${qualificationNumber} ${qualificationValidTo ? words.validTo(qualificationValidTo) : ""}`,
                },
              ]
            : []),
          ...(verifiedAt ? [{ term: t.organizations.states.verified, details: dayInChina(verifiedAt) }] : []),
        ]}
      />
    </Panel>
  );
}
