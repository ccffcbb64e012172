import { useLoaderData } from "@remix-run/react";
import { signedIn } from "#app/auth/policies.ts";
import { dayInChina } from "#app/domain/clock.ts";
import { listHelperWork } from "#app/domain/desk/helper-work-queries.server.ts";
import { countMonthlyGiftsOfCharity } from "#app/domain/monthly-gifts/monthly-gift-queries.server.ts";
import { listOwnOrganizations } from "#app/domain/organizations/organization-queries.server.ts";
import { listHelperPairings } from "#app/domain/pairings/pairing-queries.server.ts";
import { listHelperPledges } from "#app/domain/pledges/pledge-queries.server.ts";
import { guardLoader } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { ButtonLink, MoreLink } from "#app/ui/links.tsx";
import { Page, Section } from "#app/ui/page.tsx";
import { Banner, EmptyState } from "#app/ui/status.tsx";
import { WorkList } from "#app/ui/work-list.tsx";
import { HelperPairingList } from "../me_.pairings/helper-pairing-list.tsx";
import { HelperPledgeList } from "../me_.pledges/helper-pledge-list.tsx";
import { toWorkLines } from "../staff/work-lines.ts";
import { MonthlyCounts } from "./monthly-counts.tsx";
import { NextSteps } from "./next-steps.tsx";
import { OwnOrganization } from "./own-organization.tsx";

/** Home of the people of organizations; for anyone else the invitation to register one. */
export const loader = guardLoader(signedIn, async ({ services, actor, url, t }) => {
  const [pairings, pledges] = await Promise.all([
    listHelperPairings(services.db, { actor }),
    listHelperPledges(services.db, { actor }),
  ]);
  const charities = actor.memberships.filter(({ kind, isVerified }) => kind === "charity" && isVerified);
  return {
    page: { title: t.organizations.home.title, isPrivate: true },
    waiting: toWorkLines(
      await listHelperWork(services.db, { actor, desk: "organization", now: services.clock.now() }),
      {
        t,
        now: services.clock.now(),
      },
    ),
    monthlyCounts: await Promise.all(
      charities.map(async ({ organizationId, organizationName }) => ({
        organizationName,
        ...(await countMonthlyGiftsOfCharity(services.db, { charityId: organizationId })),
      })),
    ),
    organizations: await listOwnOrganizations(services.db, { actor }),
    pairings: pairings.filter((pairing) => pairing.organizationId !== null),
    pledges: pledges.filter((pledge) => pledge.organizationId !== null),
    year: Number(dayInChina(services.clock.now()).slice(0, 4)),
    isJustRegistered: url.searchParams.get("done") === "registered",
  };
});

export default function OrganizationHomePage() {
  const { waiting, organizations, monthlyCounts, pairings, pledges, year, isJustRegistered } =
    useLoaderData<typeof loader>();
  const t = useMessages();
  const words = t.organizations.home;
  const verified = organizations.filter((organization) => organization.state === "verified");
  if (organizations.length === 0) {
    return (
      <Page title={words.title} narrow>
        <EmptyState
          title={words.none}
          icon="building-2"
          actions={<ButtonLink to={paths.organizationNew()}>{words.register}</ButtonLink>}
        >
          <p>{words.noneHint}</p>
        </EmptyState>
      </Page>
    );
  }
  return (
    <Page
      title={words.title}
      actions={
        <ButtonLink to={paths.organizationNew()} tone="quiet" icon="plus">
          {words.registerAnother}
        </ButtonLink>
      }
    >
      {isJustRegistered && <Banner tone="success" title={words.registered} />}
      {verified.length > 0 && (
        <Section title={t.desk.today}>
          <WorkList lines={waiting} />
        </Section>
      )}
      {organizations.map((organization) => (
        <OwnOrganization key={organization.id} organization={organization} />
      ))}
      {verified.length > 0 && (
        <>
          <NextSteps organizations={verified} />
          <MonthlyCounts counts={monthlyCounts} />
          <Section title={words.pairings} id="pairings">
            {pairings.length === 0 ? (
              <p className="text-muted">{words.noPairings}</p>
            ) : (
              <HelperPairingList pairings={pairings} />
            )}
            <MoreLink to={paths.organizationGroups()}>{t.deeds.groups.title}</MoreLink>
            {verified.map(({ id, name }) => (
              <p key={id}>
                <MoreLink to={paths.organizationReturn(id, year)}>
                  {name} · {t.deeds.annual.link(year)}
                </MoreLink>
              </p>
            ))}
          </Section>
          <Section title={words.pledges} id="pledges">
            {pledges.length === 0 ? (
              <p className="text-muted">{words.noPledges}</p>
            ) : (
              <HelperPledgeList pledges={pledges} />
            )}
          </Section>
        </>
      )}
    </Page>
  );
}
