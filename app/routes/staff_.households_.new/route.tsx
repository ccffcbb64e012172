import { useForm } from "@conform-to/react";
import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { staff } from "#app/auth/policies.ts";
import { dayInChina } from "#app/domain/clock.ts";
import { registerHouseholdForm } from "#app/domain/households/household-form.ts";
import { type RegisterHouseholdError, registerHousehold } from "#app/domain/households/register-household.server.ts";
import { listResponsibleCandidates } from "#app/domain/households/responsible-person-queries.server.ts";
import { listKeptVillages } from "#app/domain/households/village-queries.server.ts";
import { newId } from "#app/domain/ids.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Form, HiddenField, SubmitButton } from "#app/ui/form.tsx";
import { LinkList } from "#app/ui/links.tsx";
import { Page } from "#app/ui/page.tsx";
import { ConsentFields } from "./consent-fields.tsx";
import { FileFields } from "./file-fields.tsx";
import { householdLabels } from "./household-labels.ts";
import type { HouseholdValues } from "./household-values.ts";
import { MemberList } from "./member-list.tsx";
import { SituationFields } from "./situation-fields.tsx";

export const loader = guardLoader(staff("village_officer"), async ({ services, actor, url, t }) => {
  const villages = await listKeptVillages(services.db, actor);
  const asked = url.searchParams.get("village");
  const village = villages.length === 1 ? villages[0] : villages.find((one) => one.code === asked);
  const at = services.clock.now();
  return {
    page: { title: t.households.newTitle, isPrivate: true },
    villages,
    village: village ?? null,
    today: dayInChina(at),
    userId: actor.userId,
    proposedNumber: village ? proposedNumber(village.code, dayInChina(at)) : "",
    candidates: village ? await listResponsibleCandidates(services.db, { regionCode: village.code, at }) : [],
  };
});

/** A number for a household that has none of the register yet: village, day and four random signs. Whoever has one types it over. */
function proposedNumber(villageCode: string, day: string): string {
  return `${villageCode.slice(6)}-${day.replaceAll("-", "")}-${newId().slice(-4).toUpperCase()}`;
}

/** Where on the form each refusal of the command belongs. */
const fieldOf: Readonly<Record<Exclude<RegisterHouseholdError, "not_allowed">, string>> = {
  unknown_village: "",
  register_number_taken: "registerNumber",
  person_on_file: "",
  account_on_file: "bankAccount",
  not_responsible_candidate: "responsibleUserId",
};

export const action = guardAction(staff("village_officer"), async ({ request, services, actor }) => {
  const at = services.clock.now();
  const form = parseForm(await request.formData(), registerHouseholdForm(dayInChina(at)));
  if (!form.ok) return form.reply;
  const result = await registerHousehold(services, form.value, actor, at);
  if (result.ok) return redirect(paths.staffHousehold(result.value.householdId, { done: "created" }), 303);
  if (result.code === "not_allowed") throw notFound();
  return form.refuse({ [fieldOf[result.code]]: [result.code] });
});

export default function NewHouseholdPage() {
  const t = useMessages();
  const { villages, village, today, candidates, userId, proposedNumber } = useLoaderData<typeof loader>();
  // Who registers a household usually looks after it; otherwise one choice changes that (S33).
  const likely = candidates.length === 1 ? candidates[0] : candidates.find((one) => one.userId === userId);
  const [form, fields] = useForm<HouseholdValues>({
    id: "household",
    lastResult: useActionData<typeof action>()?.result,
    defaultValue: {
      regionCode: village?.code,
      registerNumber: proposedNumber,
      programme: "monitoring",
      programmeFrom: today,
      responsibleUserId: likely?.userId,
      members: [{ relation: "head" }],
    },
  });
  const crumbs = [
    { to: paths.staffHome(), label: t.layout.workspace },
    { to: paths.staffHouseholds(), label: t.households.title },
  ];
  if (village === null) {
    const choices = villages.map(({ code, name }) => ({
      to: `${paths.staffHouseholdNew()}?village=${code}`,
      label: name,
    }));
    return (
      <Page title={t.households.newTitle} lead={t.households.chooseVillage} breadcrumbs={crumbs} narrow>
        <LinkList items={choices} />
      </Page>
    );
  }
  return (
    <Page
      title={t.households.newTitle}
      eyebrow={village.name}
      breadcrumbs={crumbs}
      narrow
      form={form}
      messages={t.households.errors}
      labels={householdLabels(t, Object.keys(form.allErrors))}
    >
      <Form form={form}>
        {/* Enter saves the form; without this first button it would add or remove a member. */}
        <button type="submit" className="hidden" tabIndex={-1} aria-hidden="true" />
        <HiddenField field={fields.regionCode} />
        <MemberList form={form} members={fields.members} />
        <SituationFields fields={fields} />
        <FileFields fields={fields} candidates={candidates} today={today} />
        <ConsentFields fields={fields} />
        <SubmitButton icon="check" wide>
          {t.households.save}
        </SubmitButton>
      </Form>
    </Page>
  );
}
