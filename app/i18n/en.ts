import { common } from "./en/common.ts";
import { layout } from "./en/layout.ts";
import { mails } from "./en/mails.ts";
import type { Messages } from "./zh-CN.ts";

// One line per area: git merges added lines of both sides by itself.
export const en: Messages = {
  common,
  layout,
  mails,
};
