import { useForm } from "@conform-to/react";
import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { staff } from "#app/auth/policies.ts";
import { decideMismatch } from "#app/domain/department-lists/decide-mismatch.server.ts";
import { decideMismatchForm, mismatchRoles } from "#app/domain/department-lists/mismatch-form.ts";
import { getMismatch } from "#app/domain/department-lists/mismatch-queries.server.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { RadioGroup } from "#app/ui/choice-fields.tsx";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { MoreLink } from "#app/ui/links.tsx";
import { Page } from "#app/ui/page.tsx";
import { DescriptionList } from "#app/ui/table.tsx";
import { TextArea } from "#app/ui/text-fields.tsx";

export const loader = guardLoader(staff(...mismatchRoles), async ({ services, actor, params, t }) => {
  const mismatch = await getMismatch(services, { mismatchId: params.id ?? "", actor });
  if (mismatch === null) throw notFound();
  return { page: { title: t.departmentLists.title, isPrivate: true }, mismatch };
});

export const action = guardAction(staff(...mismatchRoles), async ({ request, services, actor, params }) => {
  const mismatchId = params.id ?? "";
  if ((await getMismatch(services, { mismatchId, actor })) === null) throw notFound();
  const form = parseForm(await request.formData(), decideMismatchForm);
  if (!form.ok) return form.reply;
  const result = await decideMismatch(services.db, { ...form.value, mismatchId }, actor, services.clock.now());
  if (result.ok) {
    const { householdId, suspendedNeedIds } = result.value;
    const done = suspendedNeedIds.length > 0 ? "changed_suspended" : undefined;
    const isAccepted = form.value.decision === "accepted";
    const next = isAccepted ? paths.staffHousehold(householdId, { done }) : paths.staffMismatches({ done: "decided" });
    return redirect(next, 303);
  }
  if (result.code === "not_found") throw notFound();
  return form.refuse({ "": [result.code] });
});

/** One mismatch: what the list says, whose file it is, and the county's decision (S13). */
export default function MismatchPage() {
  const t = useMessages();
  const words = t.departmentLists;
  const { mismatch } = useLoaderData<typeof loader>();
  const [form, fields] = useForm<{ decision: string; reason: string }>({
    id: "mismatch",
    lastResult: useActionData<typeof action>()?.result,
  });
  const items = [
    { term: words.person, details: words.personOf(mismatch.personName, mismatch.headName) },
    { term: words.finding, details: words.findings[mismatch.finding] },
    { term: words.detail, details: mismatch.detail ?? "" },
    { term: words.list, details: `${words.kinds[mismatch.kind]}, ${formatMinute(mismatch.comparedAt)}` },
    { term: t.households.village, details: mismatch.villageName },
    { term: t.households.state, details: t.vocabulary.householdStates[mismatch.householdState] },
    {
      term: words.decision,
      details:
        mismatch.decidedAt === null || mismatch.state === "open"
          ? ""
          : words.decisionLine(
              words.decisions[mismatch.state],
              mismatch.decidedByName ?? "",
              formatMinute(mismatch.decidedAt),
              mismatch.reason ?? "",
            ),
    },
  ];
  return (
    <Page
      title={words.findings[mismatch.finding]}
      eyebrow={t.households.caseEyebrow(mismatch.registerNumber)}
      breadcrumbs={[{ to: paths.staffMismatches(), label: words.title }]}
      narrow
      form={form}
      messages={words.messages}
      labels={{ decision: words.decision, reason: words.reason }}
    >
      <DescriptionList items={items.filter(({ details }) => details !== "")} />
      <MoreLink to={paths.staffHousehold(mismatch.householdId)}>{words.toFile}</MoreLink>
      {mismatch.state === "open" && (
        <Form form={form}>
          <RadioGroup
            field={fields.decision}
            label={words.decision}
            hint={words.decisionHint}
            options={(["accepted", "rejected"] as const).map((value) => ({ value, label: words.decisions[value] }))}
          />
          <TextArea field={fields.reason} label={words.reason} hint={words.reasonHint} rows={3} />
          <SubmitButton>{words.decide}</SubmitButton>
        </Form>
      )}
    </Page>
  );
}
