import type { NeedState } from "#app/domain/needs/need.ts";
import type { StaffNeed } from "#app/domain/needs/need-staff-queries.server.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Panel } from "#app/ui/card.tsx";
import { Timeline } from "#app/ui/status.tsx";

const chain = ["drafted", "submitted", "checked", "noticed", "published"] as const satisfies readonly NeedState[];

/** Where the case stands on its way village → town → county → public. */
export function VerificationPanel({ need }: { need: StaffNeed }) {
  const t = useMessages();
  const isPublished = need.publishedAt !== null;
  const position = need.state === "returned" ? 0 : chain.findIndex((state) => state === need.state);
  return (
    <Panel title={t.needsStaff.state} tone="pine">
      <Timeline
        items={chain.map((state, index) => ({
          id: state,
          title: t.vocabulary.needStates[state],
          status: isPublished || index < position ? "done" : index === position ? "current" : "coming",
        }))}
      />
    </Panel>
  );
}
