import type { HouseholdState } from "#app/domain/households/household.ts";
import type { NeedState } from "#app/domain/needs/need.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { StateBadge, type Tone } from "./status.tsx";

const needTones: Readonly<Record<NeedState, Tone>> = {
  drafted: "neutral",
  submitted: "warning",
  checked: "warning",
  noticed: "info",
  published: "give",
  fulfilled: "success",
  reported: "success",
  closed: "success",
  returned: "danger",
  rejected: "danger",
  withdrawn: "neutral",
  suspended: "danger",
  expired: "neutral",
};

const householdTones: Readonly<Record<HouseholdState, Tone>> = {
  applied: "warning",
  reviewed: "warning",
  noticed: "info",
  signed: "info",
  approved: "info",
  active: "success",
  exit_proposed: "warning",
  exit_noticed: "info",
  exited: "neutral",
  closed: "neutral",
  withdrawn: "neutral",
};

/** The state of a need, the same words and colour on every staff page. */
export function NeedStateBadge({ state }: { state: NeedState }) {
  const t = useMessages();
  return <StateBadge tone={needTones[state]}>{t.vocabulary.needStates[state]}</StateBadge>;
}

/** The state of a household's file. */
export function HouseholdStateBadge({ state }: { state: HouseholdState }) {
  const t = useMessages();
  return <StateBadge tone={householdTones[state]}>{t.vocabulary.householdStates[state]}</StateBadge>;
}
