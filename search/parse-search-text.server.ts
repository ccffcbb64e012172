import { forgivingPhrases, forgivingWords } from "./forgive.server.ts";
import type { Match, SearchText } from "./match.ts";
import { canBeInitials, type PinyinReading, readPinyin } from "./pinyin-syllables.ts";
import { everydayWords, fillerWords, needCategoryWords, needTypeWords } from "./synonyms.ts";
import { normalizeWords, runsOf } from "./tokens.server.ts";

const longestText = 100;
const mostTerms = 8;

type Reading = {
  /** A slip is forgiven as well: one character of another shape or sound, two letters in the wrong order. */
  isForgiving: boolean;
};

/**
 * Reads what a person typed: terms that must all hold, each with its alternatives (everyday words, parts of a run-together phrase,
 * pinyin, initials); "quoted" exactly so; -without. Null when there is nothing to search for. Never throws, whatever was typed.
 */
export function parseSearchText(text: string, reading: Reading = { isForgiving: false }): SearchText | null {
  // Lone surrogates and NUL cannot be sent to the database.
  const wellFormed = text.replace(/[\ud800-\udfff\0]/gu, " ");
  const normalized = normalizeWords([...wellFormed].slice(0, longestText).join(""));
  const wanted: Match[] = [];
  const fillers: Match[] = [];
  const unwanted: Match[] = [];
  for (const { isUnwanted, quoted, plain } of piecesOf(normalized)) {
    if (quoted !== undefined) {
      const exact = matchOfQuoted(quoted);
      if (exact) (isUnwanted ? unwanted : wanted).push(exact);
      continue;
    }
    if (isUnwanted) {
      const exact = matchOfQuoted(plain);
      if (exact) unwanted.push(exact);
      continue;
    }
    for (const { kind, text: term } of runsOf(plain)) {
      const match = kind === "han" ? matchOfPhrase(term, reading) : matchOfWord(term, reading);
      (fillerWords.includes(term) ? fillers : wanted).push(match);
    }
  }
  const terms = (wanted.length > 0 ? wanted : fillers).slice(0, mostTerms);
  if (terms.length === 0 && unwanted.length === 0) return null;
  return { wanted: terms, unwanted: unwanted.slice(0, mostTerms) };
}

type Piece = { isUnwanted: boolean; quoted: string | undefined; plain: string };

