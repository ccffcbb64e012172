import { type SQL, sql } from "drizzle-orm";
import type { Match } from "./match.ts";
import { likePatternOf, tsqueryOf } from "./match-sql.server.ts";

/**
 * How well a hit answers, by the best field each term stands in: title before place, place before what everybody calls the kind of thing,
 * that before the text. A title that begins with the term (农业技术员 for 农业) comes before one that has it somewhere inside
 * (中国农业发展银行). Expects `field` (title, place, keywords, body) and `tokens` in scope.
 */
export function scoreOf(wanted: readonly Match[]): SQL {
  return sql.join(wanted.map(scoreOfTerm), sql` + `);
}

const weights = {
  isTitle: 100,
  beginsTitle: 90,
  title: 80,
  place: 40,
  keywords: 20,
  otherSound: 15,
  body: 10,
} as const;

function scoreOfTerm(match: Match): SQL {
  if ("weak" in match) return sql`(${scoreOfTerm(match.weak)}) * 4 / 5`;
  if ("better" in match) return scoreOfTerm({ any: [match.better, match.of] });
  if ("any" in match) return sql`greatest(${sql.join(match.any.map(scoreOfTerm), sql`, `)})`;
  if (isSound(match)) return scoreOfSound(match);
  if ("all" in match) return scoreOfParts(match.all);
  if ("token" in match) return scoreOfText(match.token);
  if ("phrase" in match) return scoreOfText(match.phrase);
  return scoreOfPattern(`%${likePatternOf(match)}%`);
}

function scoreOfText(text: string): SQL {
  return sql`case
    when field[1] = ${text} then ${weights.isTitle}::int
    when starts_with(field[1], ${text}) then ${weights.beginsTitle}::int
    when strpos(field[1], ${text}) > 0 then ${weights.title}::int
    when strpos(field[2], ${text}) > 0 then ${weights.place}::int
    when strpos(field[3], ${text}) > 0 then ${weights.keywords}::int
    when strpos(field[4], ${text}) > 0 then ${weights.body}::int
    else 0 end`;
}

function scoreOfPattern(pattern: string): SQL {
  return sql`case
    when field[1] like ${pattern} then ${weights.title}::int
    when field[2] like ${pattern} then ${weights.place}::int
    when field[3] like ${pattern} then ${weights.keywords}::int
    when field[4] like ${pattern} then ${weights.body}::int
    else 0 end`;
}

function scoreOfParts(parts: readonly Match[]): SQL {
  const scores = parts.map(scoreOfTerm);
  const list = sql.join(scores, sql`, `);
  return sql`case when least(${list}) > 0 then (${sql.join(scores, sql` + `)}) / ${parts.length}::int else 0 end`;
}

function isSound(match: Match): boolean {
  if ("token" in match) return /^[pi]:/.test(match.token);
  return "all" in match && match.all.length > 0 && match.all.every(isSound);
}

function scoreOfSound(match: Match): SQL {
  return sql`case
    when tokens @@ ${tsqueryOf(match, "t:")}::tsquery then ${weights.title}::int
    when tokens @@ ${tsqueryOf(match, "k:")}::tsquery then ${weights.keywords}::int
    when tokens @@ ${tsqueryOf(match)}::tsquery then ${weights.otherSound}::int
    else 0 end`;
}
