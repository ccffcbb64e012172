import { Link } from "@remix-run/react";
import { formatYuanWithSign } from "#app/domain/money.ts";
import type { OfflineGiftDetails } from "#app/domain/offline-gifts/offline-gift-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Section } from "#app/ui/page.tsx";
import { DescriptionList } from "#app/ui/table.tsx";

export type ShownGift = Omit<OfflineGiftDetails, "recordedBy">;

/** Everything that was recorded, with the amount in figures and in words, so that 5,000 for 500 meets the eye (Q21). */
export function GiftFacts({ gift, inWords }: { gift: ShownGift; inWords: string }) {
  const t = useMessages();
  const { fields, detail, bases, goodsLine } = t.offlineGifts;
  const isMoney = gift.kind === "money";
  const items = [
    {
      term: isMoney ? fields.amount : fields.value,
      details: <strong className="text-xl">{formatYuanWithSign(gift.amountFen)}</strong>,
    },
    { term: detail.inWords, details: inWords },
    ...(isMoney
      ? []
      : [
          { term: fields.itemName, details: goodsLine(gift.itemName ?? "", String(gift.quantity), gift.unit ?? "") },
          { term: detail.basis, details: gift.valuationBasis === null ? "" : bases[gift.valuationBasis] },
        ]),
    {
      term: fields.needId,
      details: (
        <Link to={paths.need(gift.needCode)}>
          {gift.villageName} {gift.needTitle}
        </Link>
      ),
    },
    { term: fields.receivedOn, details: gift.receivedOn },
    { term: fields.documentNumber, details: <span className="figure">{gift.documentNumber}</span> },
    {
      term: detail.document,
      details: gift.documentFileId && <a href={paths.file(gift.documentFileId)}>{detail.openDocument}</a>,
    },
    { term: fields.giverName, details: gift.giverName || detail.noName },
    { term: fields.giverEmail, details: gift.giverEmail || detail.noEmail },
    { term: detail.shownAs, details: gift.publicName ?? t.common.anonymousName },
    ...(isMoney
      ? [
          { term: fields.surplusChoice, details: t.donations.surplusChoices[gift.surplusChoice] },
          {
            term: t.donations.operating.term,
            details: gift.allowsOperating ? detail.operatingYes : detail.operatingNo,
          },
        ]
      : []),
    ...(gift.note === "" ? [] : [{ term: fields.note, details: gift.note }]),
    { term: detail.recordedBy, details: `${gift.recorderName} ${formatMinute(gift.recordedAt)}` },
    ...(gift.receiptNumber === null
      ? []
      : [{ term: detail.receipt, details: <span className="figure">{gift.receiptNumber}</span> }]),
  ];
  return (
    <Section title={detail.facts}>
      <DescriptionList items={items} />
    </Section>
  );
}
