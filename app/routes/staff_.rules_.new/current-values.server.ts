import { fenToDecimal } from "#app/domain/money.ts";
import { listEffectivePrices, listEffectiveWords } from "#app/domain/place-rules/effective-rule-queries.server.ts";
import type { PlaceRuleKind } from "#app/domain/place-rules/place-rule.ts";
import { listEffectiveSettings } from "#app/domain/place-rules/rule-list-queries.server.ts";
import { settingKeyOf } from "#app/domain/place-rules/setting-keys.ts";
import type { Services } from "#app/services.server.ts";
import type { RuleValues } from "./rule-fields.tsx";

type Asked = { kind: PlaceRuleKind; key: string | null; regionCode: string; day: string };

/** What holds now, as a form would have it typed: a change begins from there (S33). */
export async function currentValues({ db }: Services, { kind, key, ...place }: Asked): Promise<Partial<RuleValues>> {
  if (key === null) return {};
  if (kind === "setting") {
    const row = (await listEffectiveSettings(db, place)).find((one) => one.key === key);
    return row === undefined ? { key } : { key, value: typedSetting(key, row.value) };
  }
  if (kind === "item_price") {
    const row = (await listEffectivePrices(db, place)).find((one) => one.name === key);
    if (row === undefined) return { name: key };
    const { name, unit, words, referencePriceFen, ceilingFen } = row;
    return {
      name,
      unit,
      words: words.join("，"),
      referencePriceFen: fenToDecimal(referencePriceFen),
      ceilingFen: fenToDecimal(ceilingFen),
    };
  }
  const row = (await listEffectiveWords(db, place)).find((one) => one.word === key);
  return row === undefined
    ? { word: key }
    : { word: row.word, kind: row.kind, severity: row.severity, advice: row.advice };
}

function typedSetting(key: string, value: string | number | boolean): string {
  const kind = settingKeyOf(key)?.kind;
  if (typeof value !== "number") return String(value);
  if (kind === "money") return fenToDecimal(BigInt(Math.round(value)));
  return kind === "percent" ? String(Math.round(value * 10_000) / 100) : String(value);
}
