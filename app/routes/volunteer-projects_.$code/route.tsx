import { useForm } from "@conform-to/react";
import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { anyone, signedIn } from "#app/auth/policies.ts";
import { signUp } from "#app/domain/volunteers/sign-up.server.ts";
import { signUpForm } from "#app/domain/volunteers/volunteer-form.ts";
import { getOwnVolunteer, listOwnSignups } from "#app/domain/volunteers/volunteer-private-queries.server.ts";
import { getPublicProject } from "#app/domain/volunteers/volunteer-queries.server.ts";
import { answerWithinHours } from "#app/domain/volunteers/waiting-list.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Page, Section } from "#app/ui/page.tsx";
import { Banner, StateBadge } from "#app/ui/status.tsx";
import { DescriptionList } from "#app/ui/table.tsx";
import { type OwnSignup, type Reader, ShiftList } from "./shift-list.tsx";

export const loader = guardLoader(anyone, async ({ services, params, actor, url }) => {
  const project = await getPublicProject(services.db, { publicCode: params.code ?? "", at: services.clock.now() });
  if (project === null) throw notFound();
  const { id: _id, ...shown } = project;
  let reader: Reader = "visitor";
  let ownSignups: Record<string, OwnSignup> = {};
  if (actor.kind === "user") {
    const entry = await getOwnVolunteer(services.db, services.sealer, { userId: actor.userId });
    reader = entry === null ? "signed_in" : "volunteer";
    const signups = await listOwnSignups(services.db, { userId: actor.userId });
    ownSignups = Object.fromEntries(
      signups
        .filter((one) => !["cancelled", "declined", "lapsed"].includes(one.state))
        .map((one) => [
          one.shiftId,
          one.state === "waiting" || one.state === "offered" ? one.state : ("signed_up" as const),
        ]),
    );
  }
  return {
    page: { title: project.title, description: project.description.slice(0, 80) },
    project: shown,
    reader,
    ownSignups,
    done: url.searchParams.get("done"),
  };
});

export const action = guardAction(signedIn, async ({ request, services, actor, params }) => {
  const form = parseForm(await request.formData(), signUpForm);
  if (!form.ok) return form.reply;
  const address = paths.volunteerProject(params.code ?? "");
  const result = await signUp(services.db, form.value, actor, services.clock.now());
  if (result.ok) return redirect(`${address}?done=${result.value.state === "waiting" ? "wait" : "1"}`, 303);
  if (result.code === "not_registered") return redirect(paths.myVolunteerEntry({ next: address }), 303);
  // A second click on the same button finds the first one's sign-up.
  if (result.code === "already_signed_up") return redirect(`${address}?done=1`, 303);
  return form.refuse({ "": [result.code] });
});

export default function VolunteerProjectPage() {
  const t = useMessages();
  const words = t.volunteers;
  const { project, reader, ownSignups, done } = useLoaderData<typeof loader>();
  const [form, fields] = useForm<{ shiftId: string; acceptsRisk: string }>({
    id: "sign-up",
    lastResult: useActionData<typeof action>()?.result,
  });
  return (
    <Page
      title={project.title}
      breadcrumbs={[{ to: paths.volunteerProjects(), label: words.title }]}
      badges={
        <>
          <StateBadge tone="info">{words.services[project.serviceType]}</StateBadge>
          {project.visitsHomes && <StateBadge tone="neutral">{words.visitsHomes}</StateBadge>}
          {project.state === "closed" && <StateBadge tone="neutral">{words.closed}</StateBadge>}
        </>
      }
      form={form}
      messages={words.errors}
      labels={{ acceptsRisk: words.acceptsRisk }}
      aside={
        <DescriptionList
          items={[
            { term: words.by, details: project.organizationName },
            { term: words.region, details: project.regionName },
            { term: words.place, details: project.place },
          ]}
        />
      }
    >
      {done === "1" && <Banner tone="success" title={words.signedUpDone(answerWithinHours)} />}
      {done === "wait" && <Banner tone="success" title={words.inLineDone} />}
      <Section title={words.whatToDo}>
        <p className="max-w-measure whitespace-pre-line">{project.description}</p>
      </Section>
      <Section title={words.risk}>
        <p className="max-w-measure whitespace-pre-line">{project.riskNotice}</p>
      </Section>
      <Section title={words.shifts} id="shifts">
        <ShiftList
          shifts={project.shifts}
          reader={reader}
          ownSignups={ownSignups}
          refusedShiftId={form.status === "error" ? fields.shiftId.initialValue : undefined}
          code={project.publicCode}
          isOpen={project.state === "published"}
        />
      </Section>
    </Page>
  );
}
