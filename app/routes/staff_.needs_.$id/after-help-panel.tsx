import type { NeedState } from "#app/domain/needs/need.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Panel } from "#app/ui/card.tsx";
import { LinkList } from "#app/ui/links.tsx";

const statesWithHelp: readonly NeedState[] = ["published", "fulfilled", "reported", "closed"];

/** The way on once help can come: who could help, payments and the impact report. */
export function AfterHelpPanel({ need }: { need: { id: string; state: NeedState } }) {
  const t = useMessages();
  const words = t.impactReports;
  if (!statesWithHelp.includes(need.state)) return null;
  return (
    <Panel title={words.queue.afterHelp}>
      <LinkList
        items={[
          { to: paths.staffNeedPayments(need.id), label: words.payments.title, note: words.payments.lead },
          ...(need.state === "published"
            ? [
                {
                  to: paths.staffNeedHelpers(need.id),
                  label: t.matching.helpers.link,
                  note: t.matching.helpers.linkNote,
                },
              ]
            : []),
          { to: paths.staffNeedReport(need.id), label: words.staff.title, note: words.queue.reportNote },
        ]}
      />
    </Panel>
  );
}
