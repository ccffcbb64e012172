import { useActionData, useLoaderData } from "@remix-run/react";
import { anyStaff } from "#app/auth/policies.ts";
import { pairingWay } from "#app/domain/pairings/pairing.ts";
import { canTakeStaffStep, staffPairingEvents } from "#app/domain/pairings/pairing-policy.ts";
import { getStaffPairing } from "#app/domain/pairings/pairing-queries.server.ts";
import { listTransitions } from "#app/domain/transition-queries.server.ts";
import { guardAction, guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Page, Section } from "#app/ui/page.tsx";
import { PairingStateBadge } from "#app/ui/state-badges.tsx";
import { Banner } from "#app/ui/status.tsx";
import { WayTimeline } from "#app/ui/way-timeline.tsx";
import { HelperFacts, PairingFacts } from "./pairing-facts.tsx";
import { PairingSteps, usePairingForms } from "./pairing-steps.tsx";
import { actOnPairing } from "./staff-actions.server.ts";

export const loader = guardLoader(anyStaff, async ({ services, actor, params, url, t }) => {
  const pairing = await getStaffPairing(services.db, { pairingId: params.id ?? "", actor });
  if (pairing === null) throw notFound();
  return {
    page: { title: t.pairings.case.eyebrow(pairing.publicCode), isPrivate: true },
    pairing,
    history: await listTransitions(services.db, { noun: "pairing", subjectId: pairing.id }),
    mine: staffPairingEvents.filter((event) => canTakeStaffStep(actor, pairing, event)),
    done: staffPairingEvents.find((event) => event === url.searchParams.get("done")) ?? null,
  };
});

export const action = guardAction(anyStaff, async ({ request, services, actor, params }) =>
  actOnPairing({ formData: await request.formData(), services, actor, pairingId: params.id ?? "" }),
);

export default function StaffPairingPage() {
  const t = useMessages();
  const words = t.pairings;
  const { pairing, history, mine, done } = useLoaderData<typeof loader>();
  const forms = usePairingForms(useActionData<typeof action>()?.result);
  const helper = pairing.organizationName ?? pairing.personName ?? "";
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
      forms={forms.all}
      messages={words.errors}
      aside={<HelperFacts pairing={pairing} />}
    >
      {done && <Banner tone="success" title={words.staff.done[done]} />}
      {mine.length === 0 && waitingFor && <Banner tone="info" title={waitingFor} />}
      <PairingFacts pairing={pairing} />
      <PairingSteps mine={mine} forms={forms} />
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
