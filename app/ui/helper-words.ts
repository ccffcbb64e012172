import type { HelperKind, IntentWhat } from "#app/domain/intents/intent.ts";
import type { Messages } from "#app/i18n/catalog.ts";
import { offerWords } from "./intent-words.ts";

type Helper = {
  helperKind: HelperKind;
  intentCode: string;
  organizationName: string | null;
  what: IntentWhat;
  amountFen: bigint | null;
  quantity: number | null;
  itemName: string;
};

/** A helper as staff see one before the yes: an organization by its name, a person by kind and code; and what is offered. */
export function helperWords(t: Messages, helper: Helper): string {
  const who = helper.organizationName ?? t.intents.helperKinds[helper.helperKind];
  return `${t.matching.rounds.helper(who, helper.intentCode)} · ${offerWords(t, helper)}`;
}
