import { and, not, or, type SQL, sql } from "drizzle-orm";
import type { Match, SearchText } from "./match.ts";

/** A text query in PostgreSQL's terms. Tokens find candidates in the GIN index; rechecks make longer phrases exact. */
export type TextCondition = {
  /** True of what is wanted; undefined when nothing is. */
  wanted: SQL | undefined;
  /** True of what is not unwanted; undefined when nothing is. */
  notUnwanted: SQL | undefined;
  /** Text of a tsquery over the title alone; null when nothing is wanted. */
  titleTokens: string | null;
};

export function textConditionOf(noun: string, { wanted, unwanted }: SearchText): TextCondition {
  const whole: Match = { all: wanted };
  return {
    wanted: wanted.length === 0 ? undefined : and(sql`tokens @@ ${tsqueryOf(whole)}::tsquery`, recheckOf(whole)),
    // As a set of ids from the index: the other way round, every row's tokens would be read.
    notUnwanted:
      unwanted.length === 0
        ? undefined
        : sql`id not in (select id from search_documents where noun = ${noun} and ${or(
            ...unwanted.map((one) => and(sql`tokens @@ ${tsqueryOf(one)}::tsquery`, recheckOf(one))),
          )})`,
    titleTokens: wanted.length === 0 ? null : tsqueryOf(whole, "t:"),
  };
}

const quoted = (token: string) => `'${token.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
const joined = (parts: readonly string[], operator: "&" | "|") =>
  parts.length === 1 ? (parts[0] ?? "") : `(${[...new Set(parts)].join(` ${operator} `)})`;

/** Text of a tsquery that holds of every document the match holds of (without the prefix), and of some others. */
export function tsqueryOf(match: Match, prefix: "" | "t:" | "k:" = ""): string {
  if ("weak" in match) return tsqueryOf(match.weak, prefix);
  if ("better" in match) return tsqueryOf(match.of, prefix);
  if ("token" in match) return quoted(prefix + match.token) + (match.isPrefix ? ":*" : "");
  if ("phrase" in match) return pairsOf([...match.phrase], prefix);
  if ("pattern" in match) return pairsOf(match.pattern, prefix);
  if ("quoted" in match) return tsqueryOf({ all: match.runs }, prefix);
  const isAll = "all" in match;
  return joined(
    (isAll ? match.all : match.any).map((part) => tsqueryOf(part, prefix)),
    isAll ? "&" : "|",
  );
}

/** Neighbours as they stand; where no two stand together, each character as the beginning of a pair. */
function pairsOf(characters: readonly (string | null)[], prefix: string): string {
  const pairs = characters.slice(1).flatMap((character, index) => {
    const before = characters[index];
    return character && before ? [quoted(prefix + before + character)] : [];
  });
  if (pairs.length > 0) return joined(pairs, "&");
  return joined(
    characters.flatMap((character) => (character ? [`${quoted(prefix + character)}:*`] : [])),
    "&",
  );
}

/** Pairs of two neighbouring characters are exact; of three and more they may stand apart. */
function needsRecheck(match: Match): boolean {
  if ("weak" in match) return needsRecheck(match.weak);
  if ("better" in match) return needsRecheck(match.of);
  if ("phrase" in match) return [...match.phrase].length > 2;
  if ("token" in match) return false;
  if ("pattern" in match || "quoted" in match) return true;
  return ("all" in match ? match.all : match.any).some(needsRecheck);
}

function recheckOf(match: Match): SQL | undefined {
  if (!needsRecheck(match)) return undefined;
  if ("better" in match) return recheckOf(match.of);
  if ("all" in match) return and(...match.all.filter(needsRecheck).map(recheckOf));
  return exactConditionOf(match);
}

function exactConditionOf(match: Match): SQL | undefined {
  if ("weak" in match) return exactConditionOf(match.weak);
  if ("better" in match) return exactConditionOf(match.of);
  const pattern = likePatternOf(match);
  if (pattern !== null) return sql`words like ${`%${pattern}%`}`;
  if ("token" in match) return sql`tokens @@ ${tsqueryOf(match)}::tsquery`;
  if ("all" in match) return and(...match.all.map(exactConditionOf));
  if ("any" in match) return or(...match.any.map(exactConditionOf));
  return not(sql`true`);
}

/** The text of a leaf as LIKE wants it, without the `%` around it; null for what is no text. */
export function likePatternOf(match: Match): string | null {
  if ("phrase" in match) return match.phrase;
  if ("quoted" in match) return match.quoted.replace(/[\\%_]/g, "\\$&");
  if ("pattern" in match) return match.pattern.map((character) => character ?? "_").join("");
  return null;
}
