import { hash, verify } from "@node-rs/argon2";
import { unavailable } from "#app/http/guard.server.ts";

/** argon2id (the package's default algorithm), 19 MiB, 2 passes, 1 lane: OWASP's first choice (E1). `memoryCost` is in KiB. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const costMark = `$argon2id$v=19$m=${cost.memoryCost},t=${cost.timeCost},p=${cost.parallelism}$`;

/** Hashing is slow on purpose: no more than this at once, or a wave of sign-ins stops every other page. */
const mostAtOnce = 4;
/** Beyond this many waiting (about two seconds of work) the honest answer is "later", not a page that hangs. */
const mostWaiting = 40;

let running = 0;
const waiting: (() => void)[] = [];

async function inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
  if (running >= mostAtOnce) {
    if (waiting.length >= mostWaiting) throw unavailable();
    // The one that ends hands its place on: `running` stays as it is.
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else {
    running += 1;
  }
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}

/** The PHC string to store. Passwords come in NFC from the forms. */
export function hashPassword(password: string): Promise<string> {
  return inTurn(() => hash(password, cost));
}

let dummyHash: Promise<string> | undefined;

/**
 * Compares a password with a stored hash. `null` (nobody has this account) takes as long as a wrong password, so that time does not tell
 * who has an account (E5). A stored string that is no hash counts as wrong.
 */
export async function verifyPassword(storedHash: string | null, password: string): Promise<boolean> {
  dummyHash ??= hashPassword("nobody has this password");
  const compared = storedHash ?? (await dummyHash);
  const isRight = await inTurn(() => verify(compared, password).catch(() => false));
  return isRight && storedHash !== null;
}

/** Whether a hash was made with other costs than today's: hash again at the next sign-in. */
export function needsRehash(storedHash: string): boolean {
  return !storedHash.startsWith(costMark);
}
