import { useForm } from "@conform-to/react";
import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { staff } from "#app/auth/policies.ts";
import { hospitalGrades } from "#app/domain/organizations/hospital-grade.ts";
import { decideProfession } from "#app/domain/pairings/decide-profession.server.ts";
import { decideProfessionForm, hospitalGradeForm } from "#app/domain/pairings/professional-form.ts";
import { listClaimedProfessions, listVerifiedOrganizations } from "#app/domain/pairings/professional-queries.server.ts";
import { setHospitalGrade } from "#app/domain/pairings/set-hospital-grade.server.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { replyTo } from "#app/http/step-reply.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { SelectField } from "#app/ui/choice-fields.tsx";
import { Page, Section } from "#app/ui/page.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { TextField } from "#app/ui/text-fields.tsx";
import { ClaimFacts } from "./claim-facts.tsx";

/** The oldest claim of a doctor or expert, and the grades of hospitals: for the county (S78, S80). */
export const loader = guardLoader(staff("county_verifier"), async ({ services, actor, t }) => {
  const claims = await listClaimedProfessions(services.db, { actor });
  return {
    page: { title: t.deeds.professions.staffTitle, isPrivate: true },
    claim: claims[0] ?? null,
    hospitals: await listVerifiedOrganizations(services.db, { kind: "hospital" }),
  };
});

export const action = guardAction(staff("county_verifier"), async ({ request, services, actor }) => {
  const formData = await request.formData();
  const at = services.clock.now();
  const event = formData.get("intent");
  if (event === "grade") {
    const form = parseForm(formData, hospitalGradeForm);
    if (!form.ok) return form.reply;
    const result = await setHospitalGrade(services.db, form.value, actor, at);
    return result.ok ? redirect(paths.staffProfessions(), 303) : form.refuse({ organizationId: [result.code] });
  }
  if (event !== "verify" && event !== "refuse") throw notFound();
  const form = parseForm(formData, decideProfessionForm);
  if (!form.ok) return form.reply;
  const result = await decideProfession(services.db, { ...form.value, event }, actor, at);
  return result.ok ? redirect(paths.staffProfessions(), 303) : form.refuse({ "": [result.code] });
});

export default function StaffProfessionsPage() {
  const t = useMessages();
  const words = t.deeds.professions;
  const { claim, hospitals } = useLoaderData<typeof loader>();
  const reply = useActionData<typeof action>()?.result;
  const [verify, verifyFields] = useForm<{ note: string }>({ id: "verify", lastResult: replyTo(reply, "verify") });
  const [refuse, refuseFields] = useForm<{ note: string }>({ id: "refuse", lastResult: replyTo(reply, "refuse") });
  const [grade, gradeFields] = useForm<{ organizationId: string; grade: string }>({
    id: "grade",
    lastResult: replyTo(reply, "grade"),
  });
  return (
    <Page
      title={words.staffTitle}
      lead={words.staffLead}
      breadcrumbs={[{ to: paths.staffHome(), label: t.layout.workspace }]}
      forms={[verify, refuse, grade]}
      messages={{ ...t.pairings.errors, ...t.deeds.errors }}
      labels={{ note: words.note, organizationId: words.gradeOf, grade: words.grade }}
    >
      {claim === null ? (
        <p className="text-muted">{words.none}</p>
      ) : (
        <Section title={claim.name}>
          <ClaimFacts claim={claim} />
          <StepForm form={verify} intent="verify" button={words.verify} icon="badge-check">
            <input type="hidden" name="userId" value={claim.userId} />
            <TextField field={verifyFields.note} label={words.note} />
          </StepForm>
          <StepForm form={refuse} intent="refuse" button={words.refuse} foldedUnder={words.refuse}>
            <input type="hidden" name="userId" value={claim.userId} />
            <TextField field={refuseFields.note} label={words.note} />
          </StepForm>
        </Section>
      )}
      <Section title={words.gradeTitle}>
        <StepForm form={grade} intent="grade" button={words.setGrade}>
          <SelectField
            field={gradeFields.organizationId}
            label={words.gradeOf}
            options={hospitals.map(({ id, name }) => ({ value: id, label: name }))}
          />
          <SelectField
            field={gradeFields.grade}
            label={words.grade}
            options={hospitalGrades.map((value) => ({ value, label: words.grades[value] }))}
          />
        </StepForm>
      </Section>
    </Page>
  );
}
