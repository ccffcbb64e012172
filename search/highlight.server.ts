import type { Match } from "./match.ts";
import { parseSearchText } from "./parse-search-text.server.ts";
import { normalizeWords, syllablesOf } from "./tokens.server.ts";

/** A piece of a shown text; `isHit` where the words searched for stand in it. Text, never markup: whoever shows it escapes it. */
export type MarkedText = readonly { readonly text: string; readonly isHit: boolean }[];

/**
 * Marks in shown texts why they were found: as typed, in the other script's characters, by pinyin or initials, by the register's word, or,
 * where hits were forgiven, what was probably meant. The pieces of a text, joined, are the text.
 */
export function createHighlighter(
  typed: string,
  { isForgiven = false }: { isForgiven?: boolean } = {},
): (text: string) => MarkedText {
  const wanted = parseSearchText(typed, { isForgiving: isForgiven })?.wanted ?? [];
  const leaves = wanted.flatMap(leavesOf);
  return (text) => {
    if (leaves.length === 0) return [{ text, isHit: false }];
    const units = unitsOf(text);
    const isHit = new Array<boolean>(units.length).fill(false);
    for (const leaf of leaves) markLeaf(units, leaf, isHit);
    return piecesOf(units, isHit);
  };
}

type Leaf = Exclude<
  Match,
  { weak: Match } | { better: Match } | { all: readonly Match[] } | { any: readonly Match[] } | { runs: unknown }
>;

function leavesOf(match: Match): Leaf[] {
  if ("weak" in match) return leavesOf(match.weak);
  if ("better" in match) return [...leavesOf(match.better), ...leavesOf(match.of)];
  if ("all" in match) return match.all.flatMap(leavesOf);
  if ("any" in match) return match.any.flatMap(leavesOf);
  if ("quoted" in match) return match.runs.flatMap(leavesOf);
  return [match];
}

/** A character as shown, as compared, and as it sounds. */
type Unit = { shown: string; form: string; sound: string };

function unitsOf(text: string): Unit[] {
  const characters = [...text];
  // One by one, so that each compared form stays with the character it came from.
  return characters.map((shown) => ({ shown, form: normalizeWords(shown) || shown, sound: soundOf(shown) }));
}

function soundOf(character: string): string {
  return /^\p{Script=Han}$/u.test(character) ? (syllablesOf(character)[0] ?? "") : "";
}

function markLeaf(units: readonly Unit[], leaf: Leaf, isHit: boolean[]): void {
  const length = lengthOf(leaf);
  for (let start = 0; start + length <= units.length; start += 1) {
    if (!standsAt(units, start, leaf)) continue;
    for (let index = start; index < start + length; index += 1) isHit[index] = true;
  }
}

function lengthOf(leaf: Leaf): number {
  if ("phrase" in leaf) return [...leaf.phrase].length;
  if ("pattern" in leaf) return leaf.pattern.length;
  if (leaf.token.startsWith("i:")) return 2;
  if (leaf.token.startsWith("p:")) return leaf.token.endsWith(".") ? 1 : 2;
  return [...leaf.token].length;
}

function standsAt(units: readonly Unit[], start: number, leaf: Leaf): boolean {
  const at = (index: number) => units[start + index];
  if ("phrase" in leaf) return [...leaf.phrase].every((character, index) => at(index)?.form === character);
  if ("pattern" in leaf) {
    return leaf.pattern.every((character, index) => character === null || at(index)?.form === character);
  }
  if (leaf.token.startsWith("i:")) {
    return [...leaf.token.slice(2)].every((initial, index) => at(index)?.sound.startsWith(initial) === true);
  }
  if (leaf.token.startsWith("p:")) {
    const [first, second = ""] = leaf.token.slice(2).split(".");
    if (at(0)?.sound !== first) return false;
    return second === "" || (leaf.isPrefix ? at(1)?.sound.startsWith(second) === true : at(1)?.sound === second);
  }
  const isWordStart = start === 0 || !/[\p{L}\p{N}]/u.test(units[start - 1]?.shown ?? "");
  return isWordStart && [...leaf.token].every((letter, index) => at(index)?.form === letter);
}

function piecesOf(units: readonly Unit[], isHit: readonly boolean[]): MarkedText {
  const pieces: { text: string; isHit: boolean }[] = [];
  for (const [index, { shown }] of units.entries()) {
    const last = pieces.at(-1);
    if (last && last.isHit === isHit[index]) last.text += shown;
    else pieces.push({ text: shown, isHit: isHit[index] === true });
  }
  return pieces;
}
