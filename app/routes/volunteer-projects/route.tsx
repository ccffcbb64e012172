import { useLoaderData } from "@remix-run/react";
import { anyone } from "#app/auth/policies.ts";
import { isRegionCode } from "#app/domain/regions/region.ts";
import { volunteerServiceTypes } from "#app/domain/volunteers/volunteer.ts";
import { listPublicProjects } from "#app/domain/volunteers/volunteer-queries.server.ts";
import { guardLoader } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Card, CardGrid } from "#app/ui/card.tsx";
import { ButtonLink } from "#app/ui/links.tsx";
import { Pagination, Tabs } from "#app/ui/navigation.tsx";
import { Page } from "#app/ui/page.tsx";
import { EmptyState, StateBadge } from "#app/ui/status.tsx";

export const loader = guardLoader(anyone, async ({ services, url, t }) => {
  const region = url.searchParams.get("region");
  const service = volunteerServiceTypes.find((type) => type === url.searchParams.get("service")) ?? null;
  const page = Math.min(Math.max(Number.parseInt(url.searchParams.get("page") ?? "1", 10) || 1, 1), 500);
  const regionPrefix = isRegionCode(region) ? region : "";
  const found = await listPublicProjects(services.db, {
    regionPrefix,
    serviceType: service,
    page,
    at: services.clock.now(),
  });
  return {
    ...found,
    service,
    regionPrefix,
    pageNumber: page,
    page: { title: t.volunteers.title, description: t.volunteers.lead },
  };
});

/** Projects that look for people, the soonest first (S77). */
export default function VolunteerProjectsPage() {
  const t = useMessages();
  const words = t.volunteers;
  const { projects, total, pageSize, service, regionPrefix, pageNumber } = useLoaderData<typeof loader>();
  const address = (next: { service?: string; page?: number }) =>
    paths.volunteerProjects({ region: regionPrefix, ...next });
  const tabs = [
    { to: address({}), label: words.allServices, isCurrent: service === null },
    ...volunteerServiceTypes.map((type) => ({
      to: address({ service: type }),
      label: words.services[type],
      isCurrent: service === type,
    })),
  ];
  return (
    <Page
      title={words.title}
      lead={words.lead}
      actions={
        <ButtonLink to={paths.myVolunteering()} tone="secondary">
          {words.mine.title}
        </ButtonLink>
      }
    >
      <Tabs label={words.service} tabs={tabs} />
      {projects.length === 0 ? (
        <EmptyState
          title={words.empty}
          actions={
            <>
              <ButtonLink to={paths.volunteerProjects()}>{words.allServices}</ButtonLink>
              <ButtonLink to={paths.myVolunteerEntry()} tone="secondary">
                {words.entry.title}
              </ButtonLink>
            </>
          }
        >
          <p>{words.emptyBody}</p>
        </EmptyState>
      ) : (
        <>
          <p role="status" className="text-muted">
            {words.count(total)}
          </p>
          <CardGrid>
            {projects.map((project) => (
              <Card
                key={project.publicCode}
                to={paths.volunteerProject(project.publicCode)}
                heading="h2"
                title={project.title}
                eyebrow={`${project.regionName} · ${words.services[project.serviceType]}`}
                badges={project.visitsHomes && <StateBadge tone="info">{words.visitsHomes}</StateBadge>}
                footer={project.organizationName}
              >
                <p>
                  {project.nextShiftAt === null ? words.noShift : words.nextShift(formatMinute(project.nextShiftAt))}
                </p>
                {project.nextShiftAt !== null && (
                  <p>{project.seatsLeft > 0 ? words.seatsLeft(project.seatsLeft) : words.full}</p>
                )}
              </Card>
            ))}
          </CardGrid>
          <Pagination
            page={pageNumber}
            pages={Math.max(1, Math.ceil(total / pageSize))}
            to={(next) => address({ service: service ?? undefined, page: next })}
          />
        </>
      )}
    </Page>
  );
}
