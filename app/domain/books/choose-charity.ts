import type { Actor } from "../actor.ts";
import { charitiesOf } from "../organizations/organization-policy.ts";

export type ChosenCharity = { id: string; name: string; others: readonly { id: string; name: string }[] };

/** Whose books: the one asked for, or the first; null when it is not the reader's: then it is not there. */
export function chooseCharity(actor: Actor, wanted: string | null): ChosenCharity | null {
  const charities = charitiesOf(actor);
  const chosen = wanted === null ? charities[0] : charities.find((charity) => charity.id === wanted);
  return chosen === undefined ? null : { ...chosen, others: charities.filter((charity) => charity.id !== chosen.id) };
}
