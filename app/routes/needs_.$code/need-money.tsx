import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Amount } from "#app/ui/amount.tsx";
import { MoreLink } from "#app/ui/links.tsx";
import { Section } from "#app/ui/page.tsx";
import { DescriptionList } from "#app/ui/table.tsx";
import { SpeedSentence } from "../ledger/payment-speed.tsx";
import type { NeedPageData } from "./need-page.server.ts";

/** What of the gifts was paid, confirmed and is still held, and everybody's share of it (S98). */
export function NeedMoney({ code, money }: { code: string; money: NeedPageData["money"] }) {
  const words = useMessages().moneyTrace.lots;
  if (money.count === 0) return null;
  return (
    <Section title={words.needTitle} lead={words.needLead} id="money">
      <DescriptionList
        items={[
          { term: words.given, details: <Amount fen={money.givenFen} bare /> },
          { term: words.paid, details: <Amount fen={money.paidFen} bare /> },
          { term: words.confirmed, details: <Amount fen={money.confirmedFen} bare /> },
          { term: words.held, details: <Amount fen={money.heldFen} bare /> },
        ]}
      />
      {money.speed.paidCount > 0 && <SpeedSentence speed={money.speed} />}
      <p>
        <MoreLink to={paths.ledgerNeed(code)}>{words.all}</MoreLink>
      </p>
    </Section>
  );
}
