import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { formatYuanWithSign } from "#app/domain/money.ts";
import type { LotPayment, LotStep, LotStepKind } from "#app/domain/public-ledger/lot-trace.ts";
import { paths } from "#app/http/paths.ts";
import type { Messages } from "#app/i18n/catalog.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Timeline, type TimelineItem } from "#app/ui/status.tsx";
import { placeName } from "./place-name.ts";

/** The steps of a lot, each with its time and this lot's amount (D5, Q7). */
export function LotSteps({ steps }: { steps: readonly LotStep[] }) {
  const t = useMessages();
  return <Timeline items={steps.map((step) => itemOf(step, t))} />;
}

function itemOf(step: LotStep, t: Messages): TimelineItem {
  const own = formatYuanWithSign(step.amountFen);
  return {
    id: step.id,
    title: titleOf(step, t),
    time: step.kind === "waiting_for_confirmation" ? undefined : formatMinute(step.at),
    note: (
      <>
        <span className="figure">{step.kind === "fee" ? own : t.moneyTrace.ownShare(own)}</span>
        <StepNote step={step} />
      </>
    ),
    status: step.kind === "waiting_for_confirmation" ? "current" : "done",
  };
}

function titleOf(step: LotStep, t: Messages): string {
  const words = t.moneyTrace.steps;
  const byPlace: Readonly<Record<LotStepKind, (place: string) => string>> = words;
  switch (step.kind) {
    case "paid_out":
      return words.paid_out(payeeName(step.payment, t));
    case "invoice":
      return words.invoice(step.payment?.documentNumber ?? "");
    case "report":
      return words.report(step.report?.title ?? "");
    default:
      return byPlace[step.kind](placeName(step.place, t));
  }
}

/** Suppliers by name, households only as such (L17). */
function payeeName(payment: LotPayment | null, t: Messages): string {
  if (payment === null) return t.moneyTrace.supplier;
  return payment.payeeName ?? (payment.payeeKind === "household" ? t.moneyTrace.household : t.moneyTrace.supplier);
}

function StepNote({ step }: { step: LotStep }) {
  const words = useMessages().moneyTrace;
  const link = linkOf(step, words);
  const parts: ReactNode[] = [];
  if (step.kind === "paid_out" && step.payment !== null) {
    const whole = formatYuanWithSign(step.payment.amountFen);
    parts.push(
      step.payment.purpose === null ? words.ofPaymentOnly(whole) : words.ofPayment(whole, step.payment.purpose),
    );
  }
  return (
    <>
      {parts.map((part) => (
        <span key={String(part)}> · {part}</span>
      ))}
      {link && (
        <>
          {" · "}
          <Link to={link.to}>{link.label}</Link>
        </>
      )}
    </>
  );
}

function linkOf(
  { kind, place, report, payment }: LotStep,
  words: Messages["moneyTrace"],
): { to: string; label: string } | null {
  if (kind === "report" && report !== null) return { to: paths.result(report.publicCode), label: words.openReport };
  if (kind === "paid_out" && payment !== null)
    return { to: paths.ledgerNotice(payment.publicCode), label: words.openNotice };
  if (place?.needCode) return { to: paths.need(place.needCode), label: words.openNeed };
  if (place?.fundCode) return { to: paths.ledgerFund(place.fundCode), label: words.openFund };
  return null;
}
