import type { VillageCardData } from "#app/domain/villages/village.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Card } from "./card.tsx";
import { Icon } from "./icon.tsx";
import { StateBadge } from "./status.tsx";

/** A village at a glance: where, how large, what it asks for, and who stands by it. One link. */
export function VillageCard({ village, heading }: { village: VillageCardData; heading?: "h2" | "h3" }) {
  const t = useMessages();
  const words = t.publicVillages;
  const size = [
    village.householdCount !== null && `${words.households} ${words.householdCount(village.householdCount)}`,
    village.populationCount !== null && `${words.population} ${words.personCount(village.populationCount)}`,
  ].filter((part) => part !== false);
  return (
    <Card
      to={paths.village(village.regionCode)}
      title={village.name}
      heading={heading}
      eyebrow={village.townName}
      badges={
        <>
          {village.isFocus && <StateBadge tone="info">{words.focus}</StateBadge>}
          {village.openNeedCount > 0 && <StateBadge tone="give">{words.openNeeds(village.openNeedCount)}</StateBadge>}
        </>
      }
      footer={
        <p className="flex items-start gap-2 border-t border-line pt-2 text-sm text-muted">
          <Icon name="handshake" className="mt-1 text-pine" />
          {village.partnerNames.length > 0 ? words.pairedWith(village.partnerNames.join("、")) : words.notPaired}
        </p>
      }
    >
      {size.length > 0 && <p className="figure text-sm text-muted">{size.join(" · ")}</p>}
      {village.introduction !== "" && <p>{village.introduction}</p>}
    </Card>
  );
}
