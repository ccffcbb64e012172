import { useForm } from "@conform-to/react";
import { useActionData, useLoaderData } from "@remix-run/react";
import { anyStaff, staff } from "#app/auth/policies.ts";
import { hasRoleFor } from "#app/domain/actor.ts";
import { dayInChina } from "#app/domain/clock.ts";
import { monitorRoles } from "#app/domain/household-monitoring/monitoring-policy.ts";
import {
  listChecklists,
  listLeftBehindOf,
  listLookBacksOf,
  listWarningsOf,
} from "#app/domain/household-monitoring/monitoring-queries.server.ts";
import { canKeepHousehold, isEndedHousehold } from "#app/domain/households/household-policy.ts";
import { getHouseholdFile } from "#app/domain/households/household-queries.server.ts";
import { guardAction, guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Page } from "#app/ui/page.tsx";
import { replyFor } from "#app/ui/reply-for.ts";
import { HouseholdStateBadge } from "#app/ui/state-badges.tsx";
import { Banner } from "#app/ui/status.tsx";
import { ChecklistSection } from "./checklist-section.tsx";
import { LeftBehindSection } from "./left-behind-section.tsx";
import { LookBackSection } from "./look-back-section.tsx";
import { actOnMonitoring } from "./monitoring-actions.server.ts";
import { WarningSection } from "./warning-section.tsx";

/** What is watched of one household (S12, S15, S19): its checklist, warnings, rounds of looking back, and who is left behind. */
export const loader = guardLoader(anyStaff, async ({ services, actor, params, url, t }) => {
  const { db } = services;
  const at = services.clock.now();
  const file = await getHouseholdFile(services, { householdId: params.id ?? "", actor, at });
  if (file === null) throw notFound();
  const key = { householdId: file.id };
  const isOpen = !isEndedHousehold(file.state) && hasRoleFor(actor, monitorRoles, file.regionCode);
  return {
    page: { title: t.monitoring.householdTitle, isPrivate: true },
    file: { id: file.id, headName: file.headName, registerNumber: file.registerNumber, state: file.state },
    members: file.members.map(({ id, name }) => ({ id, name })),
    today: dayInChina(at),
    checklists: await listChecklists(db, key),
    warnings: await listWarningsOf(db, key),
    lookBacks: await listLookBacksOf(db, key),
    leftBehind: await listLeftBehindOf(db, key),
    isOpen,
    mayLookBack: hasRoleFor(actor, monitorRoles, file.regionCode),
    canDraft: isOpen && canKeepHousehold(actor, file),
    done: url.searchParams.get("done"),
  };
});

export const action = guardAction(staff(...monitorRoles), async ({ request, services, actor, params }) => {
  const formData = await request.formData();
  const reply = await actOnMonitoring({ formData, services, actor, householdId: params.id ?? "" });
  if (reply === null) throw notFound();
  return reply;
});

export default function HouseholdMonitoringPage() {
  const t = useMessages();
  const words = t.monitoring;
  const data = useLoaderData<typeof loader>();
  const { file } = data;
  const reply = useActionData<typeof action>()?.result;
  const latest = data.checklists[0];
  const [checklist, checklistFields] = useForm<Record<string, string>>({
    id: "checklist",
    lastResult: replyFor(reply, "checklist"),
    defaultValue: { allowance: latest?.allowance ?? "none", note: latest?.note ?? "" },
  });
  const [raise, raiseFields] = useForm<Record<string, string>>({ id: "raise", lastResult: replyFor(reply, "raise") });
  const [enter, enterFields] = useForm<Record<string, string>>({ id: "enter", lastResult: replyFor(reply, "enter") });
  const [other] = useForm<Record<string, string>>({
    id: "other",
    lastResult: replyFor(reply, "close") ?? replyFor(reply, "look_back") ?? replyFor(reply, "end_entry"),
  });
  const done = new Map<string, string>(Object.entries(words.done)).get(reply === undefined ? (data.done ?? "") : "");
  return (
    <Page
      title={words.householdTitle}
      eyebrow={t.households.caseEyebrow(file.registerNumber)}
      lead={words.householdLead}
      breadcrumbs={[
        { to: paths.staffHome(), label: t.layout.workspace },
        { to: paths.staffHouseholds(), label: t.households.title },
        { to: paths.staffHousehold(file.id), label: file.headName },
      ]}
      badges={<HouseholdStateBadge state={file.state} />}
      forms={[checklist, raise, enter, other]}
      messages={words.errors}
      labels={{
        allowanceFen: words.allowanceAmount,
        note: words.note,
        kind: words.kind,
        grade: words.grade,
        reason: words.reason,
        visitEveryDays: words.every,
        memberId: words.member,
        finding: words.finding,
      }}
    >
      {done && <Banner tone="success" title={done} />}
      <ChecklistSection {...data} form={checklist} fields={checklistFields} />
      <WarningSection {...data} form={raise} fields={raiseFields} />
      <LookBackSection {...data} />
      <LeftBehindSection {...data} form={enter} fields={enterFields} />
    </Page>
  );
}
