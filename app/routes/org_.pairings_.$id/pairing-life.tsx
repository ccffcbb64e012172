import type { Deed } from "#app/domain/deeds/deed-queries.server.ts";
import { formatYuan } from "#app/domain/money.ts";
import type { MessageSide, MessageState } from "#app/domain/pairings/pairing-message.ts";
import type { ReviewOutcome } from "#app/domain/pairings/pairing-review.ts";
import { paths } from "#app/http/paths.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Section } from "#app/ui/page.tsx";
import { Banner, StateBadge, type Tone } from "#app/ui/status.tsx";

export type PairingLifeData = {
  deeds: readonly Deed[];
  missingYears: readonly number[];
  reviews: readonly { year: number; outcome: ReviewOutcome; note: string }[];
  messages: readonly {
    id: string;
    side: MessageSide;
    body: string;
    state: MessageState;
    writtenAt: Date;
    decisionNote: string | null;
  }[];
};

const deedTones: Readonly<Record<Deed["state"], Tone>> = {
  reported: "warning",
  confirmed: "success",
  returned: "danger",
};
const messageTones: Readonly<Record<MessageState, Tone>> = { held: "warning", released: "success", refused: "danger" };

/** What was done and said since the tie began: deeds by year, reviews, messages. The same for both sides and for staff. */
export function PairingLife({ life }: { life: PairingLifeData }) {
  const words = useMessages().deeds;
  return (
    <>
      <Section title={words.title} id="deeds">
        {life.missingYears.length > 0 && <Banner tone="warning" title={words.missing(life.missingYears.join("、"))} />}
        {life.deeds.length === 0 && <p className="text-muted">{words.none}</p>}
        <ul>
          {life.deeds.map((deed) => (
            <DeedItem key={deed.id} deed={deed} />
          ))}
        </ul>
      </Section>
      <Section title={words.review.title} id="reviews">
        {life.reviews.length === 0 && <p className="text-muted">{words.review.none}</p>}
        <ul>
          {life.reviews.map((review) => (
            <li key={review.year} className="border-b border-line py-2">
              <b className="figure">{review.year}</b> {words.review.outcomes[review.outcome]}
              <p className="max-w-measure whitespace-pre-line">{review.note}</p>
            </li>
          ))}
        </ul>
      </Section>
      <Section title={words.messages.title} lead={words.messages.lead} id="messages">
        {life.messages.length === 0 && <p className="text-muted">{words.messages.none}</p>}
        <ul>
          {life.messages.map((message) => (
            <li key={message.id} className="border-b border-line py-2">
              <p className="flex flex-wrap items-center gap-x-3">
                <b>{words.messages.sides[message.side]}</b>
                <span className="figure text-sm text-muted">{formatMinute(message.writtenAt)}</span>
                <StateBadge tone={messageTones[message.state]}>{words.messages.states[message.state]}</StateBadge>
              </p>
              <p className="max-w-measure whitespace-pre-line">{message.body}</p>
              {message.decisionNote && <p className="text-sm text-muted">{message.decisionNote}</p>}
            </li>
          ))}
        </ul>
      </Section>
    </>
  );
}

function DeedItem({ deed }: { deed: Deed }) {
  const words = useMessages().deeds;
  return (
    <li className="border-b border-line py-3">
      <p className="flex flex-wrap items-center gap-x-3">
        <b>{deed.title}</b>
        <StateBadge tone={deedTones[deed.state]}>{words.states[deed.state]}</StateBadge>
      </p>
      <p className="figure text-sm text-muted">
        {[
          deed.doneOn,
          words.ways[deed.way],
          words.householdsOf(deed.householdCount),
          ...(deed.worthFen === null ? [] : [words.worthOf(formatYuan(deed.worthFen))]),
          ...(deed.confirmedByRole ? [words.confirmedBy(deed.confirmedByRole)] : []),
        ].join(" · ")}
      </p>
      <p className="max-w-measure whitespace-pre-line">{deed.description}</p>
      {deed.decisionNote && <p className="text-danger">{deed.decisionNote}</p>}
      {deed.fileIds.map((id) => (
        <a key={id} href={paths.file(id)} className="tap">
          {words.evidence}
        </a>
      ))}
    </li>
  );
}
