import { useForm } from "@conform-to/react";
import { useActionData, useLoaderData } from "@remix-run/react";
import { organizationMember } from "#app/auth/policies.ts";
import { getOwnProject } from "#app/domain/volunteers/volunteer-private-queries.server.ts";
import { guardAction, guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { ButtonLink } from "#app/ui/links.tsx";
import { Page, Section } from "#app/ui/page.tsx";
import { StateBadge } from "#app/ui/status.tsx";
import { DateField, NumberField, TextField } from "#app/ui/text-fields.tsx";
import { actOnProject } from "./project-actions.server.ts";
import { SignupCards } from "./signup-cards.tsx";

export const loader = guardLoader(organizationMember, async ({ services, actor, params }) => {
  const project = await getOwnProject(services.db, services.sealer, { projectId: params.id ?? "", actor });
  if (project === null) throw notFound();
  return { page: { title: project.title, isPrivate: true }, project };
});

export const action = guardAction(organizationMember, async ({ request, services, actor, params }) => {
  const formData = await request.formData();
  return actOnProject({ formData, services, actor, projectId: params.id ?? "" });
});

/** One project for its organization: shifts, who comes, who was there, how long. */
export default function OwnProjectPage() {
  const t = useMessages();
  const words = t.volunteers.org;
  const { project } = useLoaderData<typeof loader>();
  const [form, fields] = useForm<{ day: string; startsAt: string; endsAt: string; seats: string }>({
    id: "shift",
    lastResult: useActionData<typeof action>()?.result,
  });
  const isClosed = project.state === "closed";
  return (
    <Page
      title={project.title}
      breadcrumbs={[{ to: paths.organizationVolunteerProjects(), label: words.title }]}
      badges={
        <StateBadge tone={project.state === "published" ? "success" : "neutral"}>
          {words.states[project.state]}
        </StateBadge>
      }
      actions={
        <>
          {project.state !== "drafted" && (
            <ButtonLink to={paths.volunteerProject(project.publicCode)} tone="secondary">
              {words.viewPublic}
            </ButtonLink>
          )}
          {!isClosed && (
            <Form>
              <SubmitButton
                name="intent"
                value={project.state === "drafted" ? "publish" : "close"}
                tone={project.state === "drafted" ? "primary" : "quiet"}
              >
                {project.state === "drafted" ? words.publish : words.close}
              </SubmitButton>
            </Form>
          )}
        </>
      }
      form={form}
      messages={t.volunteers.errors}
      labels={words.fields}
    >
      {project.shifts.map((shift) => (
        <Section
          key={shift.id}
          title={`${formatMinute(shift.startsAt)} – ${formatMinute(shift.endsAt).slice(11)}`}
          lead={t.volunteers.shiftSeats(shift.takenSeats, shift.seats)}
        >
          <SignupCards signups={project.signups.filter((signup) => signup.shiftId === shift.id)} />
        </Section>
      ))}
      {project.shifts.length === 0 && <p className="text-muted">{words.noShifts}</p>}
      {!isClosed && (
        <Section title={words.addShift}>
          <Form form={form}>
            <input type="hidden" name="intent" value="add_shift" />
            <DateField field={fields.day} label={words.fields.day} />
            <TextField
              field={fields.startsAt}
              label={words.fields.startsAt}
              hint={words.fields.timeHint}
              type="time"
              width="short"
            />
            <TextField
              field={fields.endsAt}
              label={words.fields.endsAt}
              hint={words.fields.timeHint}
              type="time"
              width="short"
            />
            <NumberField field={fields.seats} label={words.fields.seats} />
            <SubmitButton>{words.addShift}</SubmitButton>
          </Form>
        </Section>
      )}
    </Page>
  );
}
