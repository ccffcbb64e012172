import { useMessages } from "#app/i18n/use-messages.ts";
import { Panel } from "#app/ui/card.tsx";
import { TaskList } from "#app/ui/navigation.tsx";
import { StateBadge } from "#app/ui/status.tsx";

const keys = ["notice", "meeting", "signature", "consent", "person"] as const;
export type Conditions = Partial<Record<(typeof keys)[number], boolean>>;

/** What must be there before approval; the command and the database ask again. */
export function ConditionsPanel({ conditions }: { conditions: Conditions }) {
  const t = useMessages();
  const words = t.verification;
  const tasks = keys.flatMap((key) => {
    const isMet = conditions[key];
    if (isMet === undefined) return [];
    return [
      {
        id: key,
        title: words.conditions[key],
        status: <StateBadge tone={isMet ? "success" : "warning"}>{words.statuses[isMet ? "done" : "todo"]}</StateBadge>,
      },
    ];
  });
  return (
    <Panel title={words.steps.publish.conditions} tone="pine">
      <TaskList tasks={tasks} />
    </Panel>
  );
}
