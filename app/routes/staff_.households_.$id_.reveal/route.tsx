import { useForm } from "@conform-to/react";
import { data } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { requireFreshSecondFactor } from "#app/auth/fresh-second-factor.server.ts";
import { staff } from "#app/auth/policies.ts";
import { getEndedFile } from "#app/domain/erasures/erasure-queries.server.ts";
import { readGuardian } from "#app/domain/households/guardian.ts";
import { revealField } from "#app/domain/reveals/reveal-field.server.ts";
import { type RevealInput, revealForm } from "#app/domain/reveals/reveal-form.ts";
import { revealRoles } from "#app/domain/reveals/reveal-policy.ts";
import { listReveals, listSealedFields } from "#app/domain/reveals/reveal-queries.server.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { tooManyRequests } from "#app/http/rate-limit.server.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { guardianInWords } from "#app/i18n/guardian-words.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { RadioGroup } from "#app/ui/choice-fields.tsx";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { MoreLink } from "#app/ui/links.tsx";
import { Page, Section } from "#app/ui/page.tsx";
import { TextArea } from "#app/ui/text-fields.tsx";
import { RevealList } from "./reveal-list.tsx";
import { Revealed } from "./revealed.tsx";

const mayReveal = staff(...revealRoles);

/** No value leaves here: only whose numbers there are. */
export const loader = guardLoader(mayReveal, async ({ services, actor, params, url, context, t }) => {
  const householdId = params.id ?? "";
  const fields = await listSealedFields(services.db, { householdId, actor });
  if (fields === null) throw notFound();
  requireFreshSecondFactor(context, services.clock.now(), paths.staffHouseholdReveal(householdId));
  return {
    page: { title: t.reveals.title, isPrivate: true },
    householdId,
    fields: fields.map(({ field, kind, personName }) => ({ field, kind, personName })),
    chosen: url.searchParams.get("field"),
    reveals: await listReveals(services.db, fields),
    mayErase: (await getEndedFile(services.db, { householdId, actor })) !== null,
  };
});

/** The value is in the answer to the form itself: not in an address, not in a second page (F8, F14). */
export const action = guardAction(mayReveal, async ({ request, services, actor, params, context, t }) => {
  const at = services.clock.now();
  const householdId = params.id ?? "";
  requireFreshSecondFactor(context, at, paths.staffHouseholdReveal(householdId));
  const form = parseForm(await request.formData(), revealForm);
  if (!form.ok) return form.reply;
  const result = await revealField(services, { householdId, ...form.value }, actor, at);
  if (result.ok) {
    const mark = { name: actor.displayName, time: formatMinute(at), reason: form.value.reason };
    const { kind, value: opened } = result.value;
    const value = kind === "guardian" ? guardianInWords(t, readGuardian(opened)) : opened;
    return data({ revealed: { ...result.value, value, mark } }, { headers: { "Cache-Control": "no-store" } });
  }
  if (result.code === "not_found") throw notFound();
  if (result.code === "too_many") throw tooManyRequests(3600);
  return form.refuse({ field: [result.code] });
});

export default function RevealPage() {
  const { householdId, fields, chosen, reveals, mayErase } = useLoaderData<typeof loader>();
  const t = useMessages();
  const words = t.reveals;
  const reply = useActionData<typeof action>();
  const lastResult = reply && "result" in reply ? reply.result : undefined;
  const [form, inputs] = useForm<RevealInput>({
    id: "reveal",
    lastResult,
    defaultValue: { field: chosen ?? undefined },
  });
  const revealed = reply && "revealed" in reply ? reply.revealed : null;
  const back = paths.staffHousehold(householdId);
  if (revealed) return <Revealed revealed={revealed} back={back} />;
  return (
    <Page
      title={words.title}
      lead={words.lead}
      breadcrumbs={[
        { to: paths.staffHouseholds(), label: t.households.title },
        { to: back, label: t.households.situation },
      ]}
      narrow
      form={form}
      messages={words.messages}
      labels={{ field: words.field, reason: words.reason }}
    >
      {fields.length === 0 ? (
        <p>{words.nothing}</p>
      ) : (
        <Form form={form}>
          <RadioGroup
            field={inputs.field}
            label={words.field}
            options={fields.map(({ field, kind, personName }) => ({
              value: field,
              label: words.of(words.kinds[kind], personName),
            }))}
          />
          <TextArea field={inputs.reason} label={words.reason} hint={words.reasonHint} rows={2} />
          <SubmitButton>{words.submit}</SubmitButton>
        </Form>
      )}
      <Section title={words.history}>
        <RevealList reveals={reveals} />
      </Section>
      {mayErase && <MoreLink to={paths.staffHouseholdErase(householdId)}>{words.erase.link}</MoreLink>}
    </Page>
  );
}
