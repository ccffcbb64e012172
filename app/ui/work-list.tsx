import { Link } from "@remix-run/react";
import { useMessages } from "#app/i18n/use-messages.ts";
import { StateBadge } from "./status.tsx";

export type WorkLine = { key: string; to: string; label: string; title: string; place: string | null; days: number };

/** After so many days a line says so in colour, with its icon: somebody has been waiting. */
const longDays = 7;

/** What waits for the reader, a line each and the whole line a link: the verb first, then what and where, then how long (U21). */
export function WorkList({ lines }: { lines: readonly WorkLine[] }) {
  const words = useMessages().desk;
  if (lines.length === 0) return <p className="text-muted">{words.nothing}</p>;
  return (
    <ol className="border-t border-line">
      {lines.map((line) => (
        <li key={line.key} className="border-b border-line">
          <Link
            to={line.to}
            className="flex min-h-target flex-wrap items-baseline justify-between gap-x-4 gap-y-1 py-2 no-underline"
          >
            <span className="min-w-0">
              <b className="underline">{line.label}</b>{" "}
              <span className="text-ink">{[line.title, line.place].filter((part) => part).join(" · ")}</span>
            </span>
            {line.days >= longDays ? (
              <StateBadge tone="warning">{words.waited(line.days)}</StateBadge>
            ) : (
              <span className="text-sm text-muted">{line.days === 0 ? words.sinceToday : words.waited(line.days)}</span>
            )}
          </Link>
        </li>
      ))}
    </ol>
  );
}
