import type { LibraryProjectState } from "#app/domain/library-projects/library-project.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { StateBadge, type Tone } from "#app/ui/status.tsx";

const tones: Readonly<Record<LibraryProjectState, Tone>> = {
  drafted: "neutral",
  submitted: "warning",
  checked: "warning",
  reserved: "info",
  approved: "info",
  under_way: "info",
  accepted: "success",
  announced: "success",
  returned: "warning",
  rejected: "neutral",
  removed: "neutral",
};

export function ProjectBadge({ state }: { state: LibraryProjectState }) {
  const words = useMessages().libraryProjects;
  return <StateBadge tone={tones[state]}>{words.states[state]}</StateBadge>;
}
