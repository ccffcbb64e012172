import { useForm } from "@conform-to/react";
import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { staff } from "#app/auth/policies.ts";
import type { SignedInActor } from "#app/domain/actor.ts";
import { dayInChina } from "#app/domain/clock.ts";
import { getHouseholdHeader } from "#app/domain/households/household-queries.server.ts";
import { listKeptVillages } from "#app/domain/households/village-queries.server.ts";
import { draftNeed } from "#app/domain/needs/draft-need.server.ts";
import { likelyCategory } from "#app/domain/needs/likely-category.ts";
import { needForm } from "#app/domain/needs/need-form.ts";
import { needDrafterRoles } from "#app/domain/needs/need-policy.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import type { Services } from "#app/services.server.ts";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { LinkList } from "#app/ui/links.tsx";
import { Page } from "#app/ui/page.tsx";
import { forbiddenMessages } from "./forbidden-messages.ts";
import { NeedFields } from "./need-fields.tsx";
import { needLabels } from "./need-labels.ts";
import type { NeedValues } from "./need-values.ts";
import { prefilledFor } from "./prefilled.server.ts";
import { findingErrors } from "./refuse-need.server.ts";

/** For whom the need is, from the address: a household of the officer's, or the village itself; null while it must be chosen. */
async function subjectOf(services: Services, actor: SignedInActor, url: URL) {
  const householdId = url.searchParams.get("household");
  const villages = await listKeptVillages(services.db, actor);
  if (householdId !== null) {
    const household = await getHouseholdHeader(services.db, { householdId, actor, roles: needDrafterRoles });
    if (household === null) throw notFound();
    return { villages, subject: { ...household, householdId } };
  }
  const asked = url.searchParams.get("village");
  const village = villages.length === 1 ? villages[0] : villages.find(({ code }) => code === asked);
  const subject = village
    ? { regionCode: village.code, villageName: village.name, headName: null, householdId: null, causes: [] }
    : null;
  return { villages, subject };
}

export const loader = guardLoader(staff("village_officer"), async ({ services, actor, url, t }) => ({
  page: { title: t.needsStaff.newTitle, isPrivate: true },
  today: dayInChina(services.clock.now()),
  prefilled: await prefilledFor(services, t, url),
  ...(await subjectOf(services, actor, url)),
}));

export const action = guardAction(staff("village_officer"), async ({ request, services, actor, url }) => {
  const { subject } = await subjectOf(services, actor, url);
  if (subject === null) throw notFound();
  const at = services.clock.now();
  const form = parseForm(await request.formData(), needForm(dayInChina(at)));
  if (!form.ok) return form.reply;
  const { regionCode, householdId } = subject;
  const result = await draftNeed(services.db, { regionCode, householdId, need: form.value }, actor, at);
  if (result.ok) return redirect(paths.staffNeed(result.value.needId, { done: "draft_saved" }), 303);
  if ("findings" in result) return form.refuse(findingErrors(result.findings));
  if (result.code === "household_ended" || result.code === "household_imported")
    return form.refuse({ "": [result.code] });
  throw notFound();
});

export default function NewNeedPage() {
  const t = useMessages();
  const { villages, subject, today, prefilled } = useLoaderData<typeof loader>();
  const [form, fields] = useForm<NeedValues>({
    id: "need",
    lastResult: useActionData<typeof action>()?.result,
    defaultValue: {
      category: likelyCategory(subject?.causes ?? []),
      items: [{ quantity: "1", unit: t.needsStaff.unitOne }],
      ...prefilled,
    },
  });
  const crumbs = [
    { to: paths.staffHome(), label: t.layout.workspace },
    { to: paths.staffNeeds(), label: t.needsStaff.title },
  ];
  if (subject === null) {
    const choices = villages.map(({ code, name }) => ({ to: paths.staffNeedNew({ village: code }), label: name }));
    return (
      <Page title={t.needsStaff.newTitle} lead={t.households.chooseVillage} breadcrumbs={crumbs} narrow>
        <LinkList items={choices} />
      </Page>
    );
  }
  const codes = Object.values(form.allErrors).flat();
  return (
    <Page
      title={t.needsStaff.newTitle}
      lead={
        subject.headName === null
          ? t.needsStaff.newForVillage(subject.villageName)
          : t.needsStaff.newForHousehold(subject.headName)
      }
      breadcrumbs={crumbs}
      narrow
      form={form}
      messages={{ ...t.needsStaff.errors, ...forbiddenMessages(t, codes) }}
      labels={needLabels(t, Object.keys(form.allErrors))}
    >
      <Form form={form}>
        <NeedFields form={form} fields={fields} today={today} />
        <SubmitButton icon="check" wide>
          {t.needsStaff.saveDraft}
        </SubmitButton>
      </Form>
    </Page>
  );
}
