import type { listProjectSteps } from "#app/domain/library-projects/library-project-queries.server.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Timeline } from "#app/ui/status.tsx";

/** Who took which step when, and the reason that was given: for staff. */
export function ProjectHistory({ steps }: { steps: Awaited<ReturnType<typeof listProjectSteps>> }) {
  const words = useMessages().libraryProjects.steps;
  const known: Readonly<Record<string, string>> = words;
  return (
    <Timeline
      items={steps.map((step) => ({
        id: step.id,
        title: known[step.event] ?? step.event,
        time: formatMinute(step.at),
        note: [step.byName, step.reason].filter(Boolean).join(" · "),
      }))}
    />
  );
}
