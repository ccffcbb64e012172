import { Link } from "@remix-run/react";
import type { listWaitingNeeds } from "#app/domain/matching/round-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Section } from "#app/ui/page.tsx";
import { DataTable } from "#app/ui/table.tsx";

type Waiting = Awaited<ReturnType<typeof listWaitingNeeds>>;

/** Open needs the round gives nobody, so that they are not forgotten; while it may change, somebody can be assigned. */
export function WaitingList({ waiting, partId, mayChange }: { waiting: Waiting; partId: string; mayChange: boolean }) {
  const t = useMessages();
  const words = t.matching.rounds;
  return (
    <Section title={words.waiting(waiting.total)}>
      {waiting.items.length === 0 ? (
        <p className="text-muted">{words.waitingNone}</p>
      ) : (
        <DataTable
          caption={words.waiting(waiting.total)}
          hideCaption
          columns={[
            {
              key: "need",
              header: t.matching.proposals.need,
              rowHeader: true,
              cell: (need) => (
                <Link
                  to={mayChange ? paths.staffRound(partId, { need: need.needCode }) : paths.need(need.needCode)}
                  className="tap"
                >
                  {need.needTitle}
                </Link>
              ),
            },
            { key: "village", header: t.matching.proposals.village, cell: (need) => need.villageName },
            {
              key: "months",
              header: words.waitingSince,
              cell: (need) => t.matching.reasons.waiting(String(need.waitingMonths)),
            },
          ]}
          rows={waiting.items}
          rowKey={(need) => need.needCode}
        />
      )}
      {waiting.total > waiting.items.length && <p className="text-muted">{words.waitingMore}</p>}
    </Section>
  );
}
