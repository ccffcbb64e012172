import { formatYuanWithSign } from "#app/domain/money.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Panel } from "#app/ui/card.tsx";
import { Page } from "#app/ui/page.tsx";
import { Banner } from "#app/ui/status.tsx";
import { DescriptionList } from "#app/ui/table.tsx";
import type { ShownGift } from "./gift-facts.tsx";

/** The slip to print, with the code: this answer is the only place where it ever stands. The giver's name is not on it. */
export function ClaimSlip({ gift, code, address }: { gift: ShownGift; code: string; address: string }) {
  const t = useMessages();
  const { slip, fields, kinds, goodsLine } = t.offlineGifts;
  return (
    <Page
      title={slip.paperTitle}
      breadcrumbs={[{ to: paths.organizationOfflineGift(gift.id), label: kinds[gift.kind] }]}
      narrow
    >
      <div className="no-print">
        <Banner tone="warning" title={slip.once} />
      </div>
      <Panel title={gift.charityName}>
        <p className="text-sm text-muted">{slip.code}</p>
        <p className="figure text-2xl font-bold">{code}</p>
        <DescriptionList
          items={[
            {
              term: kinds[gift.kind],
              details:
                gift.kind === "money"
                  ? formatYuanWithSign(gift.amountFen)
                  : goodsLine(gift.itemName ?? "", String(gift.quantity), gift.unit ?? ""),
            },
            { term: fields.needId, details: `${gift.villageName} ${gift.needTitle}` },
            { term: fields.receivedOn, details: gift.receivedOn },
            { term: fields.documentNumber, details: <span className="figure">{gift.documentNumber}</span> },
          ]}
        />
        <p className="mt-3 max-w-measure">{slip.how(address)}</p>
        <p className="max-w-measure text-sm text-muted">{slip.keep}</p>
      </Panel>
    </Page>
  );
}
