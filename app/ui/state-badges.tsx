import type { HouseholdState } from "#app/domain/households/household.ts";
import type { NeedState } from "#app/domain/needs/need.ts";
import type { OrganizationState } from "#app/domain/organizations/organization.ts";
import type { PairingState } from "#app/domain/pairings/pairing.ts";
import type { PledgeState } from "#app/domain/pledges/pledge.ts";
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
  imported: "neutral",
  applied: "warning",
  reviewed: "warning",
  noticed: "info",
  signed: "info",
  approved: "info",
  active: "success",
  exit_proposed: "warning",
  exit_noticed: "info",
  exited: "success",
  closed: "neutral",
  withdrawn: "neutral",
  rejected: "neutral",
  removed: "neutral",
  reentry_applied: "warning",
  reentry_reviewed: "warning",
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

const organizationTones: Readonly<Record<OrganizationState, Tone>> = {
  registered: "warning",
  verified: "success",
  rejected: "danger",
  suspended: "danger",
};

/** The state of an organization's registration. */
export function OrganizationStateBadge({ state }: { state: OrganizationState }) {
  const t = useMessages();
  return <StateBadge tone={organizationTones[state]}>{t.organizations.states[state]}</StateBadge>;
}

const pairingTones: Readonly<Record<PairingState, Tone>> = {
  proposed: "warning",
  identity_checked: "warning",
  consented: "warning",
  agreed: "info",
  active: "success",
  ended: "neutral",
  handed_over: "neutral",
  declined: "danger",
  expired: "neutral",
  withdrawn: "neutral",
};

/** The state of a pairing; for staff a step that waits for the helper says so. */
export function PairingStateBadge({ state, forStaff }: { state: PairingState; forStaff?: boolean }) {
  const t = useMessages();
  const words = forStaff ? { ...t.pairings.states, ...t.pairings.staffStates } : t.pairings.states;
  return <StateBadge tone={pairingTones[state]}>{words[state]}</StateBadge>;
}

const pledgeTones: Readonly<Record<PledgeState, Tone>> = {
  pledged: "warning",
  accepted: "info",
  received: "info",
  checked: "info",
  delivered: "info",
  fulfilled: "success",
  withdrawn: "neutral",
  overdue: "danger",
  released: "neutral",
  declined: "danger",
};

/** The state of a pledge. */
export function PledgeStateBadge({ state }: { state: PledgeState }) {
  const t = useMessages();
  return <StateBadge tone={pledgeTones[state]}>{t.pledges.states[state]}</StateBadge>;
}
