import type { PolicyValidity } from "#app/domain/policies/policy.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { StateBadge } from "#app/ui/status.tsx";

const tones = { upcoming: "info", in_force: "success", ended: "neutral" } as const;

export function ValidityBadge({ validity }: { validity: PolicyValidity }) {
  const t = useMessages();
  return <StateBadge tone={tones[validity]}>{t.policies.validity[validity]}</StateBadge>;
}
