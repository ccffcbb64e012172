import type { NeedCategory } from "#app/domain/needs/need.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { ButtonLink } from "#app/ui/links.tsx";
import { CategoryDrawing } from "#app/ui/photo.tsx";
import { StateBadge } from "#app/ui/status.tsx";
import { DescriptionList } from "#app/ui/table.tsx";

export const wayKeys = ["money", "goods", "pairing", "service", "job", "sales"] as const;
export type WayKey = (typeof wayKeys)[number];

const drawings: Readonly<Record<WayKey, NeedCategory>> = {
  money: "drinking_water",
  goods: "daily_life",
  pairing: "housing",
  service: "elderly_care",
  job: "employment",
  sales: "industry",
};

const targets: Readonly<Record<WayKey, string>> = {
  money: paths.needs({ type: ["money", "project"], status: "open" }),
  goods: paths.needs({ type: "goods", status: "open" }),
  pairing: paths.villages(),
  service: paths.volunteerProjects(),
  job: paths.needs({ type: "job", status: "open" }),
  sales: paths.needs({ type: "sales", status: "open" }),
};

type WayItemProps = {
  way: WayKey;
  /** How many needs of this kind are open; undefined where needs are not what one looks for. */
  openNeeds: number | undefined;
};

/** One way to help: for whom, in three steps, what one must know, and the way in. */
export function WayItem({ way, openNeeds }: WayItemProps) {
  const t = useMessages();
  const words = t.ways.items[way];
  return (
    <section id={way} className="section">
      <div className="flex gap-5">
        <div className="hidden flex-none sm:block">
          <CategoryDrawing category={drawings[way]} size="small" />
        </div>
        <div className="min-w-0 flex-1">
          <h2 className="text-xl">{words.title}</h2>
          <p className="text-lg">{words.text}</p>
          {openNeeds !== undefined && (
            <p className="mt-2">
              {openNeeds > 0 ? (
                <StateBadge tone="give">{t.ways.open(openNeeds)}</StateBadge>
              ) : (
                <StateBadge tone="neutral">{t.ways.noneOpen}</StateBadge>
              )}
            </p>
          )}
          <div className="mt-3">
            <DescriptionList
              items={[
                { term: t.ways.forWhom, details: words.forWhom },
                {
                  term: t.ways.steps,
                  details: (
                    <ol className="list-decimal pl-5">
                      {words.steps.map((step) => (
                        <li key={step}>{step}</li>
                      ))}
                    </ol>
                  ),
                },
                { term: t.ways.know, details: words.know },
              ]}
            />
          </div>
          <p className="mt-4">
            <ButtonLink to={targets[way]} tone={way === "money" ? "give" : "secondary"}>
              {words.action}
            </ButtonLink>
          </p>
        </div>
      </div>
    </section>
  );
}
