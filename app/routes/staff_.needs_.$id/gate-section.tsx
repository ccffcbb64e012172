import { Link } from "@remix-run/react";
import { dayInChina } from "#app/domain/clock.ts";
import type { GateDecision } from "#app/domain/reasonable-needs/gate-queries.server.ts";
import type { GateFinding } from "#app/domain/reasonable-needs/reasonable-need.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Section } from "#app/ui/page.tsx";
import { StateBadge } from "#app/ui/status.tsx";
import { findingWords, keptFindingWords } from "./gate-words.ts";

export type ShownGate = {
  findings: readonly (GateFinding & { isDecided: boolean })[];
  decisions: readonly GateDecision[];
};

/** What the reasonable-need gate says of the need as it is now, and the reasons people gave (D7). */
export function GateSection({ gate }: { gate: ShownGate }) {
  const words = useMessages().reasonableNeeds;
  return (
    <Section title={words.title} id="gate">
      <p className="max-w-measure text-muted">{words.lead}</p>
      {gate.findings.length === 0 ? <p>{words.none}</p> : <FindingList findings={gate.findings} />}
      <GateDecisions decisions={gate.decisions} />
    </Section>
  );
}

export function FindingList({ findings }: { findings: ShownGate["findings"] }) {
  return (
    <ul className="stack">
      {findings.map((finding) => (
        <li key={finding.key} className="panel max-w-measure">
          <Finding finding={finding} />
        </li>
      ))}
    </ul>
  );
}

/** One finding: how serious, what to do, its source, and the way to the other record where one may read it. */
export function Finding({ finding }: { finding: ShownGate["findings"][number] }) {
  const t = useMessages();
  const words = t.reasonableNeeds;
  const isBlocking = finding.severity === "block";
  const badge = isBlocking ? words.mustChange : finding.isDecided ? words.explained : words.needsReason;
  const other = finding.kind === "same_photo" || finding.kind === "same_person" ? finding.other : null;
  return (
    <>
      <p>
        <StateBadge tone={isBlocking ? "danger" : finding.isDecided ? "success" : "warning"}>{badge}</StateBadge>
      </p>
      <p>{findingWords(t, finding)}</p>
      {"source" in finding && <p className="text-muted">{words.source(finding.source)}</p>}
      {other && (
        <p>
          <Link
            to={finding.kind === "same_photo" ? paths.staffNeed(other.id) : paths.staffHousehold(other.id)}
            className="tap"
          >
            {words.openOther} {other.label}
          </Link>
        </p>
      )}
    </>
  );
}

function GateDecisions({ decisions }: { decisions: readonly GateDecision[] }) {
  const t = useMessages();
  const words = t.reasonableNeeds;
  if (decisions.length === 0) return null;
  return (
    <>
      <h3>{words.decisions}</h3>
      <ul className="stack">
        {decisions.map((decision) => (
          <li key={decision.id} className="max-w-measure">
            <p>{keptFindingWords(t, decision.findingText)}</p>
            <p>{t.needsStaff.reason(decision.reason)}</p>
            <p className="text-muted">
              {words.decidedBy(decision.decidedByName, dayInChina(decision.decidedAt), decision.needVersion)}
            </p>
          </li>
        ))}
      </ul>
    </>
  );
}
