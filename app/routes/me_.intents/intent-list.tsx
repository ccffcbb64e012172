import type { IntentState } from "#app/domain/intents/intent.ts";
import type { OwnIntent } from "#app/domain/intents/intent-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Card, CardGrid } from "#app/ui/card.tsx";
import { offerWords } from "#app/ui/intent-words.ts";
import { StateBadge, type Tone } from "#app/ui/status.tsx";

const tones: Readonly<Record<IntentState, Tone>> = {
  open: "give",
  paused: "warning",
  fulfilled: "success",
  expired: "neutral",
  withdrawn: "neutral",
};

export function IntentStateBadge({ state }: { state: IntentState }) {
  return <StateBadge tone={tones[state]}>{useMessages().intents.states[state]}</StateBadge>;
}

type IntentListProps = { intents: readonly OwnIntent[]; waiting: Readonly<Record<string, number>> };

/** Intents as cards: what, in whose name, how far. */
export function IntentList({ intents, waiting }: IntentListProps) {
  const t = useMessages();
  const words = t.intents.mine;
  return (
    <CardGrid wide>
      {intents.map((intent) => {
        const count = waiting[intent.id] ?? 0;
        return (
          <Card
            key={intent.id}
            to={paths.myIntent(intent.id)}
            title={offerWords(t, intent)}
            eyebrow={intent.organizationName ?? t.intents.helperKinds[intent.helperKind]}
            badges={<IntentStateBadge state={intent.state} />}
            footer={words.helped(intent.takenNeeds, intent.mostNeeds)}
          >
            {count > 0 && <p className="font-bold">{words.waiting(count)}</p>}
          </Card>
        );
      })}
    </CardGrid>
  );
}
