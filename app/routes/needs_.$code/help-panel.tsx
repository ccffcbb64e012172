import { dayInChina } from "#app/domain/clock.ts";
import { formatYuanWithSign, percentOf } from "#app/domain/money.ts";
import { asksForQuantities } from "#app/domain/needs/need.ts";
import { paths } from "#app/http/paths.ts";
import { formatDay } from "#app/i18n/dates.ts";
import { useLocale, useMessages } from "#app/i18n/use-messages.ts";
import { Progress, QuantityProgress } from "#app/ui/amount.tsx";
import { Panel } from "#app/ui/card.tsx";
import { ButtonLink } from "#app/ui/links.tsx";
import { StateBadge } from "#app/ui/status.tsx";
import type { NeedPageData } from "./need-page.server.ts";

type HelpPanelProps = Pick<NeedPageData, "need" | "noGiftReason" | "returns"> & {
  /** The time of the figures, already formatted (U15). */
  asOf: string;
  daysLeft: number | null;
};

/** How far it is, and what one can do: give where a charity may take money, pledge where the need is open, else why not (U2, U15). */
export function HelpPanel({ need, noGiftReason, returns, asOf, daysLeft }: HelpPanelProps) {
  const t = useMessages();
  const locale = useLocale();
  const isOpen = need.status === "open";
  return (
    <Panel tone={isOpen ? "give" : "pine"}>
      {need.goalFen !== null && (
        <Progress
          fundedFen={need.fundedFen}
          goalFen={need.goalFen}
          percent={percentOf(need.fundedFen, need.goalFen)}
          count={need.donationCount}
          asOf={asOf}
        />
      )}
      <ReturnsNote returns={returns} />
      {need.quantities && asksForQuantities(need.type) && (
        <QuantityProgress
          done={need.quantities.promised}
          total={need.quantities.asked}
          unit={need.quantities.unit ?? t.publicNeeds.pieces}
          verb={t.publicNeeds.promised}
        />
      )}
      {!isOpen && (
        <StateBadge tone="success" icon={need.status === "reported" ? "file-text" : "circle-check"}>
          {t.needWords.statuses[need.status]}
        </StateBadge>
      )}
      {isOpen && need.neededBy && (
        <p>
          {t.publicNeeds.neededBy(formatDay(locale, need.neededBy))}
          {daysLeft !== null && daysLeft >= 0 && (
            <b className="ml-2">{daysLeft === 0 ? t.publicNeeds.lastDay : t.publicNeeds.daysLeft(daysLeft)}</b>
          )}
        </p>
      )}
      {isOpen && <HelpButtons need={need} noGiftReason={noGiftReason} />}
    </Panel>
  );
}

/** A total that fell says why (U15). */
function ReturnsNote({ returns }: Pick<NeedPageData, "returns">) {
  const words = useMessages().refunds.need;
  const locale = useLocale();
  if (returns.lastAt === null || (returns.refundedFen === 0n && returns.lostFen === 0n)) return null;
  const parts = [
    ...(returns.refundedFen > 0n ? [words.refunded(formatYuanWithSign(returns.refundedFen))] : []),
    ...(returns.lostFen > 0n ? [words.lost(formatYuanWithSign(returns.lostFen))] : []),
    words.note(formatDay(locale, dayInChina(returns.lastAt))),
  ];
  return <p className="text-sm text-muted">{parts.join(words.joint)}</p>;
}

function HelpButtons({ need, noGiftReason }: Pick<NeedPageData, "need" | "noGiftReason">) {
  const t = useMessages();
  const canGive = noGiftReason === null;
  const hasQuantities = asksForQuantities(need.type);
  return (
    <>
      <div className="no-print grid gap-3">
        {canGive && (
          <ButtonLink to={paths.needDonate(need.publicCode)} tone="give" icon="hand-heart">
            {t.publicNeeds.give}
          </ButtonLink>
        )}
        <ButtonLink
          to={paths.needPledge(need.publicCode)}
          tone={canGive ? "secondary" : "give"}
          icon={hasQuantities ? "package" : "handshake"}
        >
          {hasQuantities ? t.publicNeeds.pledgeGoods : t.publicNeeds.pledge}
        </ButtonLink>
      </div>
      {noGiftReason !== null && need.goalFen !== null && (
        <p className="text-sm text-muted">{t.donations.reasons[noGiftReason]}</p>
      )}
      {canGive && <p className="text-sm text-muted">{t.publicNeeds.noFee}</p>}
    </>
  );
}
