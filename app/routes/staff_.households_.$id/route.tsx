import { useActionData, useLoaderData } from "@remix-run/react";
import { anyStaff } from "#app/auth/policies.ts";
import { hasRoleFor } from "#app/domain/actor.ts";
import { getHelpBehind } from "#app/domain/household-cases/help-behind-queries.server.ts";
import { getHouseholdCase, listFileRecords } from "#app/domain/household-cases/household-case-queries.server.ts";
import {
  canAssignResponsiblePerson,
  canKeepHousehold,
  isEndedHousehold,
} from "#app/domain/households/household-policy.ts";
import { getHouseholdFile, listFileHistory } from "#app/domain/households/household-queries.server.ts";
import { listResponsibleCandidates } from "#app/domain/households/responsible-person-queries.server.ts";
import { listNeedsOfHousehold } from "#app/domain/needs/need-staff-queries.server.ts";
import { getPublicHousehold } from "#app/domain/needs/public-household-queries.server.ts";
import { revealRoles } from "#app/domain/reveals/reveal-policy.ts";
import { canVisit } from "#app/domain/visits/visit-policy.ts";
import { listVisits } from "#app/domain/visits/visit-queries.server.ts";
import { guardAction, guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { ButtonLink } from "#app/ui/links.tsx";
import { Page } from "#app/ui/page.tsx";
import { PrintHeader } from "#app/ui/print.tsx";
import { HouseholdStateBadge } from "#app/ui/state-badges.tsx";
import { Banner } from "#app/ui/status.tsx";
import { CaseSection } from "./case-section.tsx";
import { ConsentSection } from "./consent-section.tsx";
import { actOnHousehold } from "./household-actions.server.ts";
import { HouseholdFacts } from "./household-facts.tsx";
import { useHouseholdForms } from "./household-forms.ts";
import { HouseholdHistory } from "./household-history.tsx";
import { MemberTable } from "./member-table.tsx";
import { NeedSection } from "./need-section.tsx";
import { RecordSection } from "./record-section.tsx";
import { ResponsibleSection } from "./responsible-section.tsx";
import { VisitSection } from "./visit-section.tsx";
import { WithdrawSection } from "./withdraw-section.tsx";

export const loader = guardLoader(anyStaff, async ({ services, actor, params, url, t }) => {
  const at = services.clock.now();
  const file = await getHouseholdFile(services, { householdId: params.id ?? "", actor, at });
  if (file === null) throw notFound();
  const { db } = services;
  const isOpen = !isEndedHousehold(file.state);
  const canAssign = isOpen && canAssignResponsiblePerson(actor, file);
  return {
    page: { title: t.households.caseEyebrow(file.registerNumber), isPrivate: true },
    file,
    needs: await listNeedsOfHousehold(db, { householdId: file.id, actor }),
    visits: (await listVisits(db, { actor, filter: { by: "household", householdId: file.id }, page: 1 })).items,
    history: await listFileHistory(db, file),
    fileCase: await getHouseholdCase(db, { file, actor, now: at }),
    records: await listFileRecords(db, { householdId: file.id }),
    help: await getHelpBehind(db, { householdId: file.id }),
    candidates: canAssign ? await listResponsibleCandidates(db, { regionCode: file.regionCode, at }) : [],
    canKeep: isOpen && canKeepHousehold(actor, file),
    canAssign,
    mayVisit: isOpen && canVisit(actor, file.regionCode),
    canReveal: hasRoleFor(actor, revealRoles, file.regionCode),
    done: url.searchParams.get("done"),
    hasPublicPage: (await getPublicHousehold(db, file.publicCode)) !== null,
    asOf: formatMinute(at),
  };
});

export const action = guardAction(anyStaff, async ({ request, services, actor, params }) => {
  const reply = await actOnHousehold({
    request,
    services,
    actor,
    householdId: params.id ?? "",
  });
  if (reply === null) throw notFound();
  return reply;
});

export default function HouseholdFilePage() {
  const t = useMessages();
  const { file, needs, candidates, canKeep, canAssign, canReveal, done, ...data } = useLoaderData<typeof loader>();
  const reply = useActionData<typeof action>();
  const forms = useHouseholdForms(reply?.result);
  const words = t.households;
  const doneWord = new Map([
    ["created", words.created],
    ["changed", words.changed],
    ["changed_suspended", words.changedSuspended],
    ["consent_saved", words.consentSaved],
    ["consent_withdrawn", words.consentWithdrawn],
    ["fields_withdrawn", words.fieldsWithdrawn],
    ["assigned", words.assigned],
    ["changed_sent_back", words.changedSentBack],
    ["withdrawn", words.withdrawDone],
    ...Object.entries(t.householdCases.done),
  ]).get(reply === undefined ? (done ?? "") : "");
  return (
    <Page
      title={file.headName}
      eyebrow={words.caseEyebrow(file.registerNumber)}
      breadcrumbs={[
        { to: paths.staffHome(), label: t.layout.workspace },
        { to: paths.staffHouseholds(), label: words.title },
      ]}
      badges={<HouseholdStateBadge state={file.state} />}
      actions={
        canKeep && (
          <ButtonLink to={paths.staffHouseholdEdit(file.id)} tone="secondary" icon="pencil">
            {words.changeTitle}
          </ButtonLink>
        )
      }
      forms={forms.all}
      messages={words.errors}
      labels={{
        purpose: words.purpose,
        fields: words.consentFields,
        photo: words.consentPaper,
        signedByName: words.signedByName,
        reason: words.withdrawReason,
        responsibleUserId: words.responsible,
        handOverNote: words.handOverNote,
      }}
    >
      <PrintHeader number={words.caseEyebrow(file.registerNumber)} asOf={data.asOf} />
      {doneWord && <Banner tone="success" title={doneWord} />}
      {file.state === "imported" && (
        <Banner tone="warning" title={t.registerImports.importedBanner}>
          <p>{t.registerImports.importedHint}</p>
        </Banner>
      )}
      <CaseSection file={file} fileCase={data.fileCase} />
      <HouseholdFacts file={file} hasPublicPage={data.hasPublicPage} canReveal={canReveal} />
      <MemberTable
        members={file.members}
        former={file.formerMembers}
        householdId={file.id}
        canReveal={canReveal}
        canKeep={canKeep}
      />
      <NeedSection householdId={file.id} needs={needs} canDraft={canKeep && file.state !== "imported"} />
      <VisitSection householdId={file.id} visits={data.visits} canVisit={data.mayVisit} />
      <RecordSection records={data.records} help={data.help} isRemoved={file.state === "removed"} />
      <ConsentSection consents={file.consents} canKeep={canKeep} forms={forms} />
      <ResponsibleSection file={file} candidates={candidates} canAssign={canAssign} forms={forms} />
      <HouseholdHistory history={data.history} members={file.members} />
      {canKeep && <WithdrawSection state={file.state} forms={forms} />}
      <p className="no-print text-sm text-muted">{words.print}</p>
    </Page>
  );
}
