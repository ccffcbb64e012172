import { formatYuan } from "#app/domain/money.ts";
import type { GateFinding } from "#app/domain/reasonable-needs/reasonable-need.ts";
import type { Messages } from "#app/i18n/catalog.ts";

/** A finding of the reasonable-need gate in words: what is wrong, and what to do. */
export function findingWords(t: Messages, finding: GateFinding): string {
  const words = t.reasonableNeeds.findings;
  switch (finding.kind) {
    case "over_ceiling":
      return words.over_ceiling(
        finding.itemName,
        yuan(finding.unitPriceFen),
        yuan(finding.ceilingFen),
        finding.catalogueUnit,
      );
    case "over_reference":
      return words.over_reference(
        finding.itemName,
        yuan(finding.unitPriceFen),
        yuan(finding.referencePriceFen),
        finding.catalogueUnit,
      );
    case "unit_differs":
      return words.unit_differs(finding.itemName, finding.unit, finding.catalogueUnit);
    case "wording":
      return words.wording(
        t.reasonableNeeds.places[finding.place],
        finding.word,
        t.reasonableNeeds.wordKinds[finding.wordKind],
        finding.advice,
      );
    case "same_photo":
      if (finding.other === null) return words.same_photo_elsewhere;
      return finding.severity === "block"
        ? words.same_photo(finding.other.label)
        : words.same_photo_own(finding.other.label);
    case "same_person": {
      const likeness = t.reasonableNeeds.likeness[finding.likeness];
      return finding.otherName === null
        ? words.same_person_elsewhere(finding.memberName, likeness)
        : words.same_person(finding.memberName, finding.otherName, likeness);
    }
  }
}

function yuan(fen: bigint | null): string {
  return fen === null ? "—" : formatYuan(fen);
}

type Kept = Record<string, unknown>;

/** A decided finding as it was kept: without names, amounts as text of fen. */
export function keptFindingWords(t: Messages, findingText: string): string {
  const words = t.reasonableNeeds.findings;
  const kept = readKept(findingText);
  const text = (key: string) => (typeof kept[key] === "string" ? String(kept[key]) : "");
  const amount = (key: string) => (/^\d+$/.test(text(key)) ? formatYuan(BigInt(text(key))) : "—");
  switch (kept.kind) {
    case "over_reference":
      return words.over_reference(
        text("itemName"),
        amount("unitPriceFen"),
        amount("referencePriceFen"),
        text("catalogueUnit"),
      );
    case "unit_differs":
      return words.unit_differs(text("itemName"), text("unit"), text("catalogueUnit"));
    case "wording":
      return words.wordingKept(
        wordOf(t.reasonableNeeds.places, text("place")),
        text("word"),
        wordOf(t.reasonableNeeds.wordKinds, text("wordKind")),
      );
    case "same_photo":
      return words.same_photo_kept;
    default:
      return words.same_person_kept(wordOf(t.reasonableNeeds.likeness, text("likeness")));
  }
}

function wordOf(words: Readonly<Record<string, string>>, key: string): string {
  return new Map(Object.entries(words)).get(key) ?? key;
}

function readKept(text: string): Kept {
  const read: unknown = JSON.parse(text);
  return typeof read === "object" && read !== null ? { ...read } : {};
}
