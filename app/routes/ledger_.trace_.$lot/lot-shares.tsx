import { Link } from "@remix-run/react";
import type { Fen } from "#app/domain/money.ts";
import type { LotShare } from "#app/domain/public-ledger/lot-trace.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Amount } from "#app/ui/amount.tsx";
import { StateBadge } from "#app/ui/status.tsx";
import { DataTable } from "#app/ui/table.tsx";
import { placeName } from "./place-name.ts";

/** Where a lot's money is now, and that the parts sum to the whole. */
export function LotShares({ shares, amountFen }: { shares: readonly LotShare[]; amountFen: Fen }) {
  const words = useMessages().moneyTrace;
  const sum = shares.reduce((total, share) => total + share.fen, 0n);
  return (
    <>
      <DataTable
        caption={words.sharesTitle}
        hideCaption
        rows={shares}
        rowKey={(share) => share.key}
        columns={[
          { key: "where", header: words.where, cell: (share) => <Where share={share} />, rowHeader: true, wide: true },
          { key: "fen", header: words.share, cell: (share) => <Amount fen={share.fen} bare />, numeric: true },
        ]}
        footer={{ where: words.sum, fen: <Amount fen={sum} bare /> }}
      />
      <p className="mt-3">
        <StateBadge tone={sum === amountFen ? "success" : "danger"}>
          {sum === amountFen ? words.sharesEqual : words.sharesDiffer}
        </StateBadge>
      </p>
    </>
  );
}

function Where({ share }: { share: LotShare }) {
  const t = useMessages();
  const words = t.moneyTrace;
  if (share.kind !== "held") return <>{words.shares[share.kind]}</>;
  const name = placeName(share.place, t);
  const text = words.shares.held(share.place?.kind === "need" ? words.places.need(name) : name);
  if (share.place?.needCode) return <Link to={paths.need(share.place.needCode)}>{text}</Link>;
  if (share.place?.fundCode) return <Link to={paths.ledgerFund(share.place.fundCode)}>{text}</Link>;
  return <>{text}</>;
}
