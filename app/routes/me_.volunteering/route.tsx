import { useForm } from "@conform-to/react";
import { redirect } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { signedIn } from "#app/auth/policies.ts";
import { cancelSignup } from "#app/domain/volunteers/move-signup.server.ts";
import { takeOfferedSeat } from "#app/domain/volunteers/take-offered-seat.server.ts";
import { cancellableStates } from "#app/domain/volunteers/volunteer.ts";
import { ownSignupForm } from "#app/domain/volunteers/volunteer-form.ts";
import { hoursText } from "#app/domain/volunteers/volunteer-hours.ts";
import { listOwnSignups } from "#app/domain/volunteers/volunteer-private-queries.server.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { StatFigure, StatFigures } from "#app/ui/card.tsx";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { ButtonLink } from "#app/ui/links.tsx";
import { Page, Section } from "#app/ui/page.tsx";
import { EmptyState, StateBadge } from "#app/ui/status.tsx";
import { DataTable } from "#app/ui/table.tsx";

export const loader = guardLoader(signedIn, async ({ services, actor, t }) => {
  const signups = await listOwnSignups(services.db, { userId: actor.userId });
  return {
    page: { title: t.volunteers.mine.title, isPrivate: true },
    signups,
    totalMinutes: signups.reduce((sum, one) => sum + (one.confirmedMinutes ?? 0), 0),
  };
});

export const action = guardAction(signedIn, async ({ request, services, actor }) => {
  const form = parseForm(await request.formData(), ownSignupForm);
  if (!form.ok) return form.reply;
  const move = form.value.intent === "take" ? takeOfferedSeat : cancelSignup;
  const result = await move(services.db, form.value, actor, services.clock.now());
  return result.ok ? redirect(paths.myVolunteering(), 303) : form.refuse({ "": [result.code] });
});

export default function MyVolunteeringPage() {
  const t = useMessages();
  const words = t.volunteers.mine;
  const { signups, totalMinutes } = useLoaderData<typeof loader>();
  const [form] = useForm({ id: "cancel", lastResult: useActionData<typeof action>()?.result });
  return (
    <Page
      title={words.title}
      lead={words.lead}
      breadcrumbs={[{ to: paths.me(), label: t.layout.me }]}
      form={form}
      messages={t.volunteers.errors}
      actions={
        <>
          <ButtonLink to={paths.volunteerCertificate()} tone="secondary">
            {words.certificate}
          </ButtonLink>
          <ButtonLink to={paths.myVolunteerEntry()} tone="secondary">
            {words.entry}
          </ButtonLink>
        </>
      }
    >
      <StatFigures>
        <StatFigure value={words.hours(hoursText(totalMinutes))} label={words.totalHours} />
      </StatFigures>
      <Section title={words.signups}>
        {signups.length === 0 ? (
          <EmptyState
            title={words.none}
            actions={<ButtonLink to={paths.volunteerProjects()}>{words.find}</ButtonLink>}
          />
        ) : (
          <DataTable
            caption={words.signups}
            hideCaption
            rows={signups}
            rowKey={(row) => row.id}
            columns={[
              {
                key: "project",
                header: words.project,
                rowHeader: true,
                cell: (row) => <Link to={paths.volunteerProject(row.projectCode)}>{row.projectTitle}</Link>,
              },
              { key: "time", header: words.time, cell: (row) => formatMinute(row.startsAt) },
              {
                key: "state",
                header: words.state,
                cell: (row) => (
                  <>
                    <StateBadge tone={row.state === "offered" ? "give" : "info"}>{words.states[row.state]}</StateBadge>
                    {row.placeInLine !== null && <p className="text-sm">{words.placeInLine(row.placeInLine)}</p>}
                    {row.state === "offered" && row.offeredUntil !== null && (
                      <p className="text-sm">{words.keptUntil(formatMinute(row.offeredUntil))}</p>
                    )}
                  </>
                ),
              },
              {
                key: "hours",
                header: words.confirmed,
                cell: (row) => (row.confirmedMinutes === null ? "" : words.hours(hoursText(row.confirmedMinutes))),
              },
              {
                key: "cancel",
                header: words.step,
                cell: (row) =>
                  cancellableStates.some((state) => state === row.state) ? (
                    <SignupSteps signupId={row.id} isOffered={row.state === "offered"} />
                  ) : (
                    ""
                  ),
              },
            ]}
          />
        )}
      </Section>
    </Page>
  );
}

function SignupSteps({ signupId, isOffered }: { signupId: string; isOffered: boolean }) {
  const words = useMessages().volunteers.mine;
  return (
    <Form className="flex flex-wrap gap-2">
      <input type="hidden" name="signupId" value={signupId} />
      {isOffered && (
        <SubmitButton tone="give" name="intent" value="take">
          {words.take}
        </SubmitButton>
      )}
      <SubmitButton tone="quiet" name="intent" value="cancel">
        {words.cancel}
      </SubmitButton>
    </Form>
  );
}
