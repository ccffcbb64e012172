import { en } from "./en.ts";
import type { Locale } from "./locale.ts";
import { type Messages, zhCN } from "./zh-CN.ts";

export type { Messages };

/** The texts of a language. A missing key is a type error, never a fallback. */
export function catalogOf(locale: Locale): Messages {
  return locale === "en" ? en : zhCN;
}
