import type { NoticeState } from "#app/domain/notices/notice.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { StateBadge, type Tone } from "./status.tsx";

const tones: Readonly<Record<NoticeState, Tone>> = {
  open: "info",
  paused: "warning",
  closed: "success",
  cancelled: "neutral",
};

/** The state of a notice, the same words and colour everywhere. */
export function NoticeStateBadge({ state }: { state: NoticeState }) {
  const t = useMessages();
  return (
    <StateBadge tone={tones[state]} icon={state === "paused" ? "pause" : undefined}>
      {t.notices.states[state]}
    </StateBadge>
  );
}
