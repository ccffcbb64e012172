import { useForm } from "@conform-to/react";
import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { staff } from "#app/auth/policies.ts";
import { dayInChina } from "#app/domain/clock.ts";
import { canKeepHousehold, isEndedHousehold } from "#app/domain/households/household-policy.ts";
import { getHouseholdFile } from "#app/domain/households/household-queries.server.ts";
import { addMemberForm, correctMemberForm, removeMemberForm } from "#app/domain/households/member-form.ts";
import { addMember } from "#app/domain/needs/add-member.server.ts";
import { correctMember } from "#app/domain/needs/correct-member.server.ts";
import type { MadeVersion } from "#app/domain/needs/make-version.server.ts";
import { removeMember } from "#app/domain/needs/remove-member.server.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Page, Section } from "#app/ui/page.tsx";
import { Banner } from "#app/ui/status.tsx";
import { householdLabels } from "../staff_.households_.new/household-labels.ts";
import { AddMember, type AddMemberValues } from "./add-member.tsx";
import { CorrectMember, type CorrectMemberValues } from "./correct-member.tsx";
import { RemoveMember, type RemoveMemberValues } from "./remove-member.tsx";

export const loader = guardLoader(staff("village_officer"), async ({ services, actor, params, t }) => {
  const at = services.clock.now();
  const file = await getHouseholdFile(services, { householdId: params.id ?? "", actor, at });
  if (file === null || !canKeepHousehold(actor, file)) throw notFound();
  return {
    page: { title: t.members.title, isPrivate: true },
    id: file.id,
    headName: file.headName,
    version: file.version,
    members: file.members
      .filter(({ leftOn }) => leftOn === null)
      .map(({ id, name, relation, idNumberMasked }) => ({ id, name, relation, hasIdNumber: idNumberMasked !== null })),
    canChange: !isEndedHousehold(file.state),
    today: dayInChina(at),
  };
});

export const action = guardAction(staff("village_officer"), async ({ request, services, actor, params }) => {
  const at = services.clock.now();
  const householdId = params.id ?? "";
  const file = await getHouseholdFile(services, { householdId, actor, at });
  if (file === null || !canKeepHousehold(actor, file)) throw notFound();
  const formData = await request.formData();
  const today = dayInChina(at);
  if (formData.get("intent") === "remove") {
    const form = parseForm(formData, removeMemberForm(today));
    if (!form.ok) return form.reply;
    const result = await removeMember(services.db, { ...form.value, householdId }, actor, at);
    if (result.ok) return redirect(paths.staffHousehold(householdId, { done: doneOf(result.value) }), 303);
    return form.refuse({ [result.code === "new_head_required" ? "newHeadId" : ""]: [result.code] });
  }
  if (formData.get("intent") === "correct") {
    const form = parseForm(formData, correctMemberForm(today));
    if (!form.ok) return form.reply;
    const result = await correctMember(services, { ...form.value, householdId }, actor, at);
    if (result.ok) return redirect(paths.staffHousehold(householdId, { done: doneOf(result.value) }), 303);
    return form.refuse({ "": [result.code] });
  }
  const form = parseForm(formData, addMemberForm(today));
  if (!form.ok) return form.reply;
  const result = await addMember(services, { ...form.value, householdId }, actor, at);
  if (result.ok) return redirect(paths.staffHousehold(householdId, { done: doneOf(result.value) }), 303);
  return form.refuse({ "": [result.code] });
});

function doneOf({ isSentBack, suspendedNeedIds }: MadeVersion): string {
  if (isSentBack) return "changed_sent_back";
  return suspendedNeedIds.length > 0 ? "changed_suspended" : "changed";
}

export default function MembersPage() {
  const t = useMessages();
  const { id, headName, version, members, canChange, today } = useLoaderData<typeof loader>();
  const words = t.members;
  const lastResult = useActionData<typeof action>()?.result;
  const sent = lastResult?.initialValue?.intent;
  const [addForm, add] = useForm<AddMemberValues>({
    id: "add",
    lastResult: sent === "remove" || sent === "correct" ? undefined : lastResult,
    defaultValue: { version: String(version) },
  });
  const [removeForm, remove] = useForm<RemoveMemberValues>({
    id: "remove",
    lastResult: sent === "remove" ? lastResult : undefined,
    defaultValue: { version: String(version) },
  });
  const [correctForm, correct] = useForm<CorrectMemberValues>({
    id: "correct",
    lastResult: sent === "correct" ? lastResult : undefined,
    defaultValue: { version: String(version) },
  });
  return (
    <Page
      title={words.title}
      eyebrow={headName}
      lead={words.lead}
      breadcrumbs={[
        { to: paths.staffHouseholds(), label: t.households.title },
        { to: paths.staffHousehold(id), label: headName },
      ]}
      narrow
      forms={[addForm, removeForm, correctForm]}
      messages={{ ...t.households.errors, ...words.errors }}
      labels={{
        ...householdLabels(t, Object.keys(addForm.allErrors)),
        ...words.labels,
        "member.name": t.households.name,
        "member.idNumber": t.households.idNumber,
        "member.birthDate": t.households.birthDate,
        "member.gender": t.households.gender,
        "member.guardianName": t.households.guardianName,
      }}
    >
      {!canChange && <Banner tone="warning" title={t.households.errors.household_ended} />}
      <p className="max-w-measure">{t.households.changeSuspends}</p>
      {canChange && (
        <>
          <Section title={words.addTitle}>
            <AddMember form={addForm} fields={add} today={today} />
          </Section>
          <Section title={words.correctTitle}>
            <CorrectMember form={correctForm} fields={correct} members={members} />
          </Section>
          <Section title={words.removeTitle}>
            <RemoveMember form={removeForm} fields={remove} members={members} today={today} />
          </Section>
        </>
      )}
    </Page>
  );
}
