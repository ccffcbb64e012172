import { Link } from "@remix-run/react";
import type { CallbackState } from "#app/domain/callbacks/callback.ts";
import { dayInChina } from "#app/domain/clock.ts";
import type { MoneyNotice } from "#app/domain/public-ledger/money-notice.ts";
import { paths } from "#app/http/paths.ts";
import { useLocale, useMessages } from "#app/i18n/use-messages.ts";
import { Amount } from "#app/ui/amount.tsx";
import { DescriptionList } from "#app/ui/table.tsx";
import { resultWords } from "../ledger_.notices/notice-words.ts";

type NoticeFactsProps = { notice: MoneyNotice; phone: string | null; callback: CallbackState | null };

/** 来源、金额、用途、单位、结果、监督电话: what the rule asks a notice of money to say. */
export function NoticeFacts({ notice, phone, callback }: NoticeFactsProps) {
  const t = useMessages();
  const locale = useLocale();
  const words = t.moneyNotices;
  const chinese = (text: string) => <span lang="zh-CN">{text}</span>;
  const items = [
    {
      term: words.source,
      details:
        notice.fundCode === null ? (
          chinese(notice.source)
        ) : (
          <Link to={paths.ledgerFund(notice.fundCode)} lang="zh-CN">
            {notice.source}
          </Link>
        ),
    },
    { term: words.amount, details: <Amount fen={notice.amountFen} /> },
    { term: words.use, details: notice.use === null ? words.hiddenUse : chinese(notice.use) },
    { term: words.unit, details: notice.unit === null ? words.household : chinese(notice.unit) },
    { term: words.document, details: notice.documentNumber },
    { term: words.place, details: chinese(notice.regionName) },
    {
      term: words.need,
      details: notice.needCode && <Link to={paths.need(notice.needCode)}>{notice.needTitle}</Link>,
    },
    { term: words.announcedOn, details: dayInChina(notice.announcedAt) },
    { term: words.result, details: resultWords(notice, t, locale) },
    {
      term: t.callbacks.public.ofNotice,
      details: callback && <Link to={paths.ledgerCallbacks()}>{t.callbacks.states[callback]}</Link>,
    },
    {
      term: words.report,
      details: notice.report && <Link to={paths.result(notice.report.publicCode)}>{notice.report.title}</Link>,
    },
    { term: words.phone, details: phone ?? words.noPhone },
  ];
  return <DescriptionList items={items.filter((item) => item.details)} />;
}
