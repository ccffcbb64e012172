import { Link } from "@remix-run/react";
import type { CallbackState } from "#app/domain/callbacks/callback.ts";
import type { CallbackDetails, listAnswers } from "#app/domain/callbacks/callback-queries.server.ts";
import { dayInChina } from "#app/domain/clock.ts";
import { formatYuanWithSign } from "#app/domain/money.ts";
import { paths } from "#app/http/paths.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Amount } from "#app/ui/amount.tsx";
import { Panel } from "#app/ui/card.tsx";
import { Timeline, type Tone } from "#app/ui/status.tsx";
import { DescriptionList } from "#app/ui/table.tsx";

export const callbackTones: Readonly<Record<CallbackState, Tone>> = {
  drawn: "info",
  unreached: "warning",
  confirmed: "success",
  mismatched: "danger",
};

/** The payment as the books have it. */
export function CalledPayment({ callback }: { callback: Omit<CallbackDetails, "people" | "charityId"> }) {
  const t = useMessages();
  const words = t.callbacks;
  const items = [
    { term: t.disbursements.amount, details: <Amount fen={callback.amountFen} /> },
    { term: t.disbursements.payee, details: callback.payeeName },
    { term: t.disbursements.purpose, details: callback.purpose },
    { term: t.disbursements.need, details: `${callback.villageName} ${callback.needTitle}` },
    {
      term: t.disbursements.confirmedAt,
      details: callback.confirmedAt === null ? null : dayInChina(callback.confirmedAt),
    },
  ];
  return (
    <Panel title={words.payment}>
      <DescriptionList items={items.filter((item) => item.details)} />
      <p className="mt-3">
        <Link to={paths.ledgerNotice(callback.publicCode)} className="tap">
          {t.moneyTrace.openNotice}
        </Link>
      </p>
      {callback.householdId !== null && (
        <p>
          <Link to={paths.staffHousehold(callback.householdId)} className="tap">
            {words.openHousehold}
          </Link>
        </p>
      )}
    </Panel>
  );
}

type Answer = Awaited<ReturnType<typeof listAnswers>>[number];

/** Every try and what was said. */
export function AnswerList({ answers }: { answers: readonly Answer[] }) {
  const words = useMessages().callbacks;
  return (
    <Timeline
      items={answers.map((answer) => ({
        id: answer.id,
        title:
          answer.received === null
            ? words.states.unreached
            : words.said(words.received[answer.received], formatYuanWithSign(answer.amountFen ?? 0n)),
        time: formatMinute(answer.calledAt),
        note: (
          <>
            {[answer.receivedOn !== null && words.on(answer.receivedOn), words.by(answer.callerName)]
              .filter(Boolean)
              .join(" · ")}
            {answer.words !== "" && <p>{answer.words}</p>}
          </>
        ),
      }))}
    />
  );
}
