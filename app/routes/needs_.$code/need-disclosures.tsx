import type { Disclosure } from "#app/domain/law-calendar/duty-queries.server.ts";
import { lawRule } from "#app/domain/law-calendar/law-rules.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Section } from "#app/ui/page.tsx";

/** What the charity disclosed while the fundraising runs (L16, art. 79); nothing where nothing was due yet. */
export function NeedDisclosures({ disclosures }: { disclosures: readonly Disclosure[] }) {
  const words = useMessages().lawCalendar;
  if (disclosures.length === 0) return null;
  return (
    <Section title={words.publicTitle}>
      <p className="text-muted">{words.publicLead(lawRule("progress_disclosure").article)}</p>
      <ul className="stack">
        {disclosures.map((disclosure) => (
          <li key={disclosure.id} className="max-w-measure">
            <p className="font-bold">{words.disclosedOn(disclosure.doneOn ?? "")}</p>
            <p lang="zh-CN">{disclosure.statement}</p>
            {disclosure.recordUrl !== null && (
              <p>
                <a href={disclosure.recordUrl} rel="noopener noreferrer nofollow" className="tap">
                  {words.fullText}
                </a>
              </p>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}
