import { useActionData, useLoaderData } from "@remix-run/react";
import { anyStaff } from "#app/auth/policies.ts";
import { hasRoleFor } from "#app/domain/actor.ts";
import { listMessagesForStaff } from "#app/domain/pairings/message-queries.server.ts";
import { pairingWay } from "#app/domain/pairings/pairing.ts";
import {
  canSpeakForTarget,
  canTakeStaffStep,
  isHelper,
  messageRelayRoles,
  staffPairingEvents,
} from "#app/domain/pairings/pairing-policy.ts";
import { getStaffPairing } from "#app/domain/pairings/pairing-queries.server.ts";
import { listTransitions } from "#app/domain/transition-queries.server.ts";
import { guardAction, guardLoader, notFound } from "#app/http/guard.server.ts";
import { readFormWithPictures } from "#app/http/multipart.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { ButtonLink } from "#app/ui/links.tsx";
import { Page, Section } from "#app/ui/page.tsx";
import { PairingStateBadge } from "#app/ui/state-badges.tsx";
import { Banner } from "#app/ui/status.tsx";
import { WayTimeline } from "#app/ui/way-timeline.tsx";
import { useLifeForms, WriteMessageForm } from "../org_.pairings_.$id/helper-forms.tsx";
import { PairingLife } from "../org_.pairings_.$id/pairing-life.tsx";
import { readLife } from "../org_.pairings_.$id/read-life.server.ts";
import { DecideDeed, DecideMessage, HandOverStep, ReviewStep, useTargetForms } from "./life-steps.tsx";
import { HelperFacts, PairingFacts } from "./pairing-facts.tsx";
import { PairingSteps, usePairingForms } from "./pairing-steps.tsx";
import { actOnPairing } from "./staff-actions.server.ts";

export const loader = guardLoader(anyStaff, async ({ services, actor, params, url, t }) => {
  const pairing = await getStaffPairing(services.db, { pairingId: params.id ?? "", actor });
  if (pairing === null) throw notFound();
  const life = {
    ...(await readLife(services.db, { pairing, now: services.clock.now() })),
    messages: await listMessagesForStaff(services.db, { pairingId: pairing.id, userId: actor.userId }),
  };
  const mayRelay = hasRoleFor(actor, messageRelayRoles, pairing.regionCode) && !isHelper(actor, pairing);
  return {
    page: { title: t.pairings.case.eyebrow(pairing.publicCode), isPrivate: true },
    pairing,
    history: await listTransitions(services.db, { noun: "pairing", subjectId: pairing.id }),
    life,
    waits: {
      deed: canSpeakForTarget(actor, pairing) ? life.oldestReported : undefined,
      message: mayRelay ? life.messages.find((message) => message.state === "held" && !message.isOwn) : undefined,
    },
    mayWrite: pairing.state === "active" && hasRoleFor(actor, ["village_officer"], pairing.regionCode),
    mine: staffPairingEvents.filter((event) => canTakeStaffStep(actor, pairing, event)),
    done: url.searchParams.get("done"),
  };
});

export const action = guardAction(anyStaff, async ({ request, services, actor, params }) =>
  actOnPairing({ read: await readFormWithPictures(request), services, actor, pairingId: params.id ?? "" }),
);

export default function StaffPairingPage() {
  const t = useMessages();
  const words = t.pairings;
  const { pairing, history, mine, done, life, waits, mayWrite } = useLoaderData<typeof loader>();
  const reply = useActionData<typeof action>()?.result;
  const forms = usePairingForms(reply);
  const target = useTargetForms(reply);
  const { message } = useLifeForms(reply);
  const doneWords: Readonly<Record<string, string>> = { ...words.staff.done, ...t.deeds.done };
  const helper = pairing.groupName ?? pairing.organizationName ?? pairing.personName ?? "";
  const waitingFor = new Map<string, string>(Object.entries(words.staff.waitingFor)).get(pairing.state);
  return (
    <Page
      title={
        pairing.householdCode
          ? words.case.withHousehold(helper, pairing.householdCode)
          : words.case.withVillage(helper, pairing.villageName)
      }
      eyebrow={words.case.eyebrow(pairing.publicCode)}
      badges={<PairingStateBadge state={pairing.state} forStaff />}
      breadcrumbs={[
        { to: paths.staffHome(), label: t.layout.workspace },
        { to: paths.staffPairings(), label: words.staff.title },
      ]}
      forms={[...forms.all, ...target.all, message[0]]}
      messages={{ ...words.errors, ...t.deeds.errors }}
      aside={<HelperFacts pairing={pairing} />}
    >
      {done && doneWords[done] && <Banner tone="success" title={doneWords[done]} />}
      {mine.length === 0 && waitingFor && <Banner tone="info" title={waitingFor} />}
      <PairingFacts pairing={pairing} />
      <p className="no-print">
        <ButtonLink to={paths.pairingAgreement(pairing.id)} tone="quiet" icon="printer">
          {t.deeds.agreement.open}
        </ButtonLink>
      </p>
      <PairingSteps mine={mine} forms={forms} />
      {mine.includes("review") && life.reviewYear !== null && <ReviewStep forms={target} year={life.reviewYear} />}
      {mine.includes("hand_over") && <HandOverStep forms={target} />}
      <DecideDeed forms={target} deed={waits.deed} />
      <DecideMessage forms={target} message={waits.message} />
      {pairing.activatedAt !== null && <PairingLife life={life} />}
      {mayWrite && <WriteMessageForm form={message} />}
      <Section title={words.case.progress}>
        <WayTimeline
          history={history}
          eventWords={words.events}
          way={pairingWay}
          wayWords={words.way}
          state={pairing.state}
        />
      </Section>
    </Page>
  );
}
