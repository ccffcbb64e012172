/**
 * What somebody may have meant who typed something that stands nowhere: the last resort, tried only when nothing was found. Most wrong
 * characters in Chinese are chosen from the list of an input method, so they sound right (步拦村); the others look alike (高山材).
 */
import type { Match } from "./match.ts";
import { type PinyinReading, readPinyin } from "./pinyin-syllables.ts";
import { syllablesOf } from "./tokens.server.ts";

/** A phrase of two characters by its sound; of three and more also with any one character replaced. */
export function forgivingPhrases(phrase: string): Match[] {
  const characters = [...phrase];
  if (characters.length < 2 || characters.length > 12) return [];
  const syllables = syllablesOf(phrase);
  const sounds = syllables.slice(1).map((syllable, index) => `p:${syllables[index]}.${syllable}`);
  const meant: Match[] =
    syllables.length === characters.length ? [{ all: sounds.map((token) => ({ token, isPrefix: false })) }] : [];
  if (characters.length >= 3) {
    for (const wrong of characters.keys()) {
      meant.push({ pattern: characters.map((character, index) => (index === wrong ? null : character)) });
    }
  }
  return meant;
}

type MeantWord = { reading: PinyinReading; phrases?: undefined } | { reading?: undefined; phrases: readonly string[] };

const mostReadings = 4;

/** Letters with two of them swapped or one too many, as pinyin; and words of the data file that differ in one letter. */
export function forgivingWords(word: string, registerWordsOf: ReadonlyMap<string, readonly string[]>): MeantWord[] {
  if (!/^[a-z]{4,20}$/.test(word)) return [];
  const letters = [...word];
  const swapped = letters
    .slice(1)
    .map((letter, index) => word.slice(0, index) + letter + letters[index] + word.slice(index + 2));
  const shorter = letters.map((_, index) => word.slice(0, index) + word.slice(index + 1));
  const readings = [...new Set([...swapped, ...shorter])]
    .flatMap((candidate) =>
      readPinyin(candidate).filter((reading) => !reading.isLastBegun && reading.syllables.length > 1),
    )
    .slice(0, mostReadings)
    .map((reading): MeantWord => ({ reading }));
  const words = [...registerWordsOf]
    .filter(([known]) => /^[a-z]{4,}$/.test(known) && known !== word && differsInOneLetter(known, word))
    .map(([, phrases]): MeantWord => ({ phrases }));
  return [...words, ...readings];
}

/** One letter replaced, missing or too many, or two neighbours swapped. */
function differsInOneLetter(one: string, other: string): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (long.length - short.length > 1) return false;
  const start = [...short].findIndex((letter, index) => letter !== long[index]);
  const from = start < 0 ? short.length : start;
  if (long.length > short.length) return short.slice(from) === long.slice(from + 1);
  if (short.slice(from + 1) === long.slice(from + 1)) return true;
  return (
    short[from] === long[from + 1] && short[from + 1] === long[from] && short.slice(from + 2) === long.slice(from + 2)
  );
}
