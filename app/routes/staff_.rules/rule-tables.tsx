import { Link } from "@remix-run/react";
import { formatYuan } from "#app/domain/money.ts";
import type { EffectivePrice, EffectiveWord } from "#app/domain/place-rules/effective-rule-queries.server.ts";
import type { PlaceRuleKind } from "#app/domain/place-rules/place-rule.ts";
import type { EffectiveSetting } from "#app/domain/place-rules/rule-list-queries.server.ts";
import { settingKeys } from "#app/domain/place-rules/setting-keys.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { EmptyState, StateBadge } from "#app/ui/status.tsx";
import { type Column, DataTable } from "#app/ui/table.tsx";
import { settingName, settingWords } from "./setting-words.ts";

type TableProps<Row> = {
  rows: readonly Row[];
  nameOf: (code: string) => string;
  canPropose: boolean;
  /** The place that is shown: where a change would hold. */
  region: string;
};
type AnyRow = { regionCode: string; validFrom: string; validTo: string | null; source: string };

export function useValidity() {
  const words = useMessages().placeRules;
  return ({ validFrom, validTo }: Pick<AnyRow, "validFrom" | "validTo">) =>
    validTo === null ? words.from(validFrom) : words.period(validFrom, validTo);
}

/** Set by whom, from when, on what paper: the same three columns under every list. */
function useOrigin<Row extends AnyRow>({ nameOf }: TableProps<Row>): Column<Row>[] {
  const words = useMessages().placeRules;
  const validityOf = useValidity();
  return [
    { key: "place", header: words.setBy, cell: (row) => nameOf(row.regionCode) },
    { key: "validity", header: words.validity, cell: validityOf },
    { key: "source", header: words.source, cell: (row) => <span lang="zh-CN">{row.source}</span>, wide: true },
  ];
}

function useSteps<Row extends AnyRow>(
  props: TableProps<Row>,
  kind: PlaceRuleKind,
  keyOf: (row: Row) => string,
): Column<Row>[] {
  const words = useMessages().placeRules;
  const { canPropose, region } = props;
  if (!canPropose) return [];
  const cell = (row: Row) => (
    <>
      <Link to={paths.staffRuleNew({ kind, key: keyOf(row), region })} className="tap">
        {words.propose}
      </Link>{" "}
      {row.regionCode === region && (
        <Link to={paths.staffRuleNew({ kind, key: keyOf(row), region, end: "1" })} className="tap">
          {words.end}
        </Link>
      )}
    </>
  );
  return [{ key: "steps", header: words.propose, cell }];
}

type SettingRow = AnyRow & { key: string; value: unknown };

/** Every setting the site knows, also those nobody has set here. */
export function SettingTable(props: TableProps<EffectiveSetting>) {
  const t = useMessages();
  const words = t.placeRules;
  const found = new Map<string, SettingRow>(props.rows.map((row) => [row.key, row]));
  const known = settingKeys.map(({ key }): SettingRow => {
    return found.get(key) ?? { key, value: null, regionCode: "", validFrom: "", validTo: null, source: "" };
  });
  const unknown = props.rows.filter((row) => !settingKeys.some(({ key }) => key === row.key));
  const table = { ...props, rows: [...known, ...unknown] };
  const origin = useOrigin<SettingRow>(table).map((column) => ({
    ...column,
    cell: (row: SettingRow) => (row.validFrom === "" ? "—" : column.cell(row)),
  }));
  const steps = useSteps<SettingRow>(table, "setting", (row) => row.key);
  return (
    <DataTable
      caption={words.lists.setting}
      hideCaption
      rows={table.rows}
      rowKey={(row) => row.key}
      columns={[
        { key: "name", header: words.key, cell: (row) => settingName(t, row.key), rowHeader: true, wide: true },
        { key: "value", header: words.value, cell: (row) => settingWords(t, row.key, row.value), numeric: true },
        ...origin,
        ...steps,
      ]}
    />
  );
}

export function PriceTable(props: TableProps<EffectivePrice>) {
  const words = useMessages().placeRules;
  const origin = useOrigin(props);
  const steps = useSteps(props, "item_price", (row) => row.name);
  if (props.rows.length === 0) return <EmptyState title={words.none}>{words.noneHint}</EmptyState>;
  return (
    <DataTable
      caption={words.lists.item_price}
      hideCaption
      rows={props.rows}
      rowKey={(row) => row.id}
      columns={[
        { key: "name", header: words.item, cell: (row) => `${row.name}（${row.unit}）`, rowHeader: true },
        { key: "reference", header: words.reference, cell: (row) => formatYuan(row.referencePriceFen), numeric: true },
        { key: "ceiling", header: words.ceiling, cell: (row) => formatYuan(row.ceilingFen), numeric: true },
        { key: "words", header: words.words, cell: (row) => row.words.join("、"), wide: true },
        ...origin,
        ...steps,
      ]}
    />
  );
}

export function WordTable(props: TableProps<EffectiveWord>) {
  const words = useMessages().placeRules;
  const kinds = useMessages().reasonableNeeds.wordKinds;
  const origin = useOrigin(props);
  const steps = useSteps(props, "wording", (row) => row.word);
  if (props.rows.length === 0) return <EmptyState title={words.none}>{words.noneHint}</EmptyState>;
  return (
    <DataTable
      caption={words.lists.wording}
      hideCaption
      rows={props.rows}
      rowKey={(row) => row.id}
      columns={[
        { key: "word", header: words.word, cell: (row) => row.word, rowHeader: true },
        { key: "kind", header: words.wordKind, cell: (row) => kinds[row.kind] },
        {
          key: "effect",
          header: words.effect,
          cell: (row) => (
            <StateBadge tone={row.severity === "block" ? "danger" : "warning"}>
              {words.severities[row.severity]}
            </StateBadge>
          ),
        },
        { key: "advice", header: words.advice, cell: (row) => <span lang="zh-CN">{row.advice}</span>, wide: true },
        ...origin,
        ...steps,
      ]}
    />
  );
}
