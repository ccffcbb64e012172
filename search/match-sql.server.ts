import { and, or, type SQL, sql } from "drizzle-orm";
import type { Match } from "./parse-search-text.server.ts";

/** A text query in PostgreSQL's terms. Tokens find candidates in the GIN index; `recheck` makes longer phrases exact. */
export type TextCondition = {
  /** Text of a tsquery. */
  tokens: string;
  /** The same over title tokens only; null when nothing of it can stand in a title. */
  titleTokens: string | null;
  recheck: SQL | undefined;
};

/** @throws never: a match always has at least one token. */
export function textConditionOf(match: Match): TextCondition {
  return {
    tokens: tsqueryOf(match, "") ?? "",
    titleTokens: tsqueryOf(match, "t:"),
    recheck: recheckOf(match),
  };
}

const quoted = (token: string) => `'${token.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;

function tsqueryOf(match: Match, prefix: "" | "t:"): string | null {
  if ("phrase" in match) return phraseTokens(match.phrase, prefix);
  if ("token" in match) {
    // Sounds have no title tokens of their own.
    if (prefix !== "" && /^[pi]:/.test(match.token)) return null;
    return quoted(prefix + match.token) + (match.isPrefix ? ":*" : "");
  }
  const isAll = "all" in match;
  const parts = (isAll ? match.all : match.any).map((part) => tsqueryOf(part, prefix));
  const possible = parts.filter((part) => part !== null);
  if (possible.length === 0 || (isAll && possible.length < parts.length)) return null;
  return possible.length === 1 ? (possible[0] ?? null) : `(${possible.join(isAll ? " & " : " | ")})`;
}

function phraseTokens(phrase: string, prefix: string): string {
  const characters = [...phrase];
  if (characters.length === 1) return `${quoted(prefix + phrase)}:*`;
  const pairs = [
    ...new Set(characters.slice(1).map((character, index) => quoted(`${prefix}${characters[index]}${character}`))),
  ];
  return pairs.length === 1 ? (pairs[0] ?? "") : `(${pairs.join(" & ")})`;
}

/** Pairs of two neighbouring characters are exact; of three and more they may stand apart. */
function needsRecheck(match: Match): boolean {
  if ("phrase" in match) return [...match.phrase].length > 2;
  if ("token" in match) return false;
  return ("all" in match ? match.all : match.any).some(needsRecheck);
}

function recheckOf(match: Match): SQL | undefined {
  if (!needsRecheck(match)) return undefined;
  if ("all" in match) return and(...match.all.filter(needsRecheck).map(recheckOf));
  return exactConditionOf(match);
}

function exactConditionOf(match: Match): SQL | undefined {
  // A phrase is Chinese characters only: nothing in it is special to LIKE.
  if ("phrase" in match) return sql`words like ${`%${match.phrase}%`}`;
  if ("token" in match) return sql`tokens @@ ${tsqueryOf(match, "")}::tsquery`;
  if ("all" in match) return and(...match.all.map(exactConditionOf));
  return or(...match.any.map(exactConditionOf));
}
