import type { StaffNeed } from "#app/domain/needs/need-staff-queries.server.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Section } from "#app/ui/page.tsx";

/** The texts the public will read, and below them what only staff read. */
export function NeedTexts({ need }: { need: StaffNeed }) {
  const t = useMessages();
  return (
    <>
      <Section title={t.needsStaff.texts}>
        <div className="stack max-w-measure whitespace-pre-line">
          <p>{need.summary}</p>
          {need.story && <p>{need.story}</p>}
        </div>
      </Section>
      {need.staffNote && (
        <Section title={t.needsStaff.staffNote} lead={t.needsStaff.staffOnly}>
          <p className="max-w-measure whitespace-pre-line">{need.staffNote}</p>
        </Section>
      )}
    </>
  );
}
