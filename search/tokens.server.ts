import { Converter } from "opencc-js/t2cn";
import { pinyin } from "pinyin-pro";
import type { SearchTexts } from "./search-index.ts";

const toSimplified = Converter({ from: "t", to: "cn" });

/**
 * The form in which words are compared: compatibility forms folded (Ａ → a, ㎡ → m2), lower case, simplified characters, single spaces.
 * Both documents and queries pass through it; it is never shown.
 */
export function normalizeWords(text: string): string {
  return toSimplified(text.normalize("NFKC").toLowerCase()).replace(/\s+/gu, " ").trim();
}

/** Runs of one kind: Chinese characters (cut into pairs), or letters and digits of any other script (kept whole). */
export type Run = { readonly kind: "han" | "word"; readonly text: string };

const runPattern = /(\p{Script=Han}+)|((?:(?!\p{Script=Han})[\p{L}\p{M}\p{N}])+)/gu;

/** Cuts normalised text into runs; what is neither letter nor digit separates. */
export function runsOf(normalized: string): Run[] {
  return [...normalized.matchAll(runPattern)].map(([, han, word]) =>
    han === undefined ? { kind: "word", text: foldWord(word ?? "") } : { kind: "han", text: han },
  );
}

const longestWord = 40;

/** yǐnshuǐ → yinshui, lǚ → lv: tone marks go, ü is written v as on a keyboard. */
function foldWord(word: string): string {
  return word
    .normalize("NFD")
    .replace(/u([\u0300-\u036f]*)\u0308/gu, "v$1")
    .replace(/\p{M}/gu, "")
    .slice(0, longestWord);
}

/** Neighbouring pairs, and the last character alone, so that one character is found as the beginning of a token. */
export function pairTokens(units: readonly string[], separator = ""): string[] {
  return units.map((unit, index) => unit + separator + (units[index + 1] ?? ""));
}

function plainTokens(text: string): string[] {
  return runsOf(text).flatMap((run) => (run.kind === "han" ? pairTokens([...run.text]) : [run.text]));
}

/** The syllables of Chinese text without tones; none for characters without a known sound. */
export function syllablesOf(text: string): string[] {
  return pinyin(text, { toneType: "none", type: "array", v: true, nonZh: "removed" })
    .map((syllable) => syllable.toLowerCase())
    .filter((syllable) => /^[a-z]+$/.test(syllable));
}

/** `p:yin.shui` for pairs of syllables and `i:ys` for pairs of initials. */
function soundTokens(text: string): string[] {
  return runsOf(text)
    .filter((run) => run.kind === "han")
    .flatMap((run) => {
      const syllables = syllablesOf(run.text);
      const initials = syllables.map((syllable) => syllable.charAt(0));
      return [
        ...pairTokens(syllables, ".").map((token) => `p:${token}`),
        ...pairTokens(initials)
          .filter((token) => token.length === 2)
          .map((token) => `i:${token}`),
      ];
    });
}

export type DocumentTokens = {
  /** Distinct tokens for the vector. */
  tokens: string[];
  /** Normalised text for the recheck of longer phrases. */
  words: string;
};

/**
 * What a document can be found by: pairs of characters and words of all texts, and sounds. Those of the title stand once more as `t:`, the
 * sounds of its keywords as `k:`, for a sound cannot be looked up in the text when hits are ranked.
 */
export function tokensOfDocument(texts: SearchTexts): DocumentTokens {
  const title = normalizeWords(texts.title);
  const place = normalizeWords(texts.place);
  const keywords = normalizeWords(texts.keywords);
  const body = normalizeWords(texts.body);
  const words = [title, place, keywords, body].join("\n");
  const titleSounds = soundTokens(title);
  const keywordSounds = soundTokens(keywords);
  const tokens = new Set<string>([
    ...plainTokens(words),
    ...titleSounds,
    ...keywordSounds,
    ...soundTokens(place),
    ...[...plainTokens(title), ...titleSounds].map((token) => `t:${token}`),
    ...keywordSounds.map((token) => `k:${token}`),
  ]);
  return { tokens: [...tokens], words };
}
