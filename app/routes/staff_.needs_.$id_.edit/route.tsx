import { useForm } from "@conform-to/react";
import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { staff } from "#app/auth/policies.ts";
import { dayInChina } from "#app/domain/clock.ts";
import { fenToDecimal } from "#app/domain/money.ts";
import { editNeed } from "#app/domain/needs/edit-need.server.ts";
import { editNeedForm } from "#app/domain/needs/need-form.ts";
import { canEditNeed } from "#app/domain/needs/need-policy.ts";
import { getStaffNeed, type StaffNeed } from "#app/domain/needs/need-staff-queries.server.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { ConflictComparison } from "#app/ui/conflict-comparison.tsx";
import { Form, HiddenField, SubmitButton } from "#app/ui/form.tsx";
import { Page } from "#app/ui/page.tsx";
import { Banner } from "#app/ui/status.tsx";
import { forbiddenMessages } from "../staff_.needs_.new/forbidden-messages.ts";
import { NeedFields } from "../staff_.needs_.new/need-fields.tsx";
import { needLabels } from "../staff_.needs_.new/need-labels.ts";
import type { NeedValues } from "../staff_.needs_.new/need-values.ts";
import { findingErrors } from "../staff_.needs_.new/refuse-need.server.ts";
import { comparedFields } from "./compared-fields.ts";

export const loader = guardLoader(staff("village_officer"), async ({ services, actor, params, t }) => {
  const need = await getStaffNeed(services.db, { needId: params.id ?? "", actor });
  if (need === null) throw notFound();
  return {
    page: { title: t.needsStaff.editTitle, isPrivate: true },
    need,
    canEdit: canEditNeed(actor, need),
    today: dayInChina(services.clock.now()),
  };
});

export const action = guardAction(staff("village_officer"), async ({ request, services, actor, params }) => {
  const at = services.clock.now();
  const form = parseForm(await request.formData(), editNeedForm(dayInChina(at)));
  if (!form.ok) return form.reply;
  const { version, ...need } = form.value;
  const result = await editNeed(services.db, { needId: params.id ?? "", version, need }, actor, at);
  if (result.ok) return redirect(paths.staffNeed(params.id ?? "", { done: "saved" }), 303);
  if ("findings" in result) return form.refuse(findingErrors(result.findings));
  if (result.code === "not_found") throw notFound();
  if (result.code === "item_promised" || result.code === "below_funded") return form.refuse({ items: [result.code] });
  return form.refuse({ "": [result.code] });
});

function valuesOf(need: StaffNeed): NeedValues {
  return {
    type: need.type,
    category: need.category,
    title: need.title,
    summary: need.summary,
    story: need.story,
    staffNote: need.staffNote,
    neededBy: need.neededBy ?? undefined,
    version: String(need.version),
    items: need.items.map(({ id, name, unit, quantity, unitPriceFen }) => ({
      id,
      name,
      unit,
      quantity: String(quantity),
      unitPriceFen: unitPriceFen === null ? undefined : fenToDecimal(unitPriceFen),
    })),
  };
}

export default function EditNeedPage() {
  const t = useMessages();
  const { need, canEdit, today } = useLoaderData<typeof loader>();
  const saved = valuesOf(need);
  const [form, fields] = useForm<NeedValues>({
    id: "need",
    lastResult: useActionData<typeof action>()?.result,
    defaultValue: saved,
  });
  const isConflict = form.errors?.includes("conflict") ?? false;
  const codes = Object.values(form.allErrors).flat();
  return (
    <Page
      title={t.needsStaff.editTitle}
      lead={need.title}
      breadcrumbs={[
        { to: paths.staffHome(), label: t.layout.workspace },
        { to: paths.staffNeeds(), label: t.needsStaff.title },
        { to: paths.staffNeed(need.id), label: need.title },
      ]}
      narrow
      form={form}
      messages={{ ...t.needsStaff.errors, ...forbiddenMessages(t, codes) }}
      labels={needLabels(t, Object.keys(form.allErrors))}
    >
      {/* Submitted meanwhile in another tab or by a colleague: what was typed stays on the page. */}
      {!canEdit && <Banner tone="warning" title={t.needsStaff.errors.not_editable} />}
      {isConflict && <ConflictComparison fields={comparedFields(t, saved, fields)} />}
      <Form form={form}>
        {/* Only who has seen both texts may save over the newer one (C6). */}
        <HiddenField field={fields.version} value={isConflict ? saved.version : undefined} />
        <NeedFields form={form} fields={fields} today={today} />
        {canEdit && (
          <SubmitButton icon="check" wide>
            {t.needsStaff.saveChanges}
          </SubmitButton>
        )}
      </Form>
    </Page>
  );
}
