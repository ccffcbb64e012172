import { useLoaderData } from "@remix-run/react";
import { anyone } from "#app/auth/policies.ts";
import { dayInChina } from "#app/domain/clock.ts";
import {
  getAcceptance,
  listBudgetVersions,
  listProjectSteps,
} from "#app/domain/library-projects/library-project-queries.server.ts";
import {
  getPublicProject,
  listProjectNeeds,
  listProjectPayments,
} from "#app/domain/library-projects/public-project-queries.server.ts";
import { getComplaintPhone } from "#app/domain/regions/jurisdiction-queries.server.ts";
import { guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Page, Section } from "#app/ui/page.tsx";
import { PrintHeader } from "#app/ui/print.tsx";
import { Banner, Timeline } from "#app/ui/status.tsx";
import { ProjectBadge } from "../staff_.projects/project-badge.tsx";
import { BudgetVersions } from "../staff_.projects_.$id/budget-versions.tsx";
import { ProjectFacts } from "../staff_.projects_.$id/project-facts.tsx";
import { ProjectMoney } from "./project-money.tsx";

/** What the public sees of a step: that it was taken and when; who took it and internal reasons stay with staff. */
const publicEvents: readonly string[] = ["submit", "check", "reserve", "approve", "start", "accept", "announce"];

/** One project of the library for anyone (S99, S100). */
export const loader = guardLoader(anyone, async ({ services, params }) => {
  const { db } = services;
  const project = await getPublicProject(db, { code: params.code ?? "" });
  if (project === null) throw notFound();
  const now = services.clock.now();
  const projectId = project.id;
  const [versions, acceptance, history, payments, needs, phone] = await Promise.all([
    listBudgetVersions(db, { projectId }),
    getAcceptance(db, { projectId }),
    listProjectSteps(db, { projectId }),
    listProjectPayments(db, { projectId }),
    listProjectNeeds(db, { projectId }),
    getComplaintPhone(db, { regionCode: project.regionCode, day: dayInChina(now) }),
  ]);
  return {
    page: { title: project.title, description: `${project.regionName} ${project.purpose}` },
    project,
    // Only what was decided is the public's: a proposed or refused change is no budget, and names stay with staff.
    versions: versions
      .filter((version) => version.approvedAt !== null || project.state === "reserved")
      .map((version) => ({ ...version, proposedBy: "", proposedByName: "", decidedByName: null, refusal: null })),
    acceptance,
    history: history
      .filter((step) => publicEvents.includes(step.event))
      .map(({ id, event, at }) => ({ id, event, at })),
    payments,
    needs,
    phone: phone?.value ?? null,
    asOf: formatMinute(now),
  };
});

export default function PublicProjectPage() {
  const t = useMessages();
  const words = t.libraryProjects;
  const { project, versions, acceptance, history, payments, needs, phone, asOf } = useLoaderData<typeof loader>();
  const steps: Readonly<Record<string, string>> = words.steps;
  return (
    <Page
      title={<span lang="zh-CN">{project.title}</span>}
      eyebrow={`${words.code} ${project.publicCode} · ${t.common.asOf(asOf)}`}
      badges={<ProjectBadge state={project.state} />}
      breadcrumbs={[
        { to: paths.ledger(), label: t.ledger.title },
        { to: paths.ledgerProjects({ region: project.regionCode.slice(0, 6) }), label: words.publicTitle },
      ]}
    >
      <PrintHeader number={project.publicCode} asOf={asOf} />
      {project.isDemo && <Banner tone="warning">{words.demo}</Banner>}
      <ProjectFacts project={project} acceptance={acceptance} />
      <p>
        <b>{words.phone}</b>
        {t.common.colon}
        {phone ?? words.noPhone}
      </p>
      <ProjectMoney payments={payments} needs={needs} />
      <BudgetVersions versions={versions} hidesNames />
      <Section title={words.history} lead={words.noPurposePeople}>
        <Timeline
          items={history.map((step) => ({
            id: step.id,
            title: steps[step.event] ?? step.event,
            time: dayInChina(step.at),
          }))}
        />
      </Section>
    </Page>
  );
}
