import { noticeKinds } from "#app/domain/notices/notice.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { SubmitButton } from "#app/ui/form.tsx";

type NoticeFiltersProps = {
  filter: { view: string; kind: string | null; regionCode: string | null };
  regions: readonly { code: string; name: string }[];
};

/** Region and kind as a plain GET form: the address is the view, and it works by Enter without JavaScript. */
export function NoticeFilters({ filter, regions }: NoticeFiltersProps) {
  const t = useMessages();
  const words = t.notices;
  return (
    <form method="get" action={paths.notices()} className="no-print flex flex-wrap items-end gap-4">
      {filter.view !== "current" && <input type="hidden" name="view" value={filter.view} />}
      <label className="grid gap-1 font-bold" htmlFor="notice-region">
        {words.region}
        <select id="notice-region" name="region" defaultValue={filter.regionCode ?? ""} className="field-input w-auto">
          <option value="">{words.allRegions}</option>
          {regions.map((region) => (
            <option key={region.code} value={region.code}>
              {`${"\u3000".repeat(indentOf(region.code))}${region.name}`}
            </option>
          ))}
        </select>
      </label>
      <label className="grid gap-1 font-bold" htmlFor="notice-kind">
        {words.kind}
        <select id="notice-kind" name="kind" defaultValue={filter.kind ?? ""} className="field-input w-auto">
          <option value="">{words.allKinds}</option>
          {noticeKinds.map((kind) => (
            <option key={kind} value={kind}>
              {words.kinds[kind]}
            </option>
          ))}
        </select>
      </label>
      <SubmitButton tone="secondary" icon="search">
        {words.filter}
      </SubmitButton>
    </form>
  );
}

/** How deep a place stands below its county in the list. */
function indentOf(code: string): number {
  return code.length <= 6 ? 0 : code.length <= 9 ? 1 : 2;
}
