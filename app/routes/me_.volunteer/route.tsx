import { useForm } from "@conform-to/react";
import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { signedIn } from "#app/auth/policies.ts";
import { registerVolunteer } from "#app/domain/volunteers/register-volunteer.server.ts";
import { volunteerServiceTypes } from "#app/domain/volunteers/volunteer.ts";
import { type VolunteerInput, volunteerForm } from "#app/domain/volunteers/volunteer-form.ts";
import { getOwnVolunteer } from "#app/domain/volunteers/volunteer-private-queries.server.ts";
import { listServedRegions } from "#app/domain/volunteers/volunteer-queries.server.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { safeNextPath } from "#app/http/safe-path.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { CheckboxGroup, SelectField } from "#app/ui/choice-fields.tsx";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { Page } from "#app/ui/page.tsx";
import { TextField } from "#app/ui/text-fields.tsx";

export const loader = guardLoader(signedIn, async ({ services, actor, t }) => {
  const entry = await getOwnVolunteer(services.db, services.sealer, { userId: actor.userId });
  return {
    page: { title: t.volunteers.entry.title, isPrivate: true },
    entry: entry && { ...entry, skills: [...entry.skills] },
    regions: await listServedRegions(services.db),
  };
});

export const action = guardAction(signedIn, async ({ request, services, actor, url }) => {
  const form = parseForm(await request.formData(), volunteerForm);
  if (!form.ok) return form.reply;
  const result = await registerVolunteer(services, form.value, actor, services.clock.now());
  if (result.ok) return redirect(safeNextPath(url.searchParams.get("next"), paths.myVolunteering()), 303);
  return result.code === "unknown_region"
    ? form.refuse({ regionCode: [result.code] })
    : form.refuse({ "": [result.code] });
});

/** 志愿者实名登记 (S75): once, then any project can be signed up for. */
export default function VolunteerEntryPage() {
  const t = useMessages();
  const words = t.volunteers.entry;
  const { entry, regions } = useLoaderData<typeof loader>();
  const [form, fields] = useForm<VolunteerInput>({
    id: "volunteer",
    lastResult: useActionData<typeof action>()?.result,
    defaultValue: entry ?? undefined,
  });
  const labels = { realName: words.realName, phone: words.phone, regionCode: words.region, skills: words.skills };
  return (
    <Page
      title={words.title}
      lead={words.lead}
      breadcrumbs={[{ to: paths.myVolunteering(), label: t.volunteers.mine.title }]}
      form={form}
      messages={t.volunteers.errors}
      labels={labels}
      narrow
    >
      <Form form={form}>
        <TextField field={fields.realName} label={words.realName} hint={words.realNameHint} autoComplete="name" />
        <TextField
          field={fields.phone}
          label={words.phone}
          hint={words.phoneHint}
          type="tel"
          inputMode="tel"
          autoComplete="tel"
        />
        <SelectField
          field={fields.regionCode}
          label={words.region}
          options={regions.map(({ code, name }) => ({ value: code, label: name }))}
        />
        <CheckboxGroup
          field={fields.skills}
          label={words.skills}
          options={volunteerServiceTypes.map((type) => ({ value: type, label: t.volunteers.services[type] }))}
        />
        <TextField field={fields.availability} label={words.availability} hint={words.availabilityHint} optional />
        <SubmitButton wide>{words.save}</SubmitButton>
      </Form>
    </Page>
  );
}
