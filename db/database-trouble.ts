/**
 * Trouble of the database that passes: it is away, too busy, or asked for another try. Whoever meets it says "later" (503), never "bug"
 * (500). Mistakes of ours (a broken constraint, wrong SQL) are not trouble.
 */
export type TroubleKind =
  /** No connection came free, or none could be opened, within the time limit. */
  | "no_connection"
  /** The connection ended under a statement: whether that statement took effect is unknown. */
  | "connection_lost"
  /** The server did not answer in time; the connection was given up. */
  | "no_answer";

/** The database could not be asked. `cause` is what the driver said. */
export class DatabaseUnavailable extends Error {
  override readonly name = "DatabaseUnavailable";
  readonly kind: TroubleKind;

  constructor(kind: TroubleKind, cause?: unknown) {
    super(`database: ${kind}`, cause === undefined ? undefined : { cause });
    this.kind = kind;
  }
}

/** A statement was sent through a transaction that is over: always a bug, never trouble. The statement did not run. */
export class OutsideTransaction extends Error {
  override readonly name = "OutsideTransaction";

  constructor() {
    super("a statement was sent outside its transaction");
  }
}

/** 40001 serialization_failure, 40P01 deadlock_detected: PostgreSQL undid everything, so all of it may be tried again (C7). */
const retryableStates = new Set(["40001", "40P01"]);

/** States that say "not now": limits of time (H4), a server that starts, ends, is full, or may not be written to at the moment. */
const passingStates = new Set([
  ...retryableStates,
  "57014", // query_canceled: statement_timeout
  "55P03", // lock_not_available: lock_timeout
  "25P03", // idle_in_transaction_session_timeout
  "25P04", // transaction_timeout
  "25006", // read_only_sql_transaction: a standby, or a full disk
  "57P01", // admin_shutdown
  "57P02", // crash_shutdown
  "57P03", // cannot_connect_now
  "57P05", // idle_session_timeout
]);
/** Classes of states: 08 connection, 53 resources (connections, memory, disk), 58 system. */
const passingClasses = new Set(["08", "53", "58"]);

/** Whether PostgreSQL undid the work and trying it again may succeed. */
export function isRetryable(error: unknown): boolean {
  const state = sqlStateOf(error);
  return state !== undefined && retryableStates.has(state);
}

/**
 * Whether this is passing trouble of the database, at any depth of `cause`. Known by its name: the site's build and its process each have a
 * copy of this class.
 */
export function isDatabaseTrouble(error: unknown): boolean {
  if (chainOf(error).some((one) => one.name === "DatabaseUnavailable")) return true;
  const state = sqlStateOf(error);
  return state !== undefined && (passingStates.has(state) || passingClasses.has(state.slice(0, 2)));
}

/** The SQLSTATE of an error: drizzle wraps the driver's error, so it sits in `cause` (safety.md finding 8). */
export function sqlStateOf(error: unknown): string | undefined {
  for (const one of chainOf(error)) {
    if (one.name === "PostgresError" && "code" in one && typeof one.code === "string") return one.code;
  }
  return undefined;
}

/** The error and its causes; a chain that bites its own tail ends after a few. */
function chainOf(error: unknown): Error[] {
  const chain: Error[] = [];
  for (let one = error; one instanceof Error && chain.length < 5; one = one.cause) chain.push(one);
  return chain;
}
