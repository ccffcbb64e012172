import { useForm } from "@conform-to/react";
import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { signedIn } from "#app/auth/policies.ts";
import { claimProfession } from "#app/domain/pairings/claim-profession.server.ts";
import { professions, professionTitles } from "#app/domain/pairings/professional.ts";
import { type ClaimProfessionInput, claimProfessionForm } from "#app/domain/pairings/professional-form.ts";
import { getOwnProfession, listVerifiedOrganizations } from "#app/domain/pairings/professional-queries.server.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { RadioGroup, SelectField } from "#app/ui/choice-fields.tsx";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { MoreLink } from "#app/ui/links.tsx";
import { Page } from "#app/ui/page.tsx";
import { Banner } from "#app/ui/status.tsx";
import { TextField } from "#app/ui/text-fields.tsx";

/** A doctor or expert says what they are; the county sees the papers (S78, S80). */
export const loader = guardLoader(signedIn, async ({ services, actor, t }) => {
  const own = await getOwnProfession(services.db, { actor });
  return {
    page: { title: t.deeds.professions.title, isPrivate: true },
    own: own === null ? null : { ...own, note: own.decisionNote },
    hospitals: await listVerifiedOrganizations(services.db, { kind: "hospital" }),
  };
});

export const action = guardAction(signedIn, async ({ request, services, actor }) => {
  const form = parseForm(await request.formData(), claimProfessionForm);
  if (!form.ok) return form.reply;
  const result = await claimProfession(services.db, form.value, actor, services.clock.now());
  return result.ok ? redirect(paths.myProfession(), 303) : form.refuse({ organizationId: [result.code] });
});

export default function ProfessionPage() {
  const t = useMessages();
  const words = t.deeds.professions;
  const { own, hospitals } = useLoaderData<typeof loader>();
  const [form, fields] = useForm<ClaimProfessionInput>({
    id: "profession",
    lastResult: useActionData<typeof action>()?.result,
    defaultValue: own
      ? { profession: own.profession, title: own.title, field: own.field, organizationId: own.organizationId ?? "" }
      : undefined,
  });
  return (
    <Page
      title={words.title}
      lead={words.lead}
      breadcrumbs={[{ to: paths.me(), label: t.layout.me }]}
      form={form}
      messages={t.deeds.errors}
      labels={{ profession: words.profession, title: words.rank, field: words.field, organizationId: words.hospital }}
      narrow
    >
      {own && <Banner tone={own.state === "verified" ? "success" : "info"} title={words.states[own.state]} />}
      {own?.state === "refused" && own.note && <p className="text-danger">{own.note}</p>}
      <Form form={form}>
        <RadioGroup
          field={fields.profession}
          label={words.profession}
          options={professions.map((value) => ({ value, label: words.professions[value] }))}
        />
        <RadioGroup
          field={fields.title}
          label={words.rank}
          options={professionTitles.map((value) => ({ value, label: words.titles[value] }))}
        />
        <TextField field={fields.field} label={words.field} />
        <SelectField
          field={fields.organizationId}
          label={words.hospital}
          emptyLabel={words.noHospital}
          options={hospitals.map(({ id, name }) => ({ value: id, label: name }))}
          optional
        />
        <SubmitButton icon="badge-check">{words.submit}</SubmitButton>
      </Form>
      <MoreLink to={paths.pairingNew()}>{t.deeds.propose.list}</MoreLink>
    </Page>
  );
}
