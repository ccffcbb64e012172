import { Link } from "@remix-run/react";
import { formatYuanWithSign } from "#app/domain/money.ts";
import type { GoodsReceiptData } from "#app/domain/offline-gifts/offline-gift-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Panel } from "#app/ui/card.tsx";
import { DescriptionList } from "#app/ui/table.tsx";

/** What a receipt for goods states: what, how many, worth what by which basis, for which need, and what it is not. */
export function GoodsReceipt({ goods }: { goods: GoodsReceiptData }) {
  const t = useMessages();
  const { fields, claim, bases, detail, goodsLine } = t.offlineGifts;
  const basis = goods.valuationBasis === null ? "" : bases[goods.valuationBasis];
  return (
    <Panel title={claim.receiptTitle} tone="give">
      <DescriptionList
        items={[
          { term: fields.itemName, details: goodsLine(goods.itemName ?? "", String(goods.quantity), goods.unit ?? "") },
          { term: fields.value, details: detail.value(formatYuanWithSign(goods.amountFen), basis) },
          { term: fields.receivedOn, details: goods.receivedOn },
          { term: fields.documentNumber, details: <span className="figure">{goods.documentNumber}</span> },
          { term: claim.charity, details: goods.charityName },
          {
            term: fields.needId,
            details: (
              <Link to={paths.need(goods.needCode)}>
                {goods.villageName} {goods.needTitle}
              </Link>
            ),
          },
          { term: detail.shownAs, details: goods.publicName ?? t.common.anonymousName },
        ]}
      />
      <p className="mt-3 text-sm text-muted">{claim.notTaxReceipt}</p>
    </Panel>
  );
}
