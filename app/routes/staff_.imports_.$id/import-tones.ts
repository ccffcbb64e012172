import type { ImportState } from "#app/domain/register-imports/register-import.ts";
import type { Tone } from "#app/ui/status.tsx";

/** The colour of an import's state, the same in the list and on its page. */
export const importTones: Readonly<Record<ImportState, Tone>> = {
  uploaded: "warning",
  checking: "info",
  checked: "warning",
  importing: "info",
  done: "success",
  failed: "danger",
  discarded: "neutral",
};
