import { householdKinds } from "#app/domain/intents/intent.ts";
import type { Reason } from "#app/domain/matching/score.ts";
import { needCategories } from "#app/domain/needs/need.ts";
import type { Messages } from "#app/i18n/catalog.ts";
import { useMessages } from "#app/i18n/use-messages.ts";

/** Thousandths as points with one to three decimals: 3000 is 3.0, 1250 is 1.25. */
export function pointsText(points: number): string {
  const [whole, decimals = "0"] = (points / 1_000)
    .toFixed(3)
    .replace(/0{1,2}$/, "")
    .split(".");
  return `${whole}.${decimals}`;
}

/** The value of a reason in words: the name of a place, a category, a kind. */
function valueWords(t: Messages, { value }: Reason, placeNames: Readonly<Record<string, string>>): string {
  const category = needCategories.find((one) => one === value);
  const kind = householdKinds.find((one) => one === value);
  if (category) return t.needWords.categories[category];
  if (kind) return t.intents.kinds[kind];
  return placeNames[value] ?? value;
}

/** All reasons in one line, as staff read them beside a choice. */
export function reasonsLine(
  t: Messages,
  { points, reasons }: { points: number; reasons: readonly Reason[] },
  placeNames: Readonly<Record<string, string>>,
): string {
  const words: ReasonWords = { ...t.matching.reasons, ...t.matching.reasonsOfHelper };
  const each = reasons.map(
    (reason) =>
      `${words[reason.code]?.(valueWords(t, reason, placeNames))} ${t.matching.points(pointsText(reason.points))}`,
  );
  return [t.matching.score(pointsText(points)), ...each].join(" · ");
}

type MatchReasonsProps = {
  points: number;
  reasons: readonly Reason[];
  counterfactuals: readonly Reason[];
  placeNames: Readonly<Record<string, string>>;
  /** Staff read it, not the helper. */
  isAboutHelper?: boolean;
};

type ReasonWords = Readonly<Partial<Record<Reason["code"], (value: string) => string>>>;

/** Why a proposal is where it is: each reason with its points, the sum, and what would move it up (D1). */
export function MatchReasons({ points, reasons, counterfactuals, placeNames, isAboutHelper }: MatchReasonsProps) {
  const t = useMessages();
  const words = t.matching;
  const upWords: ReasonWords = words.counterfactuals;
  const staffWords: ReasonWords = isAboutHelper ? words.reasonsOfHelper : {};
  const reasonWords = { ...words.reasons, ...staffWords };
  return (
    <div className="max-w-measure">
      <p>
        <b>{words.whyTitle}</b> · <span className="figure">{words.score(pointsText(points))}</span>
      </p>
      <ul className="list-disc pl-5">
        {reasons.map((reason) => (
          <li key={reason.code}>
            {reasonWords[reason.code](valueWords(t, reason, placeNames))}{" "}
            <b className="figure">{words.points(pointsText(reason.points))}</b>
          </li>
        ))}
      </ul>
      {counterfactuals.length > 0 && (
        <details>
          <summary className="tap">{words.upTitle}</summary>
          <ul className="list-disc pl-5 text-muted">
            {counterfactuals.map((reason) => (
              <li key={reason.code}>
                {upWords[reason.code]?.(valueWords(t, reason, placeNames))} {words.points(pointsText(reason.points))}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
