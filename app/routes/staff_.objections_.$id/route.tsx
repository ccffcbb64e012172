import { useForm } from "@conform-to/react";
import { redirect } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { staff } from "#app/auth/policies.ts";
import { objectionOutcomes } from "#app/domain/notices/notice.ts";
import { objectionAnswererRoles, objectionReaderRoles } from "#app/domain/notices/notice-policy.ts";
import { getObjection } from "#app/domain/notices/notice-staff-queries.server.ts";
import { answerObjection } from "#app/domain/verification/answer-objection.server.ts";
import { answerObjectionForm } from "#app/domain/verification/verification-form.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { conflict, guardAction, guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { RadioGroup } from "#app/ui/choice-fields.tsx";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { NoticeStateBadge } from "#app/ui/notice-state-badge.tsx";
import { Page } from "#app/ui/page.tsx";
import { Banner } from "#app/ui/status.tsx";
import { TextArea } from "#app/ui/text-fields.tsx";
import { ObjectionFacts } from "./objection-facts.tsx";

export const loader = guardLoader(staff(...objectionReaderRoles), async ({ services, actor, params, t }) => {
  const objection = await getObjection(services, { objectionId: params.id ?? "", actor });
  if (objection === null) throw notFound();
  return { page: { title: t.notices.staff.objectionTitle, isPrivate: true }, objection };
});

export const action = guardAction(staff(...objectionAnswererRoles), async ({ request, services, actor, params }) => {
  const form = parseForm(await request.formData(), answerObjectionForm);
  if (!form.ok) return form.reply;
  const input = { objectionId: params.id ?? "", ...form.value };
  const result = await answerObjection(services.db, input, actor, services.clock.now());
  if (result.ok) return redirect(paths.staffNotices({ view: "paused", done: form.value.outcome }), 303);
  if (result.code === "not_found") throw notFound();
  if (result.code === "conflict") throw conflict();
  return form.refuse({ answer: [result.code] });
});

/** One objection: its words beside the answer, which is public. */
export default function ObjectionPage() {
  const t = useMessages();
  const words = t.notices.staff;
  const { objection } = useLoaderData<typeof loader>();
  const [form, fields] = useForm<{ outcome: string; answer: string }>({
    id: "answer",
    lastResult: useActionData<typeof action>()?.result,
  });
  const canAnswer = objection.mayAnswer && objection.state === "received";
  const others = objection.openCount - (objection.state === "received" ? 1 : 0);
  const hints = { dismissed: words.outcomes.dismissedHint, upheld: words.outcomes.upheldHint };
  return (
    <Page
      title={words.objectionTitle}
      eyebrow={`${words.columns.code} ${objection.publicCode}`}
      lead={words.objectionLead}
      breadcrumbs={[
        { to: paths.staffHome(), label: t.layout.workspace },
        { to: paths.staffNotices({ view: "paused" }), label: words.title },
      ]}
      badges={<NoticeStateBadge state={objection.noticeState} />}
      form={form}
      messages={words.errors}
      labels={{ outcome: words.outcome, answer: words.answer }}
      aside={<ObjectionFacts objection={objection} />}
    >
      <blockquote className="max-w-measure border-l-4 border-line pl-4 whitespace-pre-line">
        {objection.content}
      </blockquote>
      {others > 0 && <Banner tone="info">{words.others(others)}</Banner>}
      {canAnswer && (
        <Form form={form}>
          <RadioGroup
            field={fields.outcome}
            label={words.outcome}
            options={[...objectionOutcomes]
              .reverse()
              .map((value) => ({ value, label: words.outcomes[value], hint: hints[value] }))}
          />
          <TextArea field={fields.answer} label={words.answer} hint={words.answerHint} rows={5} />
          <SubmitButton icon="message-square" wide>
            {words.submit}
          </SubmitButton>
        </Form>
      )}
      {objection.answer && (
        <Banner tone="success" title={words.answered}>
          <p className="whitespace-pre-line">{objection.answer}</p>
        </Banner>
      )}
      {(objection.needId ?? objection.householdId) && (
        <p>
          <Link
            to={
              objection.needId ? paths.staffNeed(objection.needId) : paths.staffHousehold(objection.householdId ?? "")
            }
            className="tap"
          >
            {words.openCase}
          </Link>
        </p>
      )}
    </Page>
  );
}
