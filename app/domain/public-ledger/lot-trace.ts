/**
 * The way of each yuan (D5, Q7): a lot is one gift, or one payer's share of public money. Every entry of the ledger names its lot, so the
 * way of a lot is its entries read in order, and where it lies now is their sum. Nothing here is foretold: what has not happened is not a
 * step. The places of a lot always sum to what came in.
 */
import type { LedgerAccountKind, LedgerTransactionKind } from "../ledger/ledger.ts";
import type { Fen } from "../money.ts";

/** An account as anyone may see it: a household by its code, a need by its title while it is public. */
export type LotPlace = {
  /** The account's id: two needs that are no longer public stay two places. */
  key: string;
  kind: LedgerAccountKind;
  name: string | null;
  legalPerson: string;
  needCode: string | null;
  fundCode: string | null;
};

/** Whole payment to a supplier or household, of which a lot pays a share. */
export type LotPayment = {
  publicCode: string;
  payeeKind: "supplier" | "household";
  /** Null for households. */
  payeeName: string | null;
  /** Null where the need is no longer public. */
  purpose: string | null;
  amountFen: Fen;
  /** Invoice of a supplier, or the document a fund was spent by. */
  documentNumber: string | null;
  confirmedAt: Date | null;
  needCode: string | null;
};

export type LotReport = { publicCode: string; title: string; publishedAt: Date; needCode: string };

/** One posting, as far as it touches the lot. `paymentId` is the disbursement or fund spending it belongs to. */
export type LotMovement = {
  sequence: bigint;
  kind: LedgerTransactionKind;
  at: Date;
  paymentId: string | null;
  entries: readonly { place: LotPlace; amountFen: Fen }[];
};

export const lotStepKinds = [
  "received",
  "to_need",
  "to_pool",
  "to_donor",
  "to_suspense",
  "to_fund",
  "fee",
  "allocated",
  "paid_out",
  "invoice",
  "confirmed",
  "waiting_for_confirmation",
  "returned",
  "report",
  "refund_reserved",
  "refunded",
  "refund_failed",
  "dispute_opened",
  "dispute_won",
  "dispute_lost",
] as const;
export type LotStepKind = (typeof lotStepKinds)[number];

export type LotStep = {
  id: string;
  kind: LotStepKind;
  at: Date;
  /** Of this lot. */
  amountFen: Fen;
  place: LotPlace | null;
  payment: LotPayment | null;
  report: LotReport | null;
};

const poolKinds: readonly LedgerAccountKind[] = ["village_pool", "household_pool", "category_pool"];
const recipientKinds: readonly LedgerAccountKind[] = ["supplier", "household"];
/** Accounts in which money really lies. */
const holdingKinds: readonly LedgerAccountKind[] = ["charity_clearing", "custody"];

type Known = { payments: ReadonlyMap<string, LotPayment>; reports: readonly LotReport[] };

/** The steps of a lot, oldest first. */
export function lotSteps(movements: readonly LotMovement[], known: Known): LotStep[] {
  const ordered = [...movements].sort((a, b) => (a.sequence < b.sequence ? -1 : 1));
  const steps = ordered.flatMap((movement) => stepsOf(movement, known));
  return [...steps, ...reportSteps(ordered, known.reports)]
    .map((step, order) => ({ step, order }))
    .sort((a, b) => a.step.at.getTime() - b.step.at.getTime() || a.order - b.order)
    .map(({ step }) => step);
}

function stepsOf(movement: LotMovement, { payments }: Known): LotStep[] {
  const payment = movement.paymentId === null ? null : (payments.get(movement.paymentId) ?? null);
  const step = (kind: LotStepKind, amountFen: Fen, place: LotPlace | null = null, at = movement.at): LotStep => ({
    id: `${movement.sequence}-${kind}-${place?.key ?? ""}`,
    kind,
    at,
    amountFen,
    place,
    payment,
    report: null,
  });
  const debits = movement.entries.filter((entry) => entry.amountFen > 0n);
  const credits = movement.entries.filter((entry) => entry.amountFen < 0n);
  const total = debits.reduce((sum, entry) => sum + entry.amountFen, 0n);
  const [debit] = debits;
  const paymentSteps = () => [
    step("paid_out", total),
    ...(payment?.documentNumber ? [step("invoice", total)] : []),
    ...(payment === null || movement.kind === "fund_spending"
      ? []
      : [
          payment.confirmedAt === null
            ? step("waiting_for_confirmation", total)
            : step("confirmed", total, null, payment.confirmedAt),
        ]),
  ];
  switch (movement.kind) {
    case "donation":
    case "quarantine":
    case "appropriation":
    case "fund_budget":
      return [
        step("received", total, debit?.place ?? null),
        ...credits
          .filter((entry) => entry.place.kind !== "payer")
          .map((entry) => step(arrivalOf(entry.place.kind), -entry.amountFen, entry.place)),
      ];
    case "allocation":
      return credits.map((entry) => step("allocated", -entry.amountFen, entry.place));
    // That the need owes it and that it was paid is one call: one step.
    case "disbursement":
      return [];
    case "disbursement_paid":
    case "fund_spending":
      return paymentSteps();
    case "disbursement_returned":
      return credits
        .filter((entry) => !recipientKinds.includes(entry.place.kind))
        .map((entry) => step("returned", -entry.amountFen, entry.place));
    case "fee":
      return [step("fee", total)];
    case "refund":
      return [step("refund_reserved", total)];
    case "refund_paid":
      return [step("refunded", total)];
    case "refund_failed":
      return credits.map((entry) => step("refund_failed", -entry.amountFen, entry.place));
    case "dispute_opened":
    case "dispute_won":
    case "dispute_lost":
      return [step(movement.kind, total)];
    // The charity's own money is nobody's gift.
    case "own_money":
    case "payout":
      return [];
  }
}

