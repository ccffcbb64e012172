import { useForm } from "@conform-to/react";
import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { staff } from "#app/auth/policies.ts";
import { changeHouseholdForm } from "#app/domain/households/household-form.ts";
import { canKeepHousehold, isEndedHousehold } from "#app/domain/households/household-policy.ts";
import { getHouseholdFile } from "#app/domain/households/household-queries.server.ts";
import { changeHousehold } from "#app/domain/needs/change-household.server.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { ConflictComparison } from "#app/ui/conflict-comparison.tsx";
import { Form, HiddenField, SubmitButton } from "#app/ui/form.tsx";
import { Page } from "#app/ui/page.tsx";
import { Banner } from "#app/ui/status.tsx";
import { householdLabels } from "../staff_.households_.new/household-labels.ts";
import { ChangeFields } from "./change-fields.tsx";
import { type ChangeValues, comparedFields, valuesOf } from "./change-values.ts";

export const loader = guardLoader(staff("village_officer"), async ({ services, actor, params, t }) => {
  const at = services.clock.now();
  const file = await getHouseholdFile(services, { householdId: params.id ?? "", actor, at });
  if (file === null || !canKeepHousehold(actor, file)) throw notFound();
  return {
    page: { title: t.households.changeTitle, isPrivate: true },
    file,
    canChange: !isEndedHousehold(file.state),
  };
});

export const action = guardAction(staff("village_officer"), async ({ request, services, actor, params }) => {
  const form = parseForm(await request.formData(), changeHouseholdForm);
  if (!form.ok) return form.reply;
  const householdId = params.id ?? "";
  const result = await changeHousehold(services, { householdId, ...form.value }, actor, services.clock.now());
  if (result.ok) {
    const { suspendedNeedIds, isSentBack } = result.value;
    const done = isSentBack ? "changed_sent_back" : suspendedNeedIds.length > 0 ? "changed_suspended" : "changed";
    return redirect(paths.staffHousehold(householdId, { done }), 303);
  }
  if (result.code === "not_found") throw notFound();
  return form.refuse({ [result.code === "account_on_file" ? "bankAccount" : ""]: [result.code] });
});

export default function ChangeHouseholdPage() {
  const t = useMessages();
  const { file, canChange } = useLoaderData<typeof loader>();
  const words = t.households;
  const saved = valuesOf(file);
  const [form, fields] = useForm<ChangeValues>({
    id: "household",
    lastResult: useActionData<typeof action>()?.result,
    defaultValue: saved,
  });
  const isConflict = form.errors?.includes("conflict") ?? false;
  return (
    <Page
      title={words.changeTitle}
      eyebrow={words.caseEyebrow(file.registerNumber)}
      lead={words.changeLead}
      breadcrumbs={[
        { to: paths.staffHome(), label: t.layout.workspace },
        { to: paths.staffHouseholds(), label: words.title },
        { to: paths.staffHousehold(file.id), label: file.headName },
      ]}
      narrow
      form={form}
      messages={words.errors}
      labels={{ ...householdLabels(t, Object.keys(form.allErrors)), reason: words.changeReason }}
    >
      {!canChange && <Banner tone="warning" title={words.errors.household_ended} />}
      {isConflict && <ConflictComparison fields={comparedFields(t, file, fields)} />}
      <p className="max-w-measure">{words.changeSuspends}</p>
      <Form form={form}>
        {/* Only who has seen both versions may save over the newer one (C6). */}
        <HiddenField field={fields.version} value={isConflict ? saved.version : undefined} />
        <ChangeFields fields={fields} names={file.members.map((member) => member.name)} />
        {canChange && (
          <SubmitButton icon="check" wide>
            {words.saveChange}
          </SubmitButton>
        )}
      </Form>
    </Page>
  );
}
