import { useForm } from "@conform-to/react";
import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { signedIn } from "#app/auth/policies.ts";
import { endOtherSessions, endOwnSession, listSessions } from "#app/auth/sessions.server.ts";
import { sessionForm } from "#app/domain/accounts/account-form.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { Page } from "#app/ui/page.tsx";
import { Banner } from "#app/ui/status.tsx";
import { DescriptionList } from "#app/ui/table.tsx";

export const loader = guardLoader(signedIn, async ({ services, actor, context, url, t }) => {
  const own = { userId: actor.userId, currentIdHash: context.sessionIdHash, at: services.clock.now() };
  return {
    page: { title: t.accounts.sessions.title, isPrivate: true },
    sessions: await listSessions(services.db, own),
    isDone: url.searchParams.has("done"),
  };
});

/** Ends one of one's own sessions, or all the others; doing it twice is no error (E2). */
export const action = guardAction(signedIn, async ({ request, services, actor, context }) => {
  const form = parseForm(await request.formData(), sessionForm);
  if (!form.ok) return form.reply;
  const { userId } = actor;
  if (form.value.intent === "end") await endOwnSession(services.db, { userId, handle: form.value.handle });
  else if (context.sessionIdHash !== null) {
    await endOtherSessions(services.db, { userId, currentIdHash: context.sessionIdHash });
  }
  return redirect(paths.mySessions({ done: 1 }), 303);
});

export default function SessionsPage() {
  const { sessions, isDone } = useLoaderData<typeof loader>();
  const t = useMessages();
  const words = t.accounts.sessions;
  const [form] = useForm({ id: "sessions", lastResult: useActionData<typeof action>()?.result });
  return (
    <Page
      title={words.title}
      lead={words.lead}
      breadcrumbs={[{ to: paths.me(), label: t.layout.me }]}
      narrow
      form={form}
    >
      {isDone && <Banner tone="success" title={words.ended} />}
      <ul className="grid gap-4">
        {sessions.map((session) => (
          <li key={session.handle} className="panel">
            <h2 className="text-lg">
              {session.device || words.unknownDevice}
              {session.isHere && ` (${words.here})`}
            </h2>
            <DescriptionList
              items={[
                { term: words.since, details: formatMinute(session.createdAt) },
                { term: words.lastSeen, details: formatMinute(session.lastSeenAt) },
                { term: words.place, details: words.placeUnknown },
              ]}
            />
            {!session.isHere && (
              <Form>
                <input type="hidden" name="intent" value="end" />
                <input type="hidden" name="handle" value={session.handle} />
                <SubmitButton tone="secondary">{words.end}</SubmitButton>
              </Form>
            )}
          </li>
        ))}
      </ul>
      {sessions.length > 1 && (
        <Form>
          <input type="hidden" name="intent" value="end_others" />
          <SubmitButton tone="danger">{words.endOthers}</SubmitButton>
        </Form>
      )}
    </Page>
  );
}
