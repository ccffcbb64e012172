import { Link, useLoaderData } from "@remix-run/react";
import { organizationMember } from "#app/auth/policies.ts";
import { organizedIds } from "#app/domain/volunteers/volunteer-policy.ts";
import { listOwnProjects } from "#app/domain/volunteers/volunteer-private-queries.server.ts";
import { guardLoader } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { ButtonLink } from "#app/ui/links.tsx";
import { Page } from "#app/ui/page.tsx";
import { Banner, EmptyState, StateBadge } from "#app/ui/status.tsx";
import { DataTable } from "#app/ui/table.tsx";

export const loader = guardLoader(organizationMember, async ({ services, actor, t }) => ({
  page: { title: t.volunteers.org.title, isPrivate: true },
  canPost: organizedIds(actor).length > 0,
  projects: await listOwnProjects(services.db, { actor }),
}));

export default function OwnProjectsPage() {
  const t = useMessages();
  const words = t.volunteers.org;
  const { projects, canPost } = useLoaderData<typeof loader>();
  const create = canPost && <ButtonLink to={paths.organizationVolunteerProjectNew()}>{words.create}</ButtonLink>;
  return (
    <Page
      title={words.title}
      lead={words.lead}
      breadcrumbs={[{ to: paths.organizationHome(), label: t.layout.organization }]}
      actions={create}
    >
      {!canPost && <Banner tone="warning" title={words.notVerified} />}
      {projects.length === 0 ? (
        <EmptyState title={words.none} actions={create} />
      ) : (
        <DataTable
          caption={words.title}
          hideCaption
          rows={projects}
          rowKey={(row) => row.id}
          columns={[
            {
              key: "title",
              header: words.project,
              cell: (row) => <Link to={paths.organizationVolunteerProject(row.id)}>{row.title}</Link>,
              rowHeader: true,
            },
            { key: "region", header: t.volunteers.region, cell: (row) => row.regionName },
            {
              key: "state",
              header: words.state,
              cell: (row) => (
                <StateBadge tone={row.state === "published" ? "success" : "neutral"}>
                  {words.states[row.state]}
                </StateBadge>
              ),
            },
          ]}
        />
      )}
    </Page>
  );
}