function arrivalOf(kind: LedgerAccountKind): LotStepKind {
  if (kind === "need") return "to_need";
  if (poolKinds.includes(kind)) return "to_pool";
  if (kind === "refund_payable") return "to_donor";
  return kind === "fund" ? "to_fund" : "to_suspense";
}

/** A published report tells of all the money its need spent: this lot's part of it is what the lot paid there. */
function reportSteps(movements: readonly LotMovement[], reports: readonly LotReport[]): LotStep[] {
  return reports.flatMap((report) => {
    const spent = movements
      .filter((movement) => movement.kind === "disbursement" || movement.kind === "disbursement_returned")
      .flatMap((movement) => movement.entries)
      .filter((entry) => entry.place.needCode === report.needCode)
      .reduce((sum, entry) => sum + entry.amountFen, 0n);
    if (spent <= 0n) return [];
    const id = `report-${report.publicCode}`;
    return [{ id, kind: "report", at: report.publishedAt, amountFen: spent, place: null, payment: null, report }];
  });
}

/** Where money of a lot can be. `held`: on an account for its purpose; the others are final or on their way. */
export type LotShare = {
  key: string;
  kind: "held" | "paid_out" | "being_refunded" | "refunded" | "taken_by_bank" | "carried_by_charity";
  place: LotPlace | null;
  fen: Fen;
};

/** What came in with this lot. */
export function lotAmount(movements: readonly LotMovement[]): Fen {
  return sumOf(movements, ["donation", "quarantine", "appropriation", "fund_budget"], holdingKinds);
}

/**
 * Where the money of a lot lies now: its shares sum to `lotAmount`. What a bank took back after it was spent was replaced from the
 * charity's own money, which is a share below nothing.
 */
export function lotShares(movements: readonly LotMovement[]): LotShare[] {
  const balances = new Map<string, { place: LotPlace; fen: Fen }>();
  for (const { place, amountFen } of movements.flatMap((movement) => movement.entries)) {
    balances.set(place.key, { place, fen: (balances.get(place.key)?.fen ?? 0n) + amountFen });
  }
  const all = [...balances.values()];
  const isPurpose = ({ kind }: LotPlace) =>
    kind === "need" ||
    kind === "suspense" ||
    kind === "fund" ||
    poolKinds.includes(kind) ||
    recipientKinds.includes(kind);
  const held = all
    .filter(({ place }) => isPurpose(place))
    .map(({ place, fen }): LotShare => ({ key: place.key, kind: "held", place, fen: -fen }));
  // Public money that no fund has been given yet lies in its custody account.
  const unassigned = all
    .filter(({ place }) => place.kind === "custody")
    .map(({ place, fen }): LotShare => {
      const inFunds = held.reduce((sum, share) => sum + share.fen, 0n);
      return { key: place.key, kind: "held", place, fen: fen - inFunds };
    });
  const balanceOf = (kind: LedgerAccountKind) =>
    all.reduce((sum, { place, fen }) => (place.kind === kind ? sum + fen : sum), 0n);
  const total = (kind: Exclude<LotShare["kind"], "held">, fen: Fen): LotShare => ({
    key: kind,
    kind,
    place: null,
    fen,
  });
  const left = (kinds: readonly LedgerTransactionKind[]) => -sumOf(movements, kinds, holdingKinds);
  return [
    ...held,
    ...unassigned,
    total("paid_out", left(["disbursement_paid", "disbursement_returned", "fund_spending"])),
    total("being_refunded", -balanceOf("refund_payable")),
    total("refunded", left(["refund_paid"]) - sumOf(movements, ["refund_failed"], holdingKinds)),
    total("taken_by_bank", -sumOf(movements, ["dispute_lost"], ["disputed"])),
    total("carried_by_charity", -balanceOf("loss")),
  ].filter((share) => share.fen !== 0n);
}

function sumOf(
  movements: readonly LotMovement[],
  kinds: readonly LedgerTransactionKind[],
  accounts: readonly LedgerAccountKind[],
): Fen {
  return movements
    .filter((movement) => kinds.includes(movement.kind))
    .flatMap((movement) => movement.entries)
    .reduce((sum, entry) => (accounts.includes(entry.place.kind) ? sum + entry.amountFen : sum), 0n);
}

/** Reads a lot's code as people type it: a gift's code in any case, with or without the hyphen; a plan's reference as it is. */
export function readLotCode(text: string): string | null {
  const typed = text.normalize("NFKC").trim();
  const letters = typed.toUpperCase().replace(/[\s-]/g, "");
  if (/^[0-9BCDFGHJKMNPQRSTVWXYZ]{10}$/.test(letters)) return `${letters.slice(0, 5)}-${letters.slice(5)}`;
  return /^[a-z0-9][a-z0-9:-]{2,119}$/.test(typed) ? typed : null;
}
