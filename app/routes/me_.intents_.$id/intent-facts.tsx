import type { OwnIntent } from "#app/domain/intents/intent-queries.server.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { DescriptionList } from "#app/ui/table.tsx";

type IntentFactsProps = { intent: OwnIntent; placeNames: Readonly<Record<string, string>> };

/** What the intent says. */
export function IntentFacts({ intent, placeNames }: IntentFactsProps) {
  const t = useMessages();
  const words = t.intents.case;
  const names = (list: readonly string[]) => (list.length === 0 ? words.any : list.join(" · "));
  const strict = intent.isStrict ? ` (${words.strict})` : "";
  return (
    <DescriptionList
      items={[
        { term: words.helper, details: intent.organizationName ?? t.intents.myself },
        { term: words.helped, details: t.intents.mine.helped(intent.takenNeeds, intent.mostNeeds) },
        { term: words.where, details: names(intent.regionCodes.map((code) => placeNames[code] ?? code)) },
        ...(intent.homeCode === null
          ? []
          : [{ term: words.home, details: placeNames[intent.homeCode] ?? intent.homeCode }]),
        {
          term: words.categories,
          details: names(intent.categories.map((category) => t.needWords.categories[category])) + strict,
        },
        { term: words.kinds, details: names(intent.householdKinds.map((kind) => t.intents.kinds[kind])) + strict },
        { term: words.until, details: intent.until },
        ...(intent.conditions === "" ? [] : [{ term: words.conditions, details: intent.conditions }]),
      ]}
    />
  );
}
