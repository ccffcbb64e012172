import { Link } from "@remix-run/react";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { SearchBox } from "#app/ui/search-box.tsx";
import { type NeedFilters, needsPath, noFilters } from "./need-filters.ts";

/** The search of the listing; the filters in use stay. Before anything is typed, words that people often look for. */
export function NeedSearchForm({ filters }: { filters: NeedFilters }) {
  const t = useMessages();
  const words = t.publicNeeds;
  const kept: [name: string, value: string][] = [
    ["region", filters.region],
    ...filters.categories.map((value): [string, string] => ["category", value]),
    ...filters.types.map((value): [string, string] => ["type", value]),
    ...filters.statuses.map((value): [string, string] => ["status", value]),
    ["sort", filters.sort === "recommended" ? "" : filters.sort],
  ];
  return (
    <div className="no-print max-w-measure">
      <SearchBox
        action={paths.needs()}
        label={words.searchLabel}
        placeholder={words.searchPlaceholder}
        text={filters.text}
        isLarge
      >
        {kept
          .filter(([, value]) => value !== "")
          .map(([name, value]) => (
            <input key={name + value} type="hidden" name={name} value={value} />
          ))}
      </SearchBox>
      <p className="flex flex-wrap items-center gap-x-4 text-sm">
        {filters.text === "" ? (
          <>
            <span className="text-muted">{words.try}</span>
            {words.suggestions.map((text) => (
              <Link key={text} to={needsPath({ ...noFilters, text })} className="tap">
                {text}
              </Link>
            ))}
          </>
        ) : (
          <span className="pt-1 text-muted">{words.searchHint}</span>
        )}
      </p>
    </div>
  );
}
