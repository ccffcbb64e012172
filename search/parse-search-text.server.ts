import { canBeInitials, type PinyinReading, readPinyin } from "./pinyin-syllables.ts";
import { everydayWords, fillerWords } from "./synonyms.ts";
import { normalizeWords, runsOf } from "./tokens.server.ts";

/** What must hold of a document. `phrase` is Chinese text that must stand in it as it is. */
export type Match =
  | { readonly phrase: string }
  | { readonly token: string; readonly isPrefix: boolean }
  | { readonly all: readonly Match[] }
  | { readonly any: readonly Match[] };

const longestText = 100;
const mostTerms = 8;

/**
 * Reads what a person typed: terms that must all hold, each with its alternatives (everyday words, parts of a run-together phrase,
 * pinyin, initials). Null when there is nothing to search for. Never throws, whatever was typed.
 */
export function parseSearchText(text: string): Match | null {
  // Lone surrogates cannot be sent to the database.
  const wellFormed = text.replace(/[\ud800-\udfff]/gu, " ");
  const normalized = normalizeWords([...wellFormed].slice(0, longestText).join(""));
  const terms = runsOf(normalized).slice(0, mostTerms);
  if (terms.length === 0) return null;
  const meaningful = terms.filter((term) => !fillerWords.includes(term.text));
  return {
    all: (meaningful.length > 0 ? meaningful : terms).map((term) =>
      term.kind === "han" ? matchOfPhrase(term.text) : matchOfWord(term.text),
    ),
  };
}

const registerWordsOf: ReadonlyMap<string, readonly string[]> = new Map(
  [...new Set(Object.values(everydayWords).flat())].map((word) => [
    word,
    Object.keys(everydayWords).filter((registerWord) => everydayWords[registerWord]?.includes(word)),
  ]),
);
const knownWords: readonly string[] = [...Object.keys(everydayWords), ...registerWordsOf.keys(), ...fillerWords]
  .filter((word) => /^\p{Script=Han}+$/u.test(word))
  .sort((a, b) => b.length - a.length);

function withRegisterWords(word: string, match: Match): Match {
  const others = registerWordsOf.get(word) ?? [];
  return others.length === 0 ? match : { any: [match, ...others.map((other) => ({ phrase: other }))] };
}

function matchOfPhrase(phrase: string): Match {
  const whole = withRegisterWords(phrase, { phrase });
  const parts = splitPhrase(phrase);
  if (parts.length < 2 && parts[0] === phrase) return whole;
  if (parts.length === 0) return whole;
  return { any: [whole, { all: parts.map((part) => withRegisterWords(part, { phrase: part })) }] };
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

function matchOfWord(word: string): Match {
  const readings = readPinyin(word.replace(/^([nl])ue$/, "$1ve"));
  const alternatives: Match[] = [{ token: word, isPrefix: true }, ...readings.map(matchOfReading)];
  // Letters that are whole syllables are not taken for initials as well: an is 安, not 阿娜.
  if (readings.every((reading) => reading.isLastBegun) && canBeInitials(word)) alternatives.push(matchOfInitials(word));
  for (const other of registerWordsOf.get(word) ?? []) alternatives.push({ phrase: other });
  return { any: alternatives };
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
