import { useForm } from "@conform-to/react";
import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { staff } from "#app/auth/policies.ts";
import { receivedAnswers } from "#app/domain/callbacks/callback.ts";
import { answerOf, callbackForm } from "#app/domain/callbacks/callback-form.ts";
import { callbackRoles, canCallBack } from "#app/domain/callbacks/callback-policy.ts";
import { getCallbackFor, listAnswers } from "#app/domain/callbacks/callback-queries.server.ts";
import { recordCallback } from "#app/domain/callbacks/record-callback.server.ts";
import { dayInChina } from "#app/domain/clock.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { conflict, guardAction, guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { RadioGroup } from "#app/ui/choice-fields.tsx";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { Page, Section } from "#app/ui/page.tsx";
import { Banner, StateBadge } from "#app/ui/status.tsx";
import { DateField, MoneyField, TextArea } from "#app/ui/text-fields.tsx";
import { AnswerList, CalledPayment, callbackTones } from "./callback-facts.tsx";

export const loader = guardLoader(staff(...callbackRoles), async ({ services, actor, params, t }) => {
  const callback = await getCallbackFor(services.db, { callbackId: params.id ?? "", actor });
  if (callback === null) throw notFound();
  const { people: _, charityId: __, ...shown } = callback;
  const isOpen = callback.state === "drawn" || callback.state === "unreached";
  return {
    page: { title: t.callbacks.one, isPrivate: true },
    callback: shown,
    answers: await listAnswers(services.db, { callbackId: callback.id }),
    mayAnswer: isOpen && canCallBack(actor, callback),
    isOpen,
    today: dayInChina(services.clock.now()),
  };
});

export const action = guardAction(staff(...callbackRoles), async ({ request, services, actor, params }) => {
  const form = parseForm(await request.formData(), callbackForm);
  if (!form.ok) return form.reply;
  const input = { callbackId: params.id ?? "", answer: answerOf(form.value) };
  const result = await recordCallback(services.db, input, actor, services.clock.now());
  if (result.ok) return redirect(paths.staffCallback(input.callbackId), 303);
  if (result.code === "not_found") throw notFound();
  if (result.code === "conflict") throw conflict();
  return form.refuse({ "": [result.code] });
});

/** One call-back: the payment as the books have it, and what its recipient says (D6). */
export default function CallbackPage() {
  const t = useMessages();
  const words = t.callbacks;
  const { callback, answers, mayAnswer, isOpen, today } = useLoaderData<typeof loader>();
  const [form, fields] = useForm<Record<"reached" | "received" | "amount" | "receivedOn" | "words", string>>({
    id: "callback",
    lastResult: useActionData<typeof action>()?.result,
  });
  return (
    <Page
      title={words.one}
      eyebrow={callback.publicCode}
      badges={<StateBadge tone={callbackTones[callback.state]}>{words.states[callback.state]}</StateBadge>}
      breadcrumbs={[
        { to: paths.staffHome(), label: t.layout.workspace },
        { to: paths.staffCallbacks(), label: words.title },
      ]}
      form={form}
      messages={words.errors}
      labels={words.fields}
      aside={<CalledPayment callback={callback} />}
      asideFirst
    >
      {callback.state === "mismatched" && <Banner tone="warning" title={words.mismatchTitle} />}
      {isOpen && !mayAnswer && <Banner tone="info" title={words.errors.had_part} />}
      {mayAnswer && (
        <Form form={form}>
          <p className="max-w-measure text-muted">{words.howTo}</p>
          <RadioGroup
            field={fields.reached}
            label={words.fields.reached}
            options={[
              { value: "yes", label: words.reached.yes },
              { value: "no", label: words.reached.no, hint: words.reached.noHint },
            ]}
          />
          <RadioGroup
            field={fields.received}
            label={words.fields.received}
            options={receivedAnswers.map((value) => ({ value, label: words.received[value] }))}
          />
          <MoneyField field={fields.amount} label={words.fields.amount} hint={words.amountHint} optional />
          <DateField field={fields.receivedOn} label={words.fields.receivedOn} max={today} optional />
          <TextArea field={fields.words} label={words.fields.words} hint={words.wordsHint} rows={3} optional />
          <SubmitButton icon="phone">{words.submit}</SubmitButton>
        </Form>
      )}
      {answers.length > 0 && (
        <Section title={words.answers}>
          <AnswerList answers={answers} />
        </Section>
      )}
    </Page>
  );
}
