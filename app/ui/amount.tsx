import { type Fen, formatYuan, formatYuanShort, formatYuanWithSign } from "#app/domain/money.ts";
import { useMessages } from "#app/i18n/use-messages.ts";

type AmountProps = {
  fen: Fen;
  /** Cards: from 10,000 yuan on in 万元, rounded down, with the exact figure for readers. Chinese only; English shows the full figure. */
  short?: boolean;
  /** Without ¥, for columns whose header carries the unit. */
  bare?: boolean;
};

/** An amount of money, digits of equal width. Exact unless `short`. */
export function Amount({ fen, short, bare }: AmountProps) {
  const t = useMessages();
  const exact = formatYuanWithSign(fen);
  if (short && t.common.usesTenThousands === "yes") {
    if (fen < 1_000_000n) return <span className="figure whitespace-nowrap">{formatYuanShort(fen)}</span>;
    return (
      <span className="figure whitespace-nowrap" title={exact}>
        <span aria-hidden="true">{formatYuanShort(fen)}</span>
        <span className="sr-only">{exact}</span>
      </span>
    );
  }
  const text = bare ? formatYuan(fen) : exact;
  return <span className="figure whitespace-nowrap">{short ? text.replace(/\.00$/, "") : text}</span>;
}

type ProgressProps = {
  fundedFen: Fen;
  goalFen: Fen;
  /** 0-100, from `percentOf`. */
  percent: number;
  /** How many gifts; left out where it is not known. */
  count?: number;
  /** The time of the figures, already formatted (U15); left out on cards. */
  asOf?: string;
};

/** 已筹 3,200 元 / 目标 10,000 元 · 128 人次 · 截至 … : the words say everything the bar shows (U15). */
export function Progress({ fundedFen, goalFen, percent, count, asOf }: ProgressProps) {
  const t = useMessages();
  return (
    <div className="progress">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span>
          {t.common.raised}{" "}
          <b className="text-lg">
            <Amount fen={fundedFen} short />
          </b>
        </span>
        <span className="text-sm text-muted">
          {t.common.goal} <Amount fen={goalFen} short />
        </span>
      </div>
      <progress
        className={percent >= 100 ? "bar bar-done" : "bar"}
        max={100}
        value={percent}
        aria-label={t.common.percentReached(percent)}
      />
      <p className="figure text-sm text-muted">
        {t.common.percentReached(percent)}
        {count !== undefined && ` · ${t.common.gifts(count)}`}
        {asOf && (
          <>
            {" · "}
            <span className="whitespace-nowrap">{t.common.asOf(asOf)}</span>
          </>
        )}
      </p>
    </div>
  );
}

/** The same for quantities: 已认领 12 / 40 盏. */
export function QuantityProgress({
  done,
  total,
  unit,
  verb,
}: {
  done: number;
  total: number;
  unit: string;
  verb: string;
}) {
  const t = useMessages();
  const percent = total > 0 ? Math.floor((Math.min(done, total) * 100) / total) : 0;
  return (
    <div className="progress">
      <p className="figure">
        {verb} <b>{done}</b> / {total} {unit}
      </p>
      <progress
        className={percent >= 100 ? "bar bar-done" : "bar"}
        max={100}
        value={percent}
        aria-label={t.common.percentReached(percent)}
      />
    </div>
  );
}
