import type { OrganizationKind } from "#app/domain/organizations/organization.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { type LinkItem, LinkList } from "#app/ui/links.tsx";
import { Section } from "#app/ui/page.tsx";

/** What a verified organization can do next, by its kind. */
export function NextSteps({
  organizations,
}: {
  organizations: readonly { id: string; name: string; kind: OrganizationKind }[];
}) {
  const t = useMessages();
  const words = t.organizations.home;
  const has = (kind: OrganizationKind) => organizations.some((organization) => organization.kind === kind);
  const items: LinkItem[] = [
    ...(has("charity")
      ? [
          { to: paths.organizationBooks(), label: t.books.link, note: t.books.linkHint },
          { to: paths.organizationPayments(), label: words.payments, note: words.paymentsHint },
          {
            to: paths.organizationReceipts(),
            label: t.receipts.official.link,
            note: t.receipts.official.linkHint,
          },
          { to: paths.organizationRefunds(), label: t.refunds.link, note: t.refunds.linkHint },
          { to: paths.organizationOfflineGifts(), label: t.offlineGifts.link, note: t.offlineGifts.linkHint },
          { to: paths.organizationDuties(), label: t.lawCalendar.org.title, note: t.lawCalendar.lead },
          { to: paths.organizationPools(), label: t.pools.link, note: t.pools.linkHint },
        ]
      : []),
    ...(has("social_organization") || has("charity")
      ? [
          {
            to: paths.organizationVolunteerProjects(),
            label: words.volunteerProjects,
            note: words.volunteerProjectsHint,
          },
        ]
      : []),
    { to: paths.intentNew(), label: t.intents.title, note: t.intents.lead },
    { to: paths.myIntents(), label: t.intents.mine.organizationTitle, note: t.intents.mine.lead },
    { to: paths.villages({ partner: "none" }), label: words.findVillage, note: words.findVillageHint },
    { to: paths.needs({ type: "goods" }), label: words.findNeed, note: words.findNeedHint },
    ...organizations.map((organization) => ({
      to: paths.organization(organization.id),
      label: organizations.length === 1 ? words.publicPage : `${words.publicPage} · ${organization.name}`,
      note: words.publicPageHint,
    })),
  ];
  return (
    <Section title={words.next}>
      <LinkList items={items} />
    </Section>
  );
}
