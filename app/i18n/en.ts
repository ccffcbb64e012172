import { common } from "./en/common.ts";
import { donations } from "./en/donations.ts";
import { layout } from "./en/layout.ts";
import { mails } from "./en/mails.ts";
import { needWords } from "./en/need-words.ts";
import { needsStaff } from "./en/needs-staff.ts";
import { policies } from "./en/policies.ts";
import { vocabulary } from "./en/vocabulary.ts";
import type { Messages } from "./zh-CN.ts";

export const en: Messages = {
  common,
  donations,
  layout,
  mails,
  policies,
  needsStaff,
  vocabulary,
  needWords,
};
