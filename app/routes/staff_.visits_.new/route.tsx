import { useForm } from "@conform-to/react";
import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { staff } from "#app/auth/policies.ts";
import { dayInChina } from "#app/domain/clock.ts";
import { listHouseholds } from "#app/domain/households/list-households.server.ts";
import { recordVisit } from "#app/domain/visits/record-visit.server.ts";
import { visitForm } from "#app/domain/visits/visit-form.ts";
import { visitorRoles } from "#app/domain/visits/visit-policy.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader, notFound } from "#app/http/guard.server.ts";
import { readFormWithPictures } from "#app/http/multipart.server.ts";
import { paths } from "#app/http/paths.ts";
import { openSearch } from "#app/http/sealed-search.server.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { Page } from "#app/ui/page.tsx";
import { ChooseHousehold } from "./choose-household.tsx";
import { VisitFields } from "./visit-fields.tsx";
import { visitPage } from "./visit-page.server.ts";
import type { VisitValues } from "./visit-values.ts";

export const loader = guardLoader(staff(...visitorRoles), async ({ services, actor, url, t }) => {
  const visit = await visitPage(services, actor, url);
  const search = openSearch(services.sealer, actor.userId, url.searchParams.get("found"));
  const list = visit.place === null ? await listHouseholds(services.db, { actor, search, page: 1 }) : { items: [] };
  return {
    page: { title: t.visits.newTitle, isPrivate: true },
    today: dayInChina(services.clock.now()),
    households: list.items,
    search,
    ...visit,
  };
});

export const action = guardAction(staff(...visitorRoles), async ({ request, services, actor }) => {
  const at = services.clock.now();
  const { formData, pictures, uploadError } = await readFormWithPictures(request);
  const form = parseForm(formData, visitForm(dayInChina(at)));
  if (!form.ok) return form.reply;
  if (uploadError !== null) {
    return form.refuse({ photos: [uploadError === "too_many_photos" ? "photo_too_many" : uploadError] });
  }
  const params = { visit: form.value, source: "online" as const, pictures, photosToCome: 0 };
  const result = await recordVisit(services, params, actor, at);
  if (result.ok) {
    const done = result.value.conflict === null ? "saved" : "held";
    return redirect(paths.staffVisit(result.value.visitId, { done }), 303);
  }
  if (result.code === "not_found") throw notFound();
  return form.refuse({ [result.code.startsWith("photo_") ? "photos" : ""]: [result.code] });
});

export default function NewVisitPage() {
  const t = useMessages();
  const words = t.visits;
  const { place, values, today, households, villages, search } = useLoaderData<typeof loader>();
  const [form, fields] = useForm<VisitValues>({
    id: "visit",
    lastResult: useActionData<typeof action>()?.result,
    defaultValue: values,
  });
  const isCorrection = values.correctsId !== undefined;
  const labels = Object.fromEntries(
    Object.entries(words).flatMap(([name, word]) => (typeof word === "string" ? [[name, word]] : [])),
  );
  return (
    <Page
      title={isCorrection ? words.correctTitle : words.newTitle}
      lead={isCorrection ? words.correctLead : undefined}
      eyebrow={place ? `${place.villageName} ${place.headName ?? words.villageVisit}` : undefined}
      breadcrumbs={[
        { to: paths.staffHome(), label: t.layout.workspace },
        { to: paths.staffVisits(), label: words.title },
      ]}
      narrow
      form={form}
      messages={words.errors}
      labels={labels}
    >
      {place === null ? (
        <ChooseHousehold households={households} villages={villages} search={search} />
      ) : (
        <Form form={form} multipart>
          <VisitFields fields={fields} today={today} isCorrection={isCorrection} />
          <SubmitButton icon="check" wide>
            {words.save}
          </SubmitButton>
        </Form>
      )}
    </Page>
  );
}
