import type { PartState } from "#app/domain/matching/round.ts";
import type { Messages } from "#app/i18n/catalog.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { StateBadge, type Tone } from "#app/ui/status.tsx";

const tones: Readonly<Record<PartState, Tone>> = {
  proposed: "warning",
  checked: "info",
  released: "success",
  discarded: "neutral",
};

export function PartStateBadge({ state }: { state: PartState }) {
  return <StateBadge tone={tones[state]}>{useMessages().matching.rounds.states[state]}</StateBadge>;
}

/** Which round: of which week, or drawn by whom. */
export function roundWords(t: Messages, { week, drawnByName }: { week: string | null; drawnByName: string | null }) {
  return week === null ? t.matching.rounds.byHand(drawnByName ?? "") : t.matching.rounds.weekly(week);
}
