import type { ListedErasure } from "#app/domain/erasures/erasure-queries.server.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Panel } from "#app/ui/card.tsx";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { type Description, DescriptionList } from "#app/ui/table.tsx";

type Item = Omit<ListedErasure, "proposedBy"> & { isOwn: boolean };

/** Proposals with the button of the second person, or what was done: by whom, when and why. */
export function ErasureList({ items, mayErase }: { items: readonly Item[]; mayErase: boolean }) {
  const t = useMessages();
  const words = t.reveals;
  return (
    <div className="flex flex-col gap-4">
      {items.map((one) => {
        const facts: (Description | null)[] = [
          { term: words.erase.reason, details: <span lang="zh-CN">{one.reason}</span> },
          { term: words.erase.proposed, details: `${one.proposedByName}, ${formatMinute(one.proposedAt)}` },
          one.doneAt === null
            ? null
            : { term: words.erase.done, details: `${one.doneByName ?? ""}, ${formatMinute(one.doneAt)}` },
        ];
        return (
          <Panel key={one.id} title={`${words.due.kinds[one.kind]} ${one.label}`}>
            <DescriptionList items={facts.filter((fact) => fact !== null)} />
            {one.doneAt === null && one.isOwn && <p className="pt-2">{words.erase.waiting}</p>}
            {one.doneAt === null && !one.isOwn && mayErase && (
              <Form>
                <input type="hidden" name="intent" value="erase" />
                <input type="hidden" name="erasureId" value={one.id} />
                <SubmitButton tone="danger">{words.erase.submit}</SubmitButton>
              </Form>
            )}
          </Panel>
        );
      })}
    </div>
  );
}
