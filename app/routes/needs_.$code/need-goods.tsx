import { formatYuanWithSign } from "#app/domain/money.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Section } from "#app/ui/page.tsx";
import type { NeedPageData } from "./need-page.server.ts";

/** Goods that came to the charity for this need: their value is stated, never counted as money (S93); the giver only as wished (L17). */
export function NeedGoods({ goods }: { goods: NeedPageData["goods"] }) {
  const t = useMessages();
  const { goodsReceived, goodsLine, bases } = t.offlineGifts;
  if (goods.length === 0) return null;
  return (
    <Section title={goodsReceived.title} id="goods-received" lead={goodsReceived.lead}>
      <ul className="border-t border-line">
        {goods.map((row) => (
          <li key={row.position} className="border-b border-line py-3">
            <p className="flex flex-wrap items-baseline justify-between gap-x-4">
              <b>{goodsLine(row.itemName ?? "", String(row.quantity), row.unit ?? "")}</b>
              <span className="figure text-sm text-muted">{row.receivedOn}</span>
            </p>
            <p className="text-sm">
              <span className={row.name === null ? "text-muted" : undefined}>{row.name ?? t.common.anonymousName}</span>{" "}
              <span className="text-muted">
                {goodsReceived.worth(
                  formatYuanWithSign(row.amountFen),
                  row.valuationBasis === null ? "" : bases[row.valuationBasis],
                )}
              </span>
            </p>
          </li>
        ))}
      </ul>
    </Section>
  );
}
