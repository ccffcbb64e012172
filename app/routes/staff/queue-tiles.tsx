import { Link } from "@remix-run/react";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Disclosure } from "#app/ui/disclosure.tsx";
import { LinkList } from "#app/ui/links.tsx";
import type { QueueGroup } from "./queue-tiles.server.ts";

/** How many wait in each queue: those with something as large targets, the quiet ones folded away but still there to open. */
export function QueueTiles({ groups }: { groups: readonly QueueGroup[] }) {
  const words = useMessages().desk;
  const tiles = groups.flatMap((group) => group.tiles.map((tile) => ({ ...tile, group: group.title })));
  const waiting = tiles.filter(({ count }) => count > 0);
  const quiet = tiles.filter(({ count }) => count === 0);
  return (
    <>
      <ul className="grid grid-cols-2 gap-3 md:grid-cols-4">
        {waiting.map((tile) => (
          <li key={tile.key} className="rounded-md bg-pine-tint">
            <Link to={tile.to} className="flex h-full min-h-target flex-col p-4 no-underline">
              <b className="figure text-3xl text-pine">{tile.count}</b>
              <span className="text-ink">{tile.label}</span>
              <span className="text-sm text-muted">{tile.group}</span>
            </Link>
          </li>
        ))}
      </ul>
      {quiet.length > 0 && (
        <Disclosure summary={words.quiet(quiet.length)}>
          <LinkList items={quiet.map(({ to, label, group, key }) => ({ to, label, note: group, key }))} />
        </Disclosure>
      )}
    </>
  );
}
