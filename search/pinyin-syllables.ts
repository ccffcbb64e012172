/** The syllables of Mandarin as typed without tones; ü is typed v. */
const finalsByInitial: Readonly<Record<string, string>> = {
  "": "a ai an ang ao e ei en eng er o ou",
  b: "a ai an ang ao ei en eng i ian iao ie in ing o u",
  p: "a ai an ang ao ei en eng i ian iao ie in ing o ou u",
  m: "a ai an ang ao e ei en eng i ian iao ie in ing iu o ou u",
  f: "a an ang ei en eng o ou u",
  d: "a ai an ang ao e ei en eng i ia ian iao ie ing iu ong ou u uan ui un uo",
  t: "a ai an ang ao e eng i ian iao ie ing ong ou u uan ui un uo",
  n: "a ai an ang ao e ei en eng i ian iang iao ie in ing iu ong ou u uan uo v ve",
  l: "a ai an ang ao e ei eng i ia ian iang iao ie in ing iu o ong ou u uan un uo v ve",
  g: "a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo",
  k: "a ai an ang ao e en eng ong ou u ua uai uan uang ui un uo",
  h: "a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo",
  j: "i ia ian iang iao ie in ing iong iu u uan ue un",
  q: "i ia ian iang iao ie in ing iong iu u uan ue un",
  x: "i ia ian iang iao ie in ing iong iu u uan ue un",
  zh: "a ai an ang ao e ei en eng i ong ou u ua uai uan uang ui un uo",
  ch: "a ai an ang ao e en eng i ong ou u ua uai uan uang ui un uo",
  sh: "a ai an ang ao e ei en eng i ou u ua uai uan uang ui un uo",
  r: "an ang ao e en eng i ong ou u ua uan ui un uo",
  z: "a ai an ang ao e ei en eng i ong ou u uan ui un uo",
  c: "a ai an ang ao e en eng i ong ou u uan ui un uo",
  s: "a ai an ang ao e en eng i ong ou u uan ui un uo",
  y: "a an ang ao e i in ing o ong ou u uan ue un",
  w: "a ai an ang ei en eng o u",
};

const syllables: ReadonlySet<string> = new Set(
  Object.entries(finalsByInitial).flatMap(([initial, finals]) => finals.split(" ").map((final) => initial + final)),
);
const beginnings: ReadonlySet<string> = new Set(
  [...syllables].flatMap((syllable) => [...syllable].map((_, index) => syllable.slice(0, index + 1))),
);
const longestSyllable = 6;
const mostReadings = 6;

/** One way to read typed letters: whole syllables, the last of which may be only begun (`yinsh`). */
export type PinyinReading = { readonly syllables: readonly string[]; readonly isLastBegun: boolean };

/**
 * All ways to read letters as syllables (xian: xian, xi an), fewest syllables first, at most six. Only when no whole reading exists, those
 * whose last syllable is begun. Empty for letters that are no pinyin.
 */
export function readPinyin(letters: string): PinyinReading[] {
  if (!/^[a-z]{1,40}$/.test(letters)) return [];
  const whole = readWhole(letters);
  if (whole.length > 0) return whole.map((reading) => ({ syllables: reading, isLastBegun: false }));
  const readings: PinyinReading[] = [];
  for (let cut = letters.length - 1; cut >= 1 && letters.length - cut < longestSyllable; cut -= 1) {
    const rest = letters.slice(cut);
    if (!beginnings.has(rest)) continue;
    for (const reading of readWhole(letters.slice(0, cut))) {
      readings.push({ syllables: [...reading, rest], isLastBegun: true });
    }
  }
  return readings.slice(0, mostReadings);
}

function readWhole(letters: string): string[][] {
  // readingsTo[n]: ways to read the first n letters. Bounded at each step, so that no input takes long.
  const readingsTo: string[][][] = [[[]]];
  for (let end = 1; end <= letters.length; end += 1) {
    const found: string[][] = [];
    for (let start = Math.max(0, end - longestSyllable); start < end; start += 1) {
      const syllable = letters.slice(start, end);
      if (syllables.has(syllable)) for (const before of readingsTo[start] ?? []) found.push([...before, syllable]);
    }
    readingsTo.push(found.sort((a, b) => a.length - b.length).slice(0, mostReadings));
  }
  return readingsTo[letters.length] ?? [];
}

/** Whether letters can be first letters of syllables, one each (ys: 饮水). */
export function canBeInitials(letters: string): boolean {
  return /^[abcdefghjklmnopqrstwxyz]{2,8}$/.test(letters);
}
