import { formatYuan } from "#app/domain/money.ts";
import { settingKeyOf } from "#app/domain/place-rules/setting-keys.ts";
import type { Messages } from "#app/i18n/catalog.ts";

/** The name of a setting; one without words shows its key. */
export function settingName(t: Messages, key: string): string {
  return new Map<string, string>(Object.entries(t.placeRules.settingNames)).get(key) ?? key;
}

/** A stored value as people read it: 7 天, 500.00 元, 30%. */
export function settingWords(t: Messages, key: string, value: unknown): string {
  const kind = settingKeyOf(key)?.kind;
  const number = typeof value === "number" ? value : Number(value);
  if (value === null || value === undefined) return t.placeRules.notSet;
  if (kind === "phone" || !Number.isFinite(number)) return String(value);
  if (kind === "days") return t.placeRules.days(number);
  if (kind === "money") return `${formatYuan(BigInt(Math.round(number)))} ${t.common.yuan}`;
  if (kind === "percent") return `${Math.round(number * 10_000) / 100}%`;
  return String(value);
}
