import { Link } from "@remix-run/react";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Amount } from "#app/ui/amount.tsx";
import { Panel, StatFigure, StatFigures } from "#app/ui/card.tsx";
import { ButtonLink, MoreLink } from "#app/ui/links.tsx";
import { Section } from "#app/ui/page.tsx";
import { StateBadge } from "#app/ui/status.tsx";
import { DescriptionList } from "#app/ui/table.tsx";
import type { VillagePageData } from "./village-page.server.ts";

/** Who stands by the village, since when, and what they promised; beside it the way to do the same. */
export function VillagePartners({
  partners,
  regionCode,
}: {
  partners: VillagePageData["partners"];
  regionCode: string;
}) {
  const { publicVillages: words } = useMessages();
  return (
    <Section title={words.partners} id="partners">
      {partners.length === 0 && <p className="text-muted">{words.noPartners}</p>}
      {partners.length > 0 && (
        <ul className="border-t border-line">
          {partners.map((partner) => (
            <li key={partner.publicCode} className="border-b border-line py-4">
              <p className="flex flex-wrap items-center gap-x-3">
                <Link to={paths.organization(partner.organizationId)} className="tap text-lg font-bold">
                  {partner.organizationName}
                </Link>
                <StateBadge tone={partner.state === "active" ? "success" : "neutral"} icon="handshake">
                  {partnerState(partner.state, words.partnerStates)}
                </StateBadge>
              </p>
              <p className="figure text-sm text-muted">{words.since(partner.fromDay, partner.toDay)}</p>
              <p className="mt-1 max-w-measure">{partner.promise}</p>
            </li>
          ))}
        </ul>
      )}
      <div className="no-print mt-4">
        <ButtonLink to={paths.villagePair(regionCode)} tone="secondary" icon="handshake">
          {words.adopt}
        </ButtonLink>
      </div>
    </Section>
  );
}

type PartnerStates = Record<"active" | "ended" | "handed_over", string>;

function partnerState(state: string, words: PartnerStates): string {
  if (state === "active") return words.active;
  return state === "handed_over" ? words.handed_over : words.ended;
}

/** What was asked, given, kept and paid out, from the same rows as the ledger. */
export function VillageMoney({ money }: Pick<VillagePageData, "money">) {
  const { publicVillages: words, layout } = useMessages();
  return (
    <Section
      title={words.money}
      id="money"
      lead={words.moneyLead}
      action={<MoreLink to={paths.ledger()}>{layout.ledger}</MoreLink>}
    >
      <StatFigures>
        <StatFigure value={<Amount fen={money.goalFen} short />} label={words.goal} />
        <StatFigure value={<Amount fen={money.fundedFen} short />} label={words.funded} />
        <StatFigure value={<Amount fen={money.paidOutFen} short />} label={words.paidOut} />
        <StatFigure value={<Amount fen={money.poolFen} short />} label={words.pool} note={words.poolNote} />
        <StatFigure value={words.metOf(money.metCount, money.needCount)} label={words.needsMet} />
      </StatFigures>
    </Section>
  );
}

/** The facts of the village, and the invitation to pair with it. */
export function VillageAside({ village }: Pick<VillagePageData, "village">) {
  const { publicVillages: words } = useMessages();
  const facts = [
    ...(village.householdCount !== null
      ? [{ term: words.households, details: words.householdCount(village.householdCount) }]
      : []),
    ...(village.populationCount !== null
      ? [{ term: words.population, details: words.personCount(village.populationCount) }]
      : []),
    ...(village.collectiveIncomeTargetFen !== null
      ? [{ term: words.incomeTarget, details: <Amount fen={village.collectiveIncomeTargetFen} short /> }]
      : []),
  ];
  return (
    <>
      <Panel title={words.adoptTitle} tone="pine">
        <p>{words.adoptText}</p>
        <ButtonLink to={paths.villagePair(village.regionCode)} icon="handshake" wide>
          {words.adopt}
        </ButtonLink>
      </Panel>
      {facts.length > 0 && (
        <Panel title={words.profile}>
          <DescriptionList items={facts} />
          {village.flags.map((flag) => (
            <p key={`${flag.flag}-${flag.validFrom}`} className="figure text-sm text-muted">
              <b className="text-ink">{words.flagNames[flag.flag]}</b>{" "}
              {flag.validTo === null ? words.flagSince(flag.validFrom) : words.flagPeriod(flag.validFrom, flag.validTo)}
              <br />
              {flag.source}
            </p>
          ))}
        </Panel>
      )}
    </>
  );
}
