import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { SubmitButton } from "#app/ui/form.tsx";

type PlaceChoiceProps = { list: string; code: string; choices: readonly { code: string; name: string }[] };

/** Whose rules are shown: a plain GET form, so that the address is the view. */
export function PlaceChoice({ list, code, choices }: PlaceChoiceProps) {
  const words = useMessages().placeRules;
  if (choices.length < 2) return null;
  return (
    <form method="get" action={paths.staffRules()} className="no-print flex flex-wrap items-end gap-4">
      <input type="hidden" name="list" value={list} />
      <label className="grid gap-1 font-bold" htmlFor="rules-region">
        {words.place}
        <select id="rules-region" name="region" defaultValue={code} className="field-input w-auto">
          {choices.map((region) => (
            <option key={region.code} value={region.code}>
              {region.name}
            </option>
          ))}
        </select>
      </label>
      <SubmitButton tone="secondary">{words.show}</SubmitButton>
    </form>
  );
}
