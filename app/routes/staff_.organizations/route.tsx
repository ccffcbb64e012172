import { Link, useLoaderData } from "@remix-run/react";
import { staff } from "#app/auth/policies.ts";
import { dayInChina } from "#app/domain/clock.ts";
import { organizationStates } from "#app/domain/organizations/organization.ts";
import {
  listStaffOrganizations,
  type StaffOrganizationListItem,
} from "#app/domain/organizations/organization-queries.server.ts";
import { guardLoader } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Tabs } from "#app/ui/navigation.tsx";
import { Page } from "#app/ui/page.tsx";
import { OrganizationStateBadge } from "#app/ui/state-badges.tsx";
import { EmptyState } from "#app/ui/status.tsx";
import { type Column, DataTable } from "#app/ui/table.tsx";

export const loader = guardLoader(
  staff("county_verifier", "platform_admin", "supervisor", "auditor"),
  async ({ services, actor, url, t }) => {
    const state = organizationStates.find((one) => one === url.searchParams.get("state")) ?? null;
    return {
      page: { title: t.organizations.staff.title, isPrivate: true },
      state,
      organizations: await listStaffOrganizations(services.db, { actor, state }),
    };
  },
);

/** The queue of the county: who registered and waits, then everybody else. */
export default function StaffOrganizationsPage() {
  const t = useMessages();
  const words = t.organizations;
  const { state, organizations } = useLoaderData<typeof loader>();
  const columns: Column<StaffOrganizationListItem>[] = [
    {
      key: "name",
      header: words.name,
      rowHeader: true,
      cell: (organization) => (
        <Link to={paths.staffOrganization(organization.id)} className="tap">
          {organization.name}
        </Link>
      ),
    },
    { key: "kind", header: words.kind, cell: (organization) => words.kinds[organization.kind] },
    {
      key: "code",
      header: words.creditCode,
      cell: (organization) => <span className="figure">{organization.creditCode}</span>,
    },
    {
      key: "day",
      header: words.staff.submitted,
      numeric: true,
      cell: (organization) => dayInChina(organization.createdAt),
    },
    {
      key: "state",
      header: words.staff.state,
      cell: (organization) => <OrganizationStateBadge state={organization.state} />,
    },
  ];
  return (
    <Page
      title={words.staff.title}
      lead={words.staff.lead}
      breadcrumbs={[{ to: paths.staffHome(), label: t.layout.workspace }]}
    >
      <Tabs
        label={words.staff.state}
        tabs={[
          { to: paths.staffOrganizations(), label: words.staff.all, isCurrent: state === null },
          ...organizationStates.map((one) => ({
            to: paths.staffOrganizations({ state: one }),
            label: words.states[one],
            isCurrent: one === state,
          })),
        ]}
      />
      {organizations.length === 0 ? (
        <EmptyState title={words.staff.none}>{words.staff.noneHint}</EmptyState>
      ) : (
        <DataTable
          caption={words.staff.title}
          hideCaption
          columns={columns}
          rows={organizations}
          rowKey={(organization) => organization.id}
        />
      )}
    </Page>
  );
}
