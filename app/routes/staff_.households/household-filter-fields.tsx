import type { HouseholdFilter } from "#app/domain/households/household-filter.server.ts";
import { isRegionCode, regionFlags } from "#app/domain/regions/region.ts";
import { useMessages } from "#app/i18n/use-messages.ts";

/** The filter of the list from its address; what is no place or flag narrows nothing. */
export function readFilter(url: URL, day: string): HouseholdFilter {
  const region = url.searchParams.get("region");
  const flag = regionFlags.find((one) => one === url.searchParams.get("flag")) ?? null;
  return { regionCode: isRegionCode(region) ? region : null, flag, day };
}

type Props = { regions: readonly { code: string; name: string }[]; filter: HouseholdFilter };

/** Place and flag beside the search: a chosen place offers those below it next time (S1). */
export function HouseholdFilterFields({ regions, filter }: Props) {
  const t = useMessages();
  const words = t.registerImports.filter;
  return (
    <>
      <div className="field">
        <label htmlFor="region" className="font-bold">
          {words.region}
        </label>
        <select
          id="region"
          name="region"
          defaultValue={filter.regionCode ?? ""}
          className="field-input w-auto max-w-full"
        >
          <option value="">{words.all}</option>
          {regions.map(({ code, name }) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </select>
      </div>
      <div className="field">
        <label htmlFor="flag" className="font-bold">
          {words.flag}
        </label>
        <select id="flag" name="flag" defaultValue={filter.flag ?? ""} className="field-input w-auto max-w-full">
          <option value="">{words.all}</option>
          {regionFlags.map((flag) => (
            <option key={flag} value={flag}>
              {t.publicVillages.flagNames[flag]}
            </option>
          ))}
        </select>
      </div>
    </>
  );
}
