import { field as english } from "#app/i18n/en/field.ts";
import { visits as englishVisits } from "#app/i18n/en/visits.ts";
import { field as chinese } from "#app/i18n/zh-CN/field.ts";
import { visits as chineseVisits } from "#app/i18n/zh-CN/visits.ts";

const key = "jiedui-field-language";

export function isEnglish(): boolean {
  return localStorage.getItem(key) === "en";
}

export function switchLanguage(): void {
  localStorage.setItem(key, isEnglish() ? "zh" : "en");
}

export function words() {
  return isEnglish() ? { ...english, visits: englishVisits } : { ...chinese, visits: chineseVisits };
}
export type Words = ReturnType<typeof words>;
