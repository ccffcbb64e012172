import { useForm } from "@conform-to/react";
import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { staff } from "#app/auth/policies.ts";
import { decideVisit } from "#app/domain/visits/decide-visit.server.ts";
import { visitDecisions } from "#app/domain/visits/visit.ts";
import { decideVisitForm } from "#app/domain/visits/visit-form.ts";
import {
  canCorrectVisit,
  canDecideVisit,
  visitDeciderRoles,
  visitReaderRoles,
} from "#app/domain/visits/visit-policy.ts";
import { getVisit } from "#app/domain/visits/visit-queries.server.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { RadioGroup } from "#app/ui/choice-fields.tsx";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { ButtonLink } from "#app/ui/links.tsx";
import { Page, Section } from "#app/ui/page.tsx";
import { Banner } from "#app/ui/status.tsx";
import { TextField } from "#app/ui/text-fields.tsx";
import { VisitBadges } from "../staff_.visits/visit-table.tsx";
import { VisitFacts } from "./visit-facts.tsx";

export const loader = guardLoader(staff(...visitReaderRoles), async ({ services, actor, params, url, t }) => {
  const visit = await getVisit(services.db, { visitId: params.id ?? "", actor });
  if (visit === null) throw notFound();
  const isOpen = visit.conflict !== null && visit.decision === null;
  return {
    page: { title: t.visits.title, isPrivate: true },
    visit,
    done: url.searchParams.get("done"),
    canCorrect: visit.conflict === null && !visit.isCorrected && canCorrectVisit(actor, visit),
    canDecide: isOpen && canDecideVisit(actor, visit),
    isOpen,
  };
});

export const action = guardAction(staff(...visitDeciderRoles), async ({ request, services, actor, params }) => {
  const form = parseForm(await request.formData(), decideVisitForm);
  if (!form.ok) return form.reply;
  const visitId = params.id ?? "";
  const result = await decideVisit(services.db, { visitId, ...form.value }, actor, services.clock.now());
  if (result.ok) return redirect(paths.staffVisit(visitId, { done: "decided" }), 303);
  if (result.code === "not_found") throw notFound();
  return form.refuse({ "": [result.code] });
});

export default function VisitPage() {
  const t = useMessages();
  const words = t.visits;
  const { visit, done, canCorrect, canDecide, isOpen } = useLoaderData<typeof loader>();
  const reply = useActionData<typeof action>();
  const [form, fields] = useForm<{ decision: string; reason: string }>({ id: "decide", lastResult: reply?.result });
  const doneWord = new Map([
    ["saved", words.saved],
    ["held", words.savedHeld],
    ["decided", words.decided],
  ]).get(reply === undefined ? (done ?? "") : "");
  return (
    <Page
      title={visit.headName ?? words.villageVisit}
      eyebrow={visit.villageName}
      breadcrumbs={[
        { to: paths.staffHome(), label: t.layout.workspace },
        { to: paths.staffVisits(), label: words.title },
      ]}
      badges={<VisitBadges visit={visit} />}
      actions={
        canCorrect && (
          <ButtonLink to={paths.staffVisitNew({ corrects: visit.id })} tone="secondary" icon="pencil">
            {words.correct}
          </ButtonLink>
        )
      }
      form={form}
      messages={words.errors}
      labels={{ decision: words.decision, reason: words.decisionReason }}
    >
      {doneWord && <Banner tone="success" title={doneWord} />}
      {isOpen && visit.conflict !== null && (
        <Banner tone="warning" title={words.conflictTitle}>
          {words.conflicts[visit.conflict]} {words.conflictHint}
        </Banner>
      )}
      {visit.decision !== null && (
        <Banner tone="info" title={words.decisions[visit.decision]}>
          {words.decidedBy(visit.deciderName ?? "")}：{visit.decisionReason}
        </Banner>
      )}
      <VisitFacts visit={visit} />
      {canDecide && (
        <Section title={words.decideTitle}>
          <Form form={form}>
            <RadioGroup
              field={fields.decision}
              label={words.decision}
              options={visitDecisions.map((value) => ({ value, label: words.decisions[value] }))}
            />
            <TextField field={fields.reason} label={words.decisionReason} autoComplete="off" />
            <SubmitButton>{words.decide}</SubmitButton>
          </Form>
        </Section>
      )}
    </Page>
  );
}
