import type { Translated } from "./translated.ts";
import { common } from "./zh-CN/common.ts";
import { layout } from "./zh-CN/layout.ts";
import { mails } from "./zh-CN/mails.ts";

// One line per area: git merges added lines of both sides by itself.
/** The source of every text. One file per area under `zh-CN/`; `en/` is typed against it. */
export const zhCN = {
  common,
  layout,
  mails,
} as const;

export type Messages = Translated<typeof zhCN>;
