/** What must hold of a document, as a tree; each engine puts it into its own terms. Leaves are texts in the form of `normalizeWords`. */
export type Match =
  /** Chinese text that must stand in it as it is. */
  | { readonly phrase: string }
  /** A whole token, or its beginning: words of other scripts, and sounds (`p:yin.shui`, `i:ys`). */
  | { readonly token: string; readonly isPrefix: boolean }
  /** What somebody put into quotation marks: every run, and the text exactly so. */
  | { readonly quoted: string; readonly runs: readonly Match[] }
  /** Chinese text in which one character, the null, may be any other: a slip of the fingers. */
  | { readonly pattern: readonly (string | null)[] }
  /** Found just as well, but worth less than what was typed: another word for it, or what was probably meant. */
  | { readonly weak: Match }
  /** Holds where `of` does; `better` implies it, costs more to look up, and only raises what has it. */
  | { readonly better: Match; readonly of: Match }
  | { readonly all: readonly Match[] }
  | { readonly any: readonly Match[] };

export type SearchText = {
  /** Each must hold; together they are what hits are ranked by. */
  readonly wanted: readonly Match[];
  /** None may hold: -银行. */
  readonly unwanted: readonly Match[];
};
