import type { DisputeState, RefundState } from "#app/domain/donations/refund.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { StateBadge } from "#app/ui/status.tsx";

const refundTones = {
  requested: "warning",
  approved: "info",
  pending: "info",
  succeeded: "success",
  failed: "danger",
  rejected: "neutral",
} as const satisfies Record<RefundState, string>;

export function RefundBadge({ state }: { state: RefundState }) {
  return <StateBadge tone={refundTones[state]}>{useMessages().refunds.states[state]}</StateBadge>;
}

const disputeTones = {
  inquiry: "warning",
  open: "danger",
  won: "success",
  lost: "neutral",
} as const satisfies Record<DisputeState, string>;

export function DisputeBadge({ state }: { state: DisputeState }) {
  return <StateBadge tone={disputeTones[state]}>{useMessages().refunds.disputeStates[state]}</StateBadge>;
}
