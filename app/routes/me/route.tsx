import { Link, useLoaderData } from "@remix-run/react";
import { signedIn } from "#app/auth/policies.ts";
import { getRegionNames } from "#app/domain/accounts/account-queries.server.ts";
import { isStaff, type SignedInActor } from "#app/domain/actor.ts";
import { listHelperWork } from "#app/domain/desk/helper-work-queries.server.ts";
import { guardLoader } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import type { Messages } from "#app/i18n/catalog.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { LinkList } from "#app/ui/links.tsx";
import { Page, Section } from "#app/ui/page.tsx";
import { Banner } from "#app/ui/status.tsx";
import { DescriptionList } from "#app/ui/table.tsx";
import { WorkList } from "#app/ui/work-list.tsx";
import { toWorkLines } from "../staff/work-lines.ts";

export const loader = guardLoader(signedIn, async ({ services, actor, url, t }) => {
  const regionNames = await getRegionNames(services.db, { codes: actor.grants.map((grant) => grant.regionCode) });
  return {
    page: { title: t.accounts.me.title, isPrivate: true },
    displayName: actor.displayName,
    email: actor.email,
    roles: rolesOf(actor, regionNames, t),
    isStaff: isStaff(actor),
    hasOrganization: actor.memberships.length > 0,
    waiting: toWorkLines(await listHelperWork(services.db, { actor, desk: "own", now: services.clock.now() }), {
      t,
      now: services.clock.now(),
    }),
    hasNewPassword: url.searchParams.has("password-changed"),
  };
});

function rolesOf(actor: SignedInActor, regionNames: ReadonlyMap<string, string>, t: Messages): string[] {
  const words = t.accounts.me;
  const grants = actor.grants.map(({ role, regionCode }) => {
    const region = regionCode === "" ? words.everywhere : (regionNames.get(regionCode) ?? regionCode);
    return words.roleIn(t.accounts.staffRoles[role], region);
  });
  const memberships = actor.memberships.map(({ organizationName, isVerified }) =>
    isVerified ? words.member(organizationName) : words.unverifiedMember(organizationName),
  );
  const roles = [...grants, ...memberships];
  return roles.length > 0 ? roles : [words.noRole];
}

export default function MePage() {
  const me = useLoaderData<typeof loader>();
  const t = useMessages();
  const words = t.accounts.me;
  const work = [
    ...(me.isStaff ? [{ to: paths.staffHome(), label: words.staffHome }] : []),
    ...(me.hasOrganization ? [{ to: paths.organizationHome(), label: words.organizationHome }] : []),
  ];
  const organization = me.hasOrganization
    ? []
    : [{ to: paths.organizationNew(), label: t.organizations.newTitle, note: t.organizations.home.findVillage }];
  const help = [
    { to: paths.needs(), label: words.findNeed },
    { to: paths.villages(), label: words.findVillage },
    { to: paths.intentNew(), label: t.intents.title, note: t.matching.weights.title },
    { to: paths.volunteerProjects(), label: words.findProject },
  ];
  return (
    <Page title={words.greeting(me.displayName)} narrow>
      {me.hasNewPassword && <Banner tone="success" title={t.accounts.login.passwordChanged} />}
      {me.waiting.length > 0 && (
        <Section title={t.desk.today}>
          <WorkList lines={me.waiting} />
        </Section>
      )}
      {work.length > 0 && (
        <Section title={words.work}>
          <LinkList items={work} />
        </Section>
      )}
      <Section title={words.mine}>
        <LinkList
          items={[
            { to: paths.myDonations(), label: t.layout.myDonations },
            { to: paths.myPublicName(), label: t.publicName.account.title },
            { to: paths.myIntents(), label: t.intents.mine.title },
            { to: paths.myPledges(), label: t.pledges.mine.title },
            { to: paths.myPairings(), label: t.pairings.mine.title },
            { to: paths.myVolunteering(), label: t.volunteers.mine.title },
          ]}
        />
      </Section>
      <Section title={words.help}>
        <LinkList items={[...help, ...organization]} />
      </Section>
      <Section title={words.safety}>
        <LinkList
          items={[
            { to: paths.mySecondFactor(), label: t.secondFactor.title },
            { to: paths.mySessions(), label: t.accounts.sessions.title },
            ...(me.isStaff ? [{ to: paths.myRoles(), label: t.roles.mine.title }] : []),
          ]}
        />
      </Section>
      <Section title={words.profile} action={<Link to={paths.myPassword()}>{words.changePassword}</Link>}>
        <DescriptionList
          items={[
            { term: t.accounts.displayName, details: me.displayName },
            { term: t.accounts.email, details: me.email },
            { term: words.roles, details: me.roles.map((role) => <div key={role}>{role}</div>) },
          ]}
        />
      </Section>
    </Page>
  );
}
