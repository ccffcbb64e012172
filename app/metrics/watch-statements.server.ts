import type { Env } from "#app/env.server.ts";
import type { Logger } from "#app/http/logger.server.ts";
import type { StatementListener } from "#db/connection.server.ts";
import type { SiteMetrics } from "./site-metrics.server.ts";

type Watching = { metrics: SiteMetrics; log: Logger; env: Pick<Env, "slowQueryMs"> };

const longestStatement = 600;
/** Words of a transaction, and the pool's own question of a connection it has just opened. */
const control = /^\s*((begin|commit|rollback|savepoint|release)\b|select 1$)/i;

/** Counts the statements of one pool and writes down the slow ones: what was asked, never about whom (F10). */
export function watchStatements(pool: string, { metrics, log, env }: Watching): StatementListener {
  return ({ text, milliseconds, isRefused }) => {
    if (control.test(text)) return;
    const isSlow = env.slowQueryMs !== null && milliseconds >= env.slowQueryMs;
    metrics.queryDone({ pool, isRefused, seconds: milliseconds / 1000, isSlow });
    if (isSlow) log.info("slow query", { pool, ms: Math.round(milliseconds), isRefused, statement: shapeOf(text) });
  };
}

/** The statement without anything that could be a value: parameters are `$1` already, what is written out becomes `?`. */
export function shapeOf(text: string): string {
  const shape = text
    .replace(/\s+/g, " ")
    .trim()
    .replace(/'(?:[^']|'')*'/g, "?")
    .replace(/(?<![\w$.])\d+(?:\.\d+)?\b/g, "?");
  return shape.length > longestStatement ? `${shape.slice(0, longestStatement)} …` : shape;
}
