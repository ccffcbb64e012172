import { type SubmissionResult, useForm } from "@conform-to/react";
import { pairingWay } from "#app/domain/pairings/pairing.ts";
import { paths } from "#app/http/paths.ts";
import { replyTo } from "#app/http/step-reply.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { ButtonLink } from "#app/ui/links.tsx";
import { type Crumb, Page, Section } from "#app/ui/page.tsx";
import { PairingStateBadge } from "#app/ui/state-badges.tsx";
import { Banner } from "#app/ui/status.tsx";
import { DescriptionList } from "#app/ui/table.tsx";
import { TextField } from "#app/ui/text-fields.tsx";
import { WayTimeline } from "#app/ui/way-timeline.tsx";
import { DecideDeed, useTargetForms } from "../staff_.pairings_.$id/life-steps.tsx";
import { PairingSteps, usePairingForms } from "../staff_.pairings_.$id/pairing-steps.tsx";
import type { HelperCaseData } from "./helper-case.server.ts";
import { ReportDeedForm, useLifeForms, WriteMessageForm } from "./helper-forms.tsx";
import { PairingLife } from "./pairing-life.tsx";

type HelperCaseProps = {
  data: HelperCaseData;
  reply: SubmissionResult<string[]> | undefined;
  breadcrumbs: readonly Crumb[];
};

/** A pairing as its helper sees it: where it stands, what comes next, and the way back (U18). */
export function HelperCase({ data, reply, breadcrumbs }: HelperCaseProps) {
  const t = useMessages();
  const words = t.pairings;
  const { pairing, history, coordinators, life, can, done } = data;
  const isJustProposed = done === "proposed";
  const doneWords: Readonly<Record<string, string>> = t.deeds.done;
  const [agree] = useForm({ id: "agree", lastResult: replyTo(reply, "agree") });
  const [withdraw, withdrawFields] = useForm<{ reason: string }>({
    id: "withdraw",
    lastResult: replyTo(reply, "withdraw"),
  });
  const forms = useLifeForms(reply);
  const target = useTargetForms(reply);
  const steps = usePairingForms(reply);
  const helper = pairing.groupName ?? pairing.organizationName ?? words.case.me;
  const waiting = new Map<string, string>(Object.entries(words.case.waiting)).get(pairing.state);
  return (
    <Page
      title={
        pairing.householdCode
          ? words.case.withHousehold(helper, pairing.householdCode)
          : words.case.withVillage(helper, pairing.partnerName ?? pairing.villageName)
      }
      eyebrow={words.case.eyebrow(pairing.publicCode)}
      badges={<PairingStateBadge state={pairing.state} />}
      breadcrumbs={breadcrumbs}
      forms={[agree, withdraw, ...forms.all, ...target.all, steps.consent[0], steps.decline[0]]}
      messages={{ ...words.errors, ...t.deeds.errors }}
      labels={{ reason: words.case.withdrawReason }}
      aside={<HelperSteps data={data} agree={agree} withdraw={withdraw} reasonField={withdrawFields.reason} />}
      asideFirst={data.can.agree}
    >
      {isJustProposed && <Banner tone="success" title={words.case.proposed} />}
      {done !== null && doneWords[done] && <Banner tone="success" title={doneWords[done]} />}
      {!isJustProposed && !data.can.agree && waiting && <Banner tone="info" title={waiting} />}
      <Section title={words.case.progress}>
        <WayTimeline
          history={history}
          eventWords={words.events}
          way={pairingWay}
          wayWords={words.way}
          state={pairing.state}
        />
      </Section>
      <Section title={words.case.promise}>
        <p className="max-w-measure whitespace-pre-line">{pairing.promise}</p>
        <DescriptionList
          items={[
            ...(pairing.villageNote ? [{ term: words.case.villageNote, details: pairing.villageNote }] : []),
            { term: words.case.kind, details: words.kinds[pairing.kind] },
            { term: words.case.period, details: words.case.periodOf(pairing.fromDay, pairing.toDay) },
            { term: words.case.coordinator, details: coordinators.join("、") || words.noCoordinator },
          ]}
        />
        <ButtonLink to={paths.pairingAgreement(pairing.id)} tone="quiet" icon="printer">
          {t.deeds.agreement.open}
        </ButtonLink>
      </Section>
      <PairingSteps mine={(["consent", "decline"] as const).filter((event) => can[event])} forms={steps} />
      {can.confirm && <DecideDeed forms={target} deed={life.oldestReported} />}
      {pairing.state !== "proposed" && <PairingLife life={life} />}
      {can.report && <ReportDeedForm form={forms.deed} />}
      {can.write && <WriteMessageForm form={forms.message} />}
    </Page>
  );
}

type HelperStepsProps = {
  data: HelperCaseData;
  agree: Parameters<typeof Form>[0]["form"];
  withdraw: NonNullable<Parameters<typeof Form>[0]["form"]>;
  reasonField: Parameters<typeof TextField>[0]["field"];
};

function HelperSteps({ data, agree, withdraw, reasonField }: HelperStepsProps) {
  const words = useMessages().pairings.case;
  const { pairing, can } = data;
  return (
    <Section title={words.next}>
      {can.agree && (
        <Form form={agree}>
          <input type="hidden" name="intent" value="agree" />
          <p>{words.agreeHint}</p>
          {pairing.villageNote && <p className="border-l-4 border-pine pl-4">{pairing.villageNote}</p>}
          <SubmitButton icon="handshake" wide>
            {words.agree}
          </SubmitButton>
        </Form>
      )}
      {pairing.state === "active" && (
        <>
          <p className="mb-3">{words.activeHint}</p>
          <ButtonLink to={paths.needs({ region: pairing.regionCode })} icon="package">
            {words.seeNeeds}
          </ButtonLink>
        </>
      )}
      {can.withdraw && (
        <details className="mt-4" open={Object.keys(withdraw.allErrors).length > 0}>
          <summary className="tap">{words.withdrawTitle}</summary>
          <Form form={withdraw}>
            <input type="hidden" name="intent" value="withdraw" />
            <TextField field={reasonField} label={words.withdrawReason} />
            <SubmitButton tone="danger">{words.withdraw}</SubmitButton>
          </Form>
        </details>
      )}
    </Section>
  );
}
