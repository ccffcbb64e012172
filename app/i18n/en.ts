import { common } from "./en/common.ts";
import type { Messages } from "./zh-CN.ts";

export const en: Messages = { common };
