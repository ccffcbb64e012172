import { useActionData, useLoaderData } from "@remix-run/react";
import { anyStaff } from "#app/auth/policies.ts";
import { canEditNeed, canSubmitNeed, canWithdrawNeed } from "#app/domain/needs/need-policy.ts";
import { getStaffNeed } from "#app/domain/needs/need-staff-queries.server.ts";
import { hasPublishConsent } from "#app/domain/needs/publish-consent-queries.server.ts";
import { listTransitions } from "#app/domain/transition-queries.server.ts";
import { getVerificationCase } from "#app/domain/verification/verification-queries.server.ts";
import { guardAction, guardLoader, notFound } from "#app/http/guard.server.ts";
import { readFormWithPictures } from "#app/http/multipart.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { ButtonLink } from "#app/ui/links.tsx";
import { Page } from "#app/ui/page.tsx";
import { NeedStateBadge } from "#app/ui/state-badges.tsx";
import { StateBadge } from "#app/ui/status.tsx";
import { AfterHelpPanel } from "./after-help-panel.tsx";
import { CaseBanners } from "./case-banners.tsx";
import { GateSection } from "./gate-section.tsx";
import { loadGate } from "./load-gate.server.ts";
import { NeedFacts } from "./need-facts.tsx";
import { NeedHistory } from "./need-history.tsx";
import { NeedItems } from "./need-items.tsx";
import { NeedPhotos } from "./need-photos.tsx";
import { NeedTexts } from "./need-texts.tsx";
import { actAsOfficer } from "./officer-actions.server.ts";
import { useOfficerForms } from "./officer-forms.ts";
import { OfficerPanel } from "./officer-panel.tsx";
import { actOnSupervision, loadSupervision } from "./supervisor-actions.server.ts";
import { SupervisorSection } from "./supervisor-section.tsx";
import { VerificationPanel } from "./verification-panel.tsx";

export const loader = guardLoader(anyStaff, async ({ services, actor, params, url, t }) => {
  const need = await getStaffNeed(services.db, { needId: params.id ?? "", actor });
  const now = services.clock.now();
  const verification = await getVerificationCase(services.db, { needId: params.id ?? "", actor, now });
  if (need === null || verification === null) throw notFound();
  return {
    page: { title: t.needsStaff.caseEyebrow(need.publicCode), isPrivate: true },
    need,
    verification,
    history: await listTransitions(services.db, { noun: "need", subjectId: need.id }),
    can: {
      edit: canEditNeed(actor, need),
      submit: canSubmitNeed(actor, need),
      withdraw: canWithdrawNeed(actor, need),
    },
    gate: await loadGate(services, { need, actor }),
    supervision: await loadSupervision(services, { need, actor }),
    hasPublishConsent: await hasPublishConsent(services.db, { needId: need.id, at: now }),
    done: url.searchParams.get("done"),
  };
});

/** Each panel brings its own actions, named by the form's hidden `intent`; an intent nobody knows is not there. */
export const action = guardAction(anyStaff, async ({ request, services, actor, params }) => {
  const read = await readFormWithPictures(request);
  const args = { read, services, actor, needId: params.id ?? "" };
  const reply = (await actAsOfficer(args)) ?? (await actOnSupervision(args));
  if (reply === null) throw notFound();
  return reply;
});

export default function NeedCasePage() {
  const t = useMessages();
  const { need, verification, gate, supervision, history, can, hasPublishConsent, done } =
    useLoaderData<typeof loader>();
  const reply = useActionData<typeof action>();
  const officerForms = useOfficerForms(reply?.result);
  return (
    <Page
      title={need.title}
      eyebrow={t.needsStaff.caseEyebrow(need.publicCode)}
      breadcrumbs={[
        { to: paths.staffHome(), label: t.layout.workspace },
        { to: paths.staffNeeds(), label: t.needsStaff.title },
      ]}
      badges={
        <>
          <NeedStateBadge state={need.state} />
          <StateBadge tone="neutral">{t.needWords.types[need.type]}</StateBadge>
          <StateBadge tone="neutral">{t.needWords.categories[need.category]}</StateBadge>
        </>
      }
      actions={
        can.edit && (
          <ButtonLink to={paths.staffNeedEdit(need.id)} tone="secondary" icon="pencil">
            {t.needsStaff.edit}
          </ButtonLink>
        )
      }
      forms={officerForms.all}
      messages={officerForms.messages}
      labels={officerForms.labels}
      // On a phone the tasks come first for those who have one.
      asideFirst={Object.values(verification.steps).includes(true)}
      aside={
        <>
          <VerificationPanel verification={verification} />
          <NeedFacts need={need} />
          <AfterHelpPanel need={need} />
        </>
      }
    >
      <CaseBanners
        need={need}
        history={history}
        done={reply === undefined ? done : null}
        isConsentMissing={can.submit && !hasPublishConsent}
      />
      <NeedTexts need={need} />
      <NeedItems need={need} />
      <NeedPhotos need={need} canEdit={can.edit} forms={officerForms} />
      <GateSection gate={gate} />
      <SupervisorSection supervision={supervision} reply={reply?.result} />
      <OfficerPanel need={need} can={can} forms={officerForms} />
      <NeedHistory history={history} />
    </Page>
  );
}
