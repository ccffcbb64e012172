/**
 * A policy article explains one rule in plain words (政策宣传, S35): what it says, for whom, where it stands and how long it holds.
 * Validity is a pair of days, so that a rule that has ended says so by itself, and the page never claims more than its source.
 */
export type PolicyValidity = "upcoming" | "in_force" | "ended";

/** Where a day lies in the validity; both days count, `validTo: null` has no end. Days are `YYYY-MM-DD`. */
export function validityOn(article: { validFrom: string; validTo: string | null }, day: string): PolicyValidity {
  if (day < article.validFrom) return "upcoming";
  if (article.validTo !== null && day > article.validTo) return "ended";
  return "in_force";
}
