import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { percentOf } from "#app/domain/money.ts";
import type { NeedCardData } from "#app/domain/needs/public-need.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Amount } from "./amount.tsx";
import { Icon } from "./icon.tsx";
import { Marked, type MarkedPieces } from "./marked.tsx";
import { Photo } from "./photo.tsx";
import { StateBadge } from "./status.tsx";

type NeedCardProps = {
  need: NeedCardData;
  /** Title and place in pieces, with what was searched for as hits. */
  titleMarks?: MarkedPieces;
  placeMarks?: MarkedPieces;
  /** Whole days until the wished day, from the server's clock; null without one. */
  daysLeft: number | null;
  heading?: "h2" | "h3";
  /** The first cards of a page: their pictures are not put off. */
  isFirst?: boolean;
};

/**
 * A need at a glance (U17): place, what, how much is missing, who verified it and when, how long it is open. No name, one link. On phones
 * the picture stands small beside the title, so that three needs fit on a screen.
 */
export function NeedCard({ need, titleMarks, placeMarks, daysLeft, heading: Heading = "h3", isFirst }: NeedCardProps) {
  const t = useMessages();
  return (
    <article className="card">
      <div className="flex flex-1 gap-3 p-3 sm:flex-col sm:gap-0 sm:p-0">
        <div className="w-24 flex-none sm:w-full">
          <Photo
            src={need.photo ? paths.file(need.photo.fileId) : null}
            alt={need.photo?.alternativeText}
            category={need.category}
            isFirst={isFirst}
          />
        </div>
        <div className="flex min-w-0 flex-1 flex-col sm:p-4">
          <p className="text-sm text-muted">
            <Marked text={need.villageName} marks={placeMarks} /> ·{" "}
            {need.isHousehold ? t.publicNeeds.ofHousehold : t.publicNeeds.ofVillage}
          </p>
          <Heading className="mb-2 text-lg">
            <Link to={paths.need(need.publicCode)} className="card-link" lang="zh-CN">
              <Marked text={need.title} marks={titleMarks} />
            </Link>
          </Heading>
          <div className="mt-auto">
            <Missing need={need} />
            <CardFooter need={need} daysLeft={daysLeft} />
          </div>
        </div>
      </div>
    </article>
  );
}

const countFormat = new Intl.NumberFormat("en");

function Missing({ need }: { need: NeedCardData }) {
  const t = useMessages();
  const words = t.publicNeeds;
  if (need.isReportLate) {
    return (
      <StateBadge tone="warning" icon="triangle-alert">
        {words.reportLate}
      </StateBadge>
    );
  }
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
      <Bar
        percent={percent}
        left={
          <>
            {words.left}{" "}
            <b className="text-xl text-give">
              <Amount fen={need.goalFen - need.fundedFen} short />
            </b>
          </>
        }
        of={
          <>
            {t.common.goal} <Amount fen={need.goalFen} short />
          </>
        }
      />
    );
  }
  if (!need.quantities) return <StateBadge tone="give">{t.needWords.types[need.type]}</StateBadge>;
  const { asked, promised } = need.quantities;
  const unit = need.quantities.unit ?? words.pieces;
  return (
    <Bar
      percent={asked > 0 ? Math.floor((promised * 100) / asked) : 0}
      left={
        promised < asked ? (
          <>
            {words.missing} <b className="figure text-xl text-give">{countFormat.format(asked - promised)}</b> {unit}
          </>
        ) : (
          <b>{words.allPromised}</b>
        )
      }
      of={words.ofQuantity(countFormat.format(asked), unit)}
    />
  );
}

function Bar({ percent, left, of }: { percent: number; left: ReactNode; of: ReactNode }) {
  const t = useMessages();
  return (
    <>
      <p>{left}</p>
      <progress
        className={percent >= 100 ? "bar bar-done" : "bar"}
        max={100}
        value={percent}
        aria-label={t.common.percentReached(percent)}
      />
      <p className="figure mt-1 flex justify-between gap-3 text-sm text-muted">
        <span>{of}</span>
        <span aria-hidden="true">{percent}%</span>
      </p>
    </>
  );
}

function CardFooter({ need, daysLeft }: { need: NeedCardData; daysLeft: number | null }) {
  const t = useMessages();
  const words = t.publicNeeds;
  const isCounting = need.status === "open" && daysLeft !== null && daysLeft >= 0;
  return (
    <p className="mt-2 flex flex-wrap justify-between gap-x-3 border-t border-line pt-2 text-sm text-muted">
      {need.registerVerifiedOn && (
        <span>
          <Icon name="badge-check" className="mr-1 text-pine" />
          {words.verified(need.townName ?? need.villageName, need.registerVerifiedOn)}
        </span>
      )}
      {isCounting && <span className="figure">{daysLeft === 0 ? words.lastDay : words.daysLeft(daysLeft)}</span>}
    </p>
  );
}
