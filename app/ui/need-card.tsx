import { percentOf } from "#app/domain/money.ts";
import type { NeedCardData } from "#app/domain/needs/public-need.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Amount } from "./amount.tsx";
import { Card } from "./card.tsx";
import { Icon } from "./icon.tsx";
import { Photo } from "./photo.tsx";
import { StateBadge } from "./status.tsx";

type NeedCardProps = {
  need: NeedCardData;
  /** Whole days until the wished day, from the server's clock; null without one. */
  daysLeft: number | null;
  heading?: "h2" | "h3";
  /** The first cards of a page: their pictures are not put off. */
  isFirst?: boolean;
};

/** A need at a glance (U17): place, what, how much is missing, who verified it and when, how long it is open. No name, one link. */
export function NeedCard({ need, daysLeft, heading, isFirst }: NeedCardProps) {
  const t = useMessages();
  return (
    <Card
      to={paths.need(need.publicCode)}
      title={need.title}
      heading={heading}
      media={
        <Photo
          src={need.photo ? paths.file(need.photo.fileId) : null}
          alt={need.photo?.alternativeText}
          category={need.category}
          isFirst={isFirst}
        />
      }
      eyebrow={`${need.villageName} · ${need.isHousehold ? t.publicNeeds.ofHousehold : t.publicNeeds.ofVillage}`}
      footer={<CardFooter need={need} daysLeft={daysLeft} />}
    >
      <div className="mt-2">
        <Missing need={need} />
      </div>
    </Card>
  );
}

function Missing({ need }: { need: NeedCardData }) {
  const t = useMessages();
  if (need.status !== "open") {
    return (
      <StateBadge tone="success" icon={need.status === "reported" ? "file-text" : "circle-check"}>
        {t.needWords.statuses[need.status]}
      </StateBadge>
    );
  }
  if (need.goalFen !== null) {
    const percent = percentOf(need.fundedFen, need.goalFen);
    return (
      <Bar percent={percent} note={<Percent need={need} percent={percent} />}>
        {t.publicNeeds.left} <b className="text-xl text-give">{<Amount fen={need.goalFen - need.fundedFen} short />}</b>
      </Bar>
    );
  }
  if (need.quantities) {
    const { asked, promised, unit } = need.quantities;
    const percent = asked > 0 ? Math.floor((promised * 100) / asked) : 0;
    const left = asked - promised;
    return (
      <Bar percent={percent} note={`${t.publicNeeds.promised} ${promised} / ${asked}`}>
        {left > 0 ? (
          <>
            {t.publicNeeds.missing} <b className="figure text-xl text-give">{left}</b> {unit ?? t.publicNeeds.pieces}
          </>
        ) : (
          t.publicNeeds.allPromised
        )}
      </Bar>
    );
  }
  return <StateBadge tone="give">{t.needWords.types[need.type]}</StateBadge>;
}

function Percent({ need, percent }: { need: NeedCardData; percent: number }) {
  const t = useMessages();
  return (
    <>
      {t.common.goal} {need.goalFen !== null && <Amount fen={need.goalFen} short />} · {percent}%
    </>
  );
}

function Bar({ percent, note, children }: { percent: number; note: React.ReactNode; children: React.ReactNode }) {
  const t = useMessages();
  return (
    <>
      <p className="flex flex-wrap items-baseline justify-between gap-x-3">
        <span>{children}</span>
        <span className="figure text-sm text-muted">{note}</span>
      </p>
      <progress
        className={percent >= 100 ? "bar bar-done" : "bar"}
        max={100}
        value={percent}
        aria-label={t.common.percentReached(percent)}
      />
    </>
  );
}

function CardFooter({ need, daysLeft }: { need: NeedCardData; daysLeft: number | null }) {
  const t = useMessages();
  return (
    <p className="flex flex-wrap justify-between gap-x-3 border-t border-line pt-2 text-sm text-muted">
      {need.registerVerifiedOn && (
        <span>
          <Icon name="badge-check" className="mr-1 text-pine" />
          {t.publicNeeds.verified(need.townName ?? need.villageName, need.registerVerifiedOn)}
        </span>
      )}
      {need.status === "open" && daysLeft !== null && daysLeft >= 0 && (
        <span className="figure">{daysLeft === 0 ? t.publicNeeds.lastDay : t.publicNeeds.daysLeft(daysLeft)}</span>
      )}
    </p>
  );
}
