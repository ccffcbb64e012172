/**
 * The reasonable-need gate (D7, Q10): treadmills and named-brand coats were asked for in 2019, a child "born 2009-02-29" and six children
 * under two names in 2017, and all went through. So a need's budget is held against what things cost in the place, its words against a list
 * of brands and luxuries, its pictures and persons against those already on file. Every finding either stops the need (`block`) or asks the
 * checker for a reason that stays on the case (`reason`). Nothing is decided by the machine alone but what the rules of the place forbid.
 */
import type { Fen } from "../money.ts";
import type { WordingKind, WordingSeverity } from "../place-rules/place-rule.ts";

export type BudgetItem = {
  readonly id: string;
  readonly name: string;
  readonly unit: string;
  readonly quantity: number;
  readonly unitPriceFen: Fen | null;
};

export type CatalogueItem = {
  readonly id: string;
  readonly name: string;
  readonly words: readonly string[];
  readonly unit: string;
  readonly referencePriceFen: Fen;
  readonly ceilingFen: Fen;
  readonly source: string;
};

export type WordRule = {
  readonly word: string;
  readonly kind: WordingKind;
  readonly severity: WordingSeverity;
  readonly advice: string;
  readonly source: string;
};

/** Where in a need a text stands. */
export type TextPlace = "title" | "summary" | "story" | "item" | "photo";
export type PublicText = { readonly place: TextPlace; readonly text: string };

export type PriceFacts = {
  readonly itemName: string;
  readonly catalogueName: string;
  readonly unit: string;
  readonly catalogueUnit: string;
  readonly unitPriceFen: Fen | null;
  readonly referencePriceFen: Fen;
  readonly ceilingFen: Fen;
  readonly source: string;
};

/** Another need or household, named only where the reader's scope allows it. */
export type OtherPlace = { readonly id: string; readonly label: string } | null;

export type GateFinding = {
  /** What exactly was found: the same figures again are the same finding, another price is another. */
  readonly key: string;
  readonly severity: WordingSeverity;
} & (
  | ({ readonly kind: "over_ceiling" | "over_reference" | "unit_differs" } & PriceFacts)
  | {
      readonly kind: "wording";
      readonly word: string;
      readonly wordKind: WordingKind;
      readonly place: TextPlace;
      readonly advice: string;
      readonly source: string;
    }
  | { readonly kind: "same_photo"; readonly other: OtherPlace }
  | {
      readonly kind: "same_person";
      readonly memberName: string;
      readonly otherName: string | null;
      readonly birthDate: string;
      readonly likeness: PersonLikeness;
      readonly other: OtherPlace;
    }
);

export type PersonLikeness = "same_name" | "same_sound" | "shared_characters" | "same_birthday";

/** At most this many of the 64 bits differ between two versions of one picture (resized, compressed again, slightly cropped). */
export const sameLookDistance = 10;

/** Text as it is compared: compatibility forms folded, lower case, no gaps that could hide a word; the ends of sentences stay. */
export function foldText(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s·•・.\-_*/|~"'“”‘’()【】\u200b-\u200f\u2060\ufeff]/gu, "");
}

/** The catalogue's item a budget line means: the longest of its words that the line's name contains wins; null where none does. */
export function catalogueItemOf(name: string, catalogue: readonly CatalogueItem[]): CatalogueItem | null {
  const folded = foldText(name);
  let best: { item: CatalogueItem; length: number } | null = null;
  for (const item of catalogue) {
    for (const word of [item.name, ...item.words].map(foldText)) {
      if (word !== "" && folded.includes(word) && word.length > (best?.length ?? 0))
        best = { item, length: word.length };
    }
  }
  return best?.item ?? null;
}

/** What the budget says against the prices of the place. A line the catalogue does not know is for the checker's own eyes. */
export function findingsOfBudget(items: readonly BudgetItem[], catalogue: readonly CatalogueItem[]): GateFinding[] {
  return items.flatMap((item): GateFinding[] => {
    const known = catalogueItemOf(item.name, catalogue);
    if (known === null) return [];
    const facts: PriceFacts = {
      itemName: item.name,
      catalogueName: known.name,
      unit: item.unit,
      catalogueUnit: known.unit,
      unitPriceFen: item.unitPriceFen,
      referencePriceFen: known.referencePriceFen,
      ceilingFen: known.ceilingFen,
      source: known.source,
    };
    const keyOf = (kind: string) =>
      [kind, known.id, foldText(item.name), item.unit, item.unitPriceFen ?? "-"].join(":");
    if (foldText(item.unit) !== foldText(known.unit)) {
      return [{ kind: "unit_differs", severity: "reason", key: keyOf("unit_differs"), ...facts }];
    }
    if (item.unitPriceFen === null || item.unitPriceFen <= known.referencePriceFen) return [];
    return item.unitPriceFen > known.ceilingFen
      ? [{ kind: "over_ceiling", severity: "block", key: keyOf("over_ceiling"), ...facts }]
      : [{ kind: "over_reference", severity: "reason", key: keyOf("over_reference"), ...facts }];
  });
}

/** Words of the list in the public texts. Short words in Latin letters must stand alone: "LV" is not in "level". */
export function findingsOfTexts(texts: readonly PublicText[], rules: readonly WordRule[]): GateFinding[] {
  const found = new Map<string, GateFinding>();
  for (const { place, text } of texts) {
    for (const rule of rules) {
      if (!containsWord(text, rule.word)) continue;
      const { word, kind: wordKind, severity, advice, source } = rule;
      const key = `wording:${foldText(word)}:${place}`;
      found.set(key, { kind: "wording", key, severity, word, wordKind, place, advice, source });
    }
  }
  return [...found.values()];
}

function containsWord(text: string, word: string): boolean {
  const folded = foldText(word);
  if (folded === "") return false;
  if (!/^[a-z0-9]+$/.test(folded)) return foldText(text).includes(folded);
  const words = text
    .normalize("NFKC")
    .toLowerCase()
    .split(/[^a-z0-9]+/u);
  return words.includes(folded) || (folded.length >= 5 && words.some((one) => one.includes(folded)));
}

/** What stops the need. */
export function blockingFindings(findings: readonly GateFinding[]): GateFinding[] {
  return findings.filter((finding) => finding.severity === "block");
}

/** What still waits for a reason: not blocking, and not among the keys somebody has decided. */
export function undecidedFindings(findings: readonly GateFinding[], decidedKeys: ReadonlySet<string>): GateFinding[] {
  return findings.filter((finding) => finding.severity === "reason" && !decidedKeys.has(finding.key));
}
