/**
 * Books against bank: every movement of a charity's balance at the payment provider is compared with our entries on its clearing account,
 * both ways (A9, Q19). Both sides name a movement by the same key, made of its kind and the provider's id of the payment, refund or
 * dispute. What the provider paid out to the charity's bank is taken over into the books, so it cannot be missing here.
 */
import { dayInChina } from "../clock.ts";
import type { ReconciliationClass } from "../ledger/ledger.ts";
import type { Fen } from "../money.ts";

/** A movement as our books have it. */
export type OurMovement = {
  key: string;
  amountFen: Fen;
  /** Null: not known here yet; then there is nothing to compare. */
  feeFen: Fen | null;
  at: Date;
  /** Whether the provider must have it. A refund on its way may be there or not. */
  isDue: boolean;
};

/** A movement as the provider's balance has it; the fields of the payment port that are compared. */
export type TheirMovement = {
  id: string;
  kind: "payment" | "refund" | "refund_failure" | "dispute" | "dispute_reversal" | "payout" | "fee" | "other";
  amountFen: Fen;
  feeFen: Fen;
  currency: string;
  sourceId: string | null;
  paymentIntentId: string | null;
  /** Our own refund, where the provider was told. */
  refundId: string | null;
  at: Date;
};

export type Finding = {
  class: ReconciliationClass;
  /** The provider's id of what moved. */
  subject: string;
  day: string;
  oursFen: Fen | null;
  theirsFen: Fen | null;
};

export type ComparisonResult = { compared: number; findings: Finding[] };

/** Keys a movement of the provider may have in our books, the likeliest first. */
function keysOf({ id, kind, sourceId, paymentIntentId, refundId }: TheirMovement): string[] {
  switch (kind) {
    case "payment":
      return [`payment:${paymentIntentId ?? sourceId ?? id}`];
    case "refund":
    case "refund_failure":
      return [`${kind}:${sourceId ?? id}`, ...(refundId === null ? [] : [`${kind}:row:${refundId}`])];
    case "dispute":
    case "dispute_reversal":
      return [`${kind}:${sourceId ?? id}`];
    default:
      return [`${kind}:${id}`];
  }
}

/** The fee of a dispute may be given back with its reversal: both count for the dispute. */
const feeKeyOf = (key: string) => key.replace(/^dispute_reversal:/, "dispute:");

const subjectOf = (key: string) => key.slice(key.indexOf(":") + 1).replace(/^row:/, "");

/** Findings about fees have a subject of their own, beside the one about the amount. */
export const feeSubject = (subject: string) => `${subject} fee`;

/**
 * Compares page by page. `graceUntil`: what the provider has since then may still be on its way here.
 * `finish`: what of ours the provider lacks is told of movements since `dueSince`, and of those whose subject is in `recheck`.
 */
export function createComparison(ours: readonly OurMovement[], { graceUntil }: { graceUntil: Date }) {
  const byKey = new Map<string, OurMovement>();
  for (const one of ours) if (one.isDue || !byKey.has(one.key)) byKey.set(one.key, one);
  const seen = new Set<string>();
  const fees = new Map<string, Fen>();
  const findings: Finding[] = [];
  let compared = 0;

  const compareOne = (theirs: TheirMovement) => {
    const keys = keysOf(theirs);
    const key = keys.find((candidate) => byKey.has(candidate)) ?? keys[0] ?? theirs.id;
    const own = byKey.get(key);
    const isForeign = theirs.currency.toLowerCase() !== "cny";
    const day = dayInChina(theirs.at);
    if (own === undefined || isForeign) {
      if (theirs.at >= graceUntil) return;
      const subject = isForeign ? `${subjectOf(key)} ${theirs.currency}` : subjectOf(key);
      findings.push({ class: "missing_here", subject, day, oursFen: null, theirsFen: theirs.amountFen });
      return;
    }
    seen.add(key);
    fees.set(feeKeyOf(key), (fees.get(feeKeyOf(key)) ?? 0n) + theirs.feeFen);
    if (own.amountFen !== theirs.amountFen) {
      const subject = subjectOf(key);
      findings.push({ class: "amount_differs", subject, day, oursFen: own.amountFen, theirsFen: theirs.amountFen });
    }
  };

  return {
    add: (movements: readonly TheirMovement[]) => {
      for (const movement of movements) {
        compared += 1;
        compareOne(movement);
      }
    },
    finish: ({ dueSince, recheck }: { dueSince: Date; recheck: ReadonlySet<string> }): ComparisonResult => {
      for (const own of byKey.values()) {
        const subject = subjectOf(own.key);
        const day = dayInChina(own.at);
        if (!seen.has(own.key)) {
          if (!own.isDue || (own.at < dueSince && !recheck.has(subject))) continue;
          findings.push({ class: "missing_there", subject, day, oursFen: own.amountFen, theirsFen: null });
        } else {
          const theirFee = fees.get(own.key);
          if (own.feeFen === null || theirFee === undefined || theirFee === own.feeFen) continue;
          const about = { class: "amount_differs", subject: feeSubject(subject), day } as const;
          findings.push({ ...about, oursFen: own.feeFen, theirsFen: theirFee });
        }
      }
      return { compared, findings };
    },
  };
}
