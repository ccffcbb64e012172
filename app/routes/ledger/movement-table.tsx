import { Link } from "@remix-run/react";
import { dayInChina } from "#app/domain/clock.ts";
import { type Movement, type MovementSide, movedFen } from "#app/domain/public-ledger/movement.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Amount } from "#app/ui/amount.tsx";
import { DataTable } from "#app/ui/table.tsx";

/** Movements with both sides: what money went into or was used for, and where it came from or what it is for. */
export function MovementTable({ movements }: { movements: readonly Movement[] }) {
  const t = useMessages();
  const words = t.ledger.movements;
  return (
    <DataTable
      caption={words.caption}
      hideCaption
      rows={movements}
      rowKey={(movement) => String(movement.sequence)}
      columns={[
        {
          key: "date",
          header: words.date,
          cell: (movement) => <span className="whitespace-nowrap">{dayInChina(movement.at)}</span>,
        },
        { key: "what", header: words.what, cell: (movement) => <What movement={movement} />, rowHeader: true },
        { key: "debit", header: words.debit, cell: (movement) => <Sides movement={movement} side="debit" /> },
        { key: "credit", header: words.credit, cell: (movement) => <Sides movement={movement} side="credit" /> },
        {
          key: "amount",
          header: words.amount,
          cell: (movement) => <Amount fen={movedFen(movement)} bare />,
          numeric: true,
        },
      ]}
    />
  );
}

function What({ movement }: { movement: Movement }) {
  const t = useMessages();
  const isGift = movement.description === null;
  return (
    <>
      {isGift ? (
        <span>{t.ledger.transactionKinds[movement.kind]}</span>
      ) : (
        <span lang="zh-CN">{movement.description}</span>
      )}
      <span className="block text-sm font-normal text-muted">
        {isGift ? `${t.ledger.movements.lot} ${movement.lot}` : movement.source}
        {movement.paymentCode !== null && (
          <>
            {" · "}
            <Link to={paths.ledgerNotice(movement.paymentCode)}>
              {t.moneyNotices.noticeTitle}
              <span className="sr-only"> {movement.paymentCode}</span>
            </Link>
          </>
        )}
        {movement.traceCode !== null && (
          <>
            {" · "}
            <Link to={paths.ledgerTrace(movement.traceCode)}>
              {t.moneyTrace.find}
              <span className="sr-only"> {movement.traceCode}</span>
            </Link>
          </>
        )}
      </span>
    </>
  );
}

function Sides({ movement, side }: { movement: Movement; side: "debit" | "credit" }) {
  const t = useMessages();
  const words = t.ledger.movements.sideWords[movement.kind];
  const shown = movement.sides.filter((one) => (side === "debit" ? one.amountFen > 0n : one.amountFen < 0n));
  return (
    <>
      {shown.map((one) => (
        <span key={`${one.accountKind} ${one.accountName} ${one.regionCode}`} className="block">
          <span className="text-sm text-muted">{words[side]} </span>
          <AccountName side={one} />
          {shown.length > 1 && (
            <span className="text-sm text-muted">
              {" "}
              <Amount fen={one.amountFen < 0n ? -one.amountFen : one.amountFen} bare />
            </span>
          )}
        </span>
      ))}
    </>
  );
}

function AccountName({ side }: { side: MovementSide }) {
  const t = useMessages();
  if (side.needCode !== null)
    return (
      <Link to={paths.need(side.needCode)} lang="zh-CN">
        {side.accountName}
      </Link>
    );
  if (side.accountName === null) return <>{t.ledger.movements.hiddenNeed}</>;
  return <span lang="zh-CN">{side.accountName}</span>;
}
