import { Link } from "@remix-run/react";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Panel } from "#app/ui/card.tsx";
import { TaskList } from "#app/ui/navigation.tsx";
import { Banner, StateBadge } from "#app/ui/status.tsx";

const keys = ["notice", "meeting", "signature", "consent", "person"] as const;
export type Conditions = Partial<Record<(typeof keys)[number], boolean>>;

/** Says above the form what is still missing, with the way to it where this person can do it. */
export function MissingConditions({ conditions, needId }: { conditions: Conditions; needId: string }) {
  const t = useMessages();
  const words = t.verification;
  const missing = keys.filter((key) => conditions[key] === false);
  if (missing.length === 0) return null;
  return (
    <Banner tone="warning" title={words.steps.publish.missing}>
      <ul>
        {missing.map((key) => (
          <li key={key}>{words.conditions[key]}</li>
        ))}
      </ul>
      {missing.includes("signature") && (
        <Link to={paths.staffNeedStep(needId, "signature")} className="tap">
          {words.steps.signature.title}
        </Link>
      )}
    </Banner>
  );
}

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
