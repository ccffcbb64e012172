import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { staff } from "#app/auth/policies.ts";
import { hasRoleFor } from "#app/domain/actor.ts";
import { dayInChina } from "#app/domain/clock.ts";
import {
  canApplyFor,
  editableLibraryStates,
  projectCountyRoles,
  projectReaderRoles,
  publicLibraryStates,
  stepsOf,
} from "#app/domain/library-projects/library-project.ts";
import {
  getAcceptance,
  getStaffProject,
  listBudgetVersions,
  listLibraryFiles,
  listProjectSteps,
} from "#app/domain/library-projects/library-project-queries.server.ts";
import { budgetChangeStates } from "#app/domain/library-projects/propose-budget-version.server.ts";
import { guardAction, guardLoader, notFound } from "#app/http/guard.server.ts";
import { readFormWithPictures } from "#app/http/multipart.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { ButtonLink, MoreLink } from "#app/ui/links.tsx";
import { Page, Section } from "#app/ui/page.tsx";
import { Banner } from "#app/ui/status.tsx";
import { ProjectBadge } from "../staff_.projects/project-badge.tsx";
import { BudgetVersions } from "./budget-versions.tsx";
import { actOnProject } from "./project-actions.server.ts";
import { ProjectFacts } from "./project-facts.tsx";
import { ProjectHistory } from "./project-history.tsx";
import { ProjectPapers } from "./project-papers.tsx";
import { ProjectSteps } from "./project-steps.tsx";

export const loader = guardLoader(staff(...projectReaderRoles), async ({ services, actor, params }) => {
  const { db } = services;
  const project = await getStaffProject(db, { projectId: params.id ?? "", actor });
  if (project === null) throw notFound();
  const versions = await listBudgetVersions(db, { projectId: project.id });
  const isOpen = project.state === "approved" || project.state === "under_way";
  const [latest] = versions;
  const isEditable = editableLibraryStates.some((state) => state === project.state);
  const mayApply = canApplyFor(actor, project.regionCode);
  return {
    page: { title: project.title, isPrivate: true },
    project,
    versions,
    files: await listLibraryFiles(db, { projectId: project.id }),
    acceptance: await getAcceptance(db, { projectId: project.id }),
    history: await listProjectSteps(db, { projectId: project.id }),
    steps: stepsOf(actor, project),
    today: dayInChina(services.clock.now()),
    canEdit: isEditable && mayApply,
    canChangeBudget: budgetChangeStates.includes(project.state) && mayApply,
    canLink: mayApply && publicLibraryStates.some((state) => state === project.state),
    canDecideBudget:
      isOpen &&
      latest !== undefined &&
      latest.approvedAt === null &&
      latest.refusedAt === null &&
      latest.proposedBy !== actor.userId &&
      hasRoleFor(actor, projectCountyRoles, project.regionCode),
    isPublic: publicLibraryStates.some((state) => state === project.state),
  };
});

export const action = guardAction(staff(...projectReaderRoles), async ({ request, services, actor, params }) => {
  const projectId = params.id ?? "";
  const read = await readFormWithPictures(request);
  const refused = await actOnProject({ read, services, actor, projectId });
  return refused ?? redirect(paths.staffProject(projectId), 303);
});

/** One project for staff: the application, its papers, the versions of its budget, and the steps that are this person's (S100). */
export default function StaffProjectPage() {
  const t = useMessages();
  const words = t.libraryProjects;
  const data = useLoaderData<typeof loader>();
  const { project } = data;
  const reply = useActionData<typeof action>()?.result;
  const lastReason = data.history.at(-1)?.reason;
  return (
    <Page
      title={<span lang="zh-CN">{project.title}</span>}
      eyebrow={project.publicCode}
      badges={<ProjectBadge state={project.state} />}
      breadcrumbs={[
        { to: paths.staffHome(), label: t.layout.workspace },
        { to: paths.staffProjects(), label: words.title },
      ]}
      messages={words.errors}
      actions={
        <>
          {data.canEdit && <ButtonLink to={paths.staffProjectEdit(project.id)}>{words.editTitle}</ButtonLink>}
          {data.canChangeBudget && (
            <ButtonLink to={paths.staffProjectBudget(project.id)} tone="secondary">
              {words.budgetTitle}
            </ButtonLink>
          )}
        </>
      }
    >
      {(project.state === "returned" || project.state === "rejected" || project.state === "removed") && lastReason && (
        <Banner tone="warning" title={words.states[project.state]}>
          {lastReason}
        </Banner>
      )}
      <ProjectFacts project={project} acceptance={data.acceptance} />
      {data.isPublic && <MoreLink to={paths.ledgerProject(project.publicCode)}>{words.openPublic}</MoreLink>}
      <BudgetVersions versions={data.versions} canDecide={data.canDecideBudget} reply={reply} />
      <ProjectPapers files={data.files} canAdd={data.canEdit} reply={reply} />
      <ProjectSteps
        steps={data.steps}
        latestFen={project.latestFen}
        today={data.today}
        canLink={data.canLink}
        reply={reply}
      />
      <Section title={words.history}>
        <ProjectHistory steps={data.history} />
      </Section>
    </Page>
  );
}
