/** The settings a place may decide, with their kind and limits (S7, S43, S97, D4, D11). A key is a name in code; its words are in the catalogs. */
export type SettingKind = "days" | "count" | "money" | "percent" | "phone";

export type SettingKey = {
  readonly key: string;
  readonly kind: SettingKind;
  /** Limits of the stored number; for phones, of its length. */
  readonly min: number;
  readonly max: number;
};

export const settingKeys = [
  { key: "notice.minDays", kind: "days", min: 5, max: 60 },
  { key: "moneyNotice.minDays", kind: "days", min: 10, max: 60 },
  { key: "publication.minHouseholdsSharing", kind: "count", min: 2, max: 50 },
  { key: "microWish.ceilingFen", kind: "money", min: 100, max: 10_000_000 },
  { key: "disbursement.approvalAboveFen", kind: "money", min: 0, max: 1_000_000_000 },
  { key: "disbursement.confirmWithinDays", kind: "days", min: 1, max: 90 },
  { key: "ownMoney.oneUpToFen", kind: "money", min: 0, max: 10_000_000 },
  { key: "complaint.phone", kind: "phone", min: 7, max: 30 },
  { key: "exit.yearlyShareOfFocusHouseholds", kind: "percent", min: 0, max: 1 },
  { key: "exit.incomeAtLeastShareOfLocalAverage", kind: "percent", min: 0, max: 2 },
  { key: "volunteerGroup.minMembers", kind: "count", min: 1, max: 100 },
  { key: "enterpriseIncentive.minHires", kind: "count", min: 1, max: 1000 },
  { key: "enterpriseIncentive.minDays", kind: "days", min: 1, max: 730 },
  { key: "report.everyDays", kind: "days", min: 1, max: 92 },
  { key: "report.fullWithinDays", kind: "days", min: 1, max: 92 },
  { key: "callback.percent", kind: "count", min: 1, max: 100 },
  { key: "visit.maxIdleDays", kind: "days", min: 1, max: 366 },
  { key: "visit.minDaysPerMonth", kind: "count", min: 0, max: 31 },
  { key: "retention.householdDays", kind: "days", min: 30, max: 36_500 },
  { key: "retention.complaintContactDays", kind: "days", min: 30, max: 36_500 },
  { key: "retention.objectionContactDays", kind: "days", min: 30, max: 36_500 },
] as const satisfies readonly SettingKey[];
export type SettingKeyName = (typeof settingKeys)[number]["key"];

export function settingKeyOf(key: string | null): SettingKey | undefined {
  return settingKeys.find((one) => one.key === key);
}

/**
 * What a person types for a setting, as it is stored: days and counts as whole numbers, money from yuan to fen, percent as a share. Null
 * where it is none of that, or outside the limits of the key.
 */
export function readSettingValue(setting: SettingKey, typed: string): string | number | null {
  const text = typed.normalize("NFKC").trim();
  if (setting.kind === "phone") {
    return /^[0-9()+\- ]+$/.test(text) && text.length >= setting.min && text.length <= setting.max ? text : null;
  }
  const decimals = setting.kind === "money" || setting.kind === "percent" ? 2 : 0;
  const match = /^(\d{1,10})(?:\.(\d{1,2}))?$/.exec(text.replace(/[%元天户人]$/u, ""));
  if (match === null || (decimals === 0 && match[2] !== undefined)) return null;
  const hundredths = Number(`${match[1]}${(match[2] ?? "").padEnd(2, "0")}`);
  const value = valueOfHundredths(setting.kind, hundredths);
  return value >= setting.min && value <= setting.max ? value : null;
}

function valueOfHundredths(kind: SettingKind, hundredths: number): number {
  if (kind === "money") return hundredths;
  return kind === "percent" ? hundredths / 10_000 : hundredths / 100;
}
