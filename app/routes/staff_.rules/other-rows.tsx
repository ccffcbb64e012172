import type { PlaceRuleKind } from "#app/domain/place-rules/place-rule.ts";
import type { OtherRow } from "#app/domain/place-rules/rule-list-queries.server.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Section } from "#app/ui/page.tsx";
import { DataTable } from "#app/ui/table.tsx";
import { useValidity } from "./rule-tables.tsx";
import { settingName, settingWords } from "./setting-words.ts";

type OtherRowsProps = { rows: readonly OtherRow[]; kind: PlaceRuleKind; nameOf: (code: string) => string };

/** What held before and what begins later: closed rows stay readable for good. */
export function OtherRows({ rows, kind, nameOf }: OtherRowsProps) {
  const t = useMessages();
  const words = t.placeRules;
  const validityOf = useValidity();
  const isSetting = kind === "setting";
  return (
    <Section title={words.others}>
      {rows.length === 0 ? (
        <p className="text-muted">{words.noOthers}</p>
      ) : (
        <DataTable
          caption={words.others}
          hideCaption
          rows={rows}
          rowKey={(row) => row.id}
          columns={[
            {
              key: "key",
              header: words.key,
              cell: (row) => (isSetting ? settingName(t, row.key) : row.key),
              rowHeader: true,
            },
            {
              key: "value",
              header: words.value,
              cell: (row) => (isSetting ? settingWords(t, row.key, row.value) : row.value),
              wide: true,
            },
            { key: "place", header: words.setBy, cell: (row) => nameOf(row.regionCode) },
            { key: "validity", header: words.validity, cell: validityOf },
            { key: "source", header: words.source, cell: (row) => <span lang="zh-CN">{row.source}</span>, wide: true },
          ]}
        />
      )}
    </Section>
  );
}
