import type { OfflineGiftKind, OfflineGiftState } from "#app/domain/offline-gifts/offline-gift.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { StateBadge } from "#app/ui/status.tsx";

const tones = { recorded: "warning", confirmed: "success", rejected: "neutral" } as const;

export function OfflineGiftBadge({ kind, state }: { kind: OfflineGiftKind; state: OfflineGiftState }) {
  const words = useMessages().offlineGifts;
  return <StateBadge tone={tones[state]}>{(kind === "money" ? words.states : words.goodsStates)[state]}</StateBadge>;
}
