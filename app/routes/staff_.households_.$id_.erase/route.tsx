import { useForm } from "@conform-to/react";
import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { requireFreshSecondFactor } from "#app/auth/fresh-second-factor.server.ts";
import { staff } from "#app/auth/policies.ts";
import { eraseSealedFields } from "#app/domain/erasures/erase-sealed-fields.server.ts";
import { erasureForm } from "#app/domain/erasures/erasure-form.ts";
import { getEndedFile, listErasures } from "#app/domain/erasures/erasure-queries.server.ts";
import { proposeErasure } from "#app/domain/erasures/propose-erasure.server.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { Page, Section } from "#app/ui/page.tsx";
import { DescriptionList } from "#app/ui/table.tsx";
import { TextArea } from "#app/ui/text-fields.tsx";

export const loader = guardLoader(staff("county_verifier"), async ({ services, actor, params, t }) => {
  const file = await getEndedFile(services.db, { householdId: params.id ?? "", actor });
  if (file === null) throw notFound();
  const erasures = await listErasures(services.db, { householdId: file.id });
  const open = erasures.find((one) => one.doneAt === null);
  return {
    page: { title: t.reveals.erase.title, isPrivate: true },
    file,
    erasures,
    isProposed: open !== undefined,
    isOwnProposal: open?.proposedBy === actor.userId,
  };
});

/** Proposed by one, done by another; both with a fresh second factor (F12). */
export const action = guardAction(staff("county_verifier"), async ({ request, services, actor, params, context }) => {
  const at = services.clock.now();
  const householdId = params.id ?? "";
  if ((await getEndedFile(services.db, { householdId, actor })) === null) throw notFound();
  requireFreshSecondFactor(context, at, paths.staffHouseholdErase(householdId));
  const form = parseForm(await request.formData(), erasureForm);
  if (!form.ok) return form.reply;
  const result =
    form.value.intent === "propose"
      ? await proposeErasure(services.db, { householdId, reason: form.value.reason }, actor, at)
      : await eraseSealedFields(services, { householdId }, actor, at);
  if (result.ok) return redirect(paths.staffHouseholdErase(householdId), 303);
  if (result.code === "not_found") throw notFound();
  return form.refuse({ "": [result.code] });
});

export default function ErasePage() {
  const { file, erasures, isProposed, isOwnProposal } = useLoaderData<typeof loader>();
  const t = useMessages();
  const words = t.reveals.erase;
  const lastResult = useActionData<typeof action>()?.result;
  const [form, fields] = useForm<{ reason: string }>({ id: "erase", lastResult });
  return (
    <Page
      title={words.title}
      lead={words.lead}
      eyebrow={t.households.caseEyebrow(file.registerNumber)}
      breadcrumbs={[{ to: paths.staffHousehold(file.id), label: file.headName }]}
      narrow
      form={form}
      messages={words.messages}
      labels={{ reason: words.reason }}
    >
      {!isProposed && (
        <Form form={form}>
          <input type="hidden" name="intent" value="propose" />
          <TextArea field={fields.reason} label={words.reason} rows={3} />
          <SubmitButton>{words.propose}</SubmitButton>
        </Form>
      )}
      {isProposed && isOwnProposal && <p>{words.waiting}</p>}
      {isProposed && !isOwnProposal && (
        <Form form={form}>
          <input type="hidden" name="intent" value="erase" />
          <SubmitButton tone="danger">{words.submit}</SubmitButton>
        </Form>
      )}
      {erasures.length > 0 && (
        <Section title={words.history}>
          {erasures.map((one) => (
            <DescriptionList
              key={one.id}
              items={[
                { term: words.reason, details: one.reason },
                { term: words.proposed, details: `${one.proposedByName}, ${formatMinute(one.proposedAt)}` },
                {
                  term: words.done,
                  details: one.doneAt === null ? "—" : `${one.doneByName ?? ""}, ${formatMinute(one.doneAt)}`,
                },
              ]}
            />
          ))}
        </Section>
      )}
    </Page>
  );
}
