/** One JSON line per event on standard output. Callers pass no query strings, bodies, names or addresses: logs live longer than pages. */
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;
export type Logger = {
  info: (message: string, fields?: LogFields) => void;
  error: (message: string, fields?: LogFields) => void;
};

/** Writes to the process's output streams. */
export function createLogger(): Logger {
  const line = (level: "info" | "error", message: string, fields: LogFields = {}) =>
    `${JSON.stringify({ at: new Date().toISOString(), level, message, ...fields })}\n`;
  return {
    info: (message, fields) => void process.stdout.write(line("info", message, fields)),
    error: (message, fields) => void process.stderr.write(line("error", message, fields)),
  };
}

export const silentLogger: Logger = { info: () => {}, error: () => {} };

/**
 * What of an error may be logged: its class, its SQLSTATE, and the places it passed. The message is left out for database errors,
 * because it quotes the values of the failed statement; so does the message that drizzle puts around any failure of a statement, also
 * when only the connection broke.
 */
export function errorFields(error: unknown): LogFields {
  if (!(error instanceof Error)) return { error: typeof error };
  const cause = error.cause instanceof Error ? error.cause : error;
  const code = "code" in cause && typeof cause.code === "string" ? cause.code : undefined;
  const told = quotesStatement(error) ? cause : error;
  const isDatabaseError = cause.name === "PostgresError" || quotesStatement(told);
  const places = (error.stack ?? "").split("\n").filter((place) => place.trimStart().startsWith("at "));
  return {
    error: cause.name,
    code,
    detail: isDatabaseError ? undefined : told.message,
    stack: places.slice(0, 8).join(" | "),
  };
}

/** drizzle's error has no name of its own, and the site's build and its process each have a copy of its class. */
function quotesStatement(error: Error): boolean {
  return error.message.startsWith("Failed query:");
}

/** A path as it may be logged: the address of a receipt, a monthly gift, a complaint or a verify code is a key to it, so only its kind stays (L17). */
export function loggedPath(path: string): string {
  return path.replace(/^\/(donations|monthly|verify|complaints)\/[^/]+/i, "/$1/*");
}