/** A dash means "without" only at the start of a word: 7KQ4D-M29XB is one code. */
const piecePattern = /(?<=^|\s)-?(?:["“”„「『«]([^"“”„」』»]+)["“”」』»])|["“”„「『«]([^"“”„」』»]+)["“”」』»]|\S+/gu;

function piecesOf(normalized: string): Piece[] {
  // A quotation that is stuck to other words is cut loose first.
  const spaced = normalized.replace(/(?<!^|[\s-])(?=["“„「『«][^"“”„」』»]+["”」』»])/gu, " ");
  return [...spaced.matchAll(piecePattern)].map(([whole, first, second]) => {
    const isUnwanted = whole.length > 1 && whole.startsWith("-");
    return { isUnwanted, quoted: first ?? second, plain: isUnwanted ? whole.slice(1) : whole };
  });
}

function matchOfQuoted(text: string): Match | null {
  const runs = runsOf(text).map(
    (run): Match => (run.kind === "han" ? { phrase: run.text } : { token: run.text, isPrefix: false }),
  );
  const [only] = runs;
  if (!only) return null;
  if (runs.length === 1 && "phrase" in only) return only;
  return { quoted: text.replace(/^[^\p{L}\p{M}\p{N}]+|[^\p{L}\p{M}\p{N}]+$/gu, ""), runs };
}

const registerWordsOf: ReadonlyMap<string, readonly string[]> = new Map(
  [...new Set(Object.values(everydayWords).flat())].map((word) => [
    word,
    Object.keys(everydayWords).filter((registerWord) => everydayWords[registerWord]?.includes(word)),
  ]),
);
const knownWords: readonly string[] = [
  ...Object.keys(everydayWords),
  ...registerWordsOf.keys(),
  ...Object.values(needCategoryWords).flat(),
  ...Object.values(needTypeWords).flat(),
  ...fillerWords,
]
  .filter((word) => /^\p{Script=Han}+$/u.test(word))
  .sort((a, b) => b.length - a.length);

function matchOfPart(word: string, { isForgiving }: Reading): Match {
  const others = (registerWordsOf.get(word) ?? []).map((phrase): Match => ({ phrase }));
  const meant = isForgiving ? forgivingPhrases(word) : [];
  return anyOf([{ phrase: word }, ...[...others, ...meant].map((weak): Match => ({ weak }))]);
}

function matchOfPhrase(phrase: string, reading: Reading): Match {
  const whole = matchOfPart(phrase, reading);
  const parts = splitPhrase(phrase);
  if (parts.length === 0 || (parts.length === 1 && parts[0] === phrase)) return whole;
  const inParts: Match = { all: parts.map((part) => matchOfPart(part, reading)) };
  // What has the whole phrase has its parts: only a slip in the whole could be found by the whole alone.
  return reading.isForgiving ? anyOf([whole, inParts]) : { better: whole, of: inParts };
}

function anyOf(alternatives: readonly Match[]): Match {
  const flat = alternatives.flatMap((one) => ("any" in one ? one.any : [one]));
  const [only] = flat;
  return flat.length === 1 && only ? only : { any: flat };
}

const placeEndings = /[省市州县区镇乡村]/u;

/** 高山村的路灯 → 高山村, 路灯: cuts at place endings and at words of the data file; fillers go. */
function splitPhrase(phrase: string): string[] {
  const parts: string[] = [];
  let pending = "";
  const flush = () => {
    if (pending !== "") parts.push(pending);
    pending = "";
  };
  for (let rest = phrase; rest !== ""; ) {
    const known = knownWords.find((word) => rest.startsWith(word));
    if (known !== undefined) {
      flush();
      if (!fillerWords.includes(known)) parts.push(known);
      rest = rest.slice(known.length);
      continue;
    }
    const [character = ""] = rest;
    pending += character;
    rest = rest.slice(character.length);
    if (placeEndings.test(character) && [...pending].length >= 2) flush();
  }
  flush();
  return parts;
}

function matchOfWord(word: string, { isForgiving }: Reading): Match {
  const readings = readPinyin(word.replace(/^([nl])ue$/, "$1ve"));
  const alternatives: Match[] = [{ token: word, isPrefix: true }, ...readings.map(matchOfReading)];
  // Letters that are whole syllables are not taken for initials as well: an is 安, not 阿娜.
  if (readings.every((one) => one.isLastBegun) && canBeInitials(word)) alternatives.push(matchOfInitials(word));
  for (const other of registerWordsOf.get(word) ?? []) alternatives.push({ phrase: other });
  if (isForgiving) {
    for (const meant of forgivingWords(word, registerWordsOf)) {
      const alternative = meant.reading
        ? matchOfReading(meant.reading)
        : anyOf(meant.phrases.map((phrase) => ({ phrase })));
      alternatives.push({ weak: alternative });
    }
  }
  return anyOf(alternatives);
}

function matchOfReading({ syllables, isLastBegun }: PinyinReading): Match {
  const pairs = syllables.slice(1).map((syllable, index) => `p:${syllables[index]}.${syllable}`);
  if (pairs.length === 0) return { token: `p:${syllables[0]}.`, isPrefix: true };
  return { all: pairs.map((token, index) => ({ token, isPrefix: isLastBegun && index === pairs.length - 1 })) };
}

function matchOfInitials(letters: string): Match {
  const initials = [...letters];
  return {
    all: initials.slice(1).map((initial, index) => ({ token: `i:${initials[index]}${initial}`, isPrefix: false })),
  };
}
