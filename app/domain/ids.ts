/**
 * Identifiers. Primary keys are random UUIDs; what the public sees is a separate random code, never a counter and never
 * derived from a register number, so that codes cannot be linked or enumerated (domain.md, D4).
 */

/** Crockford base 32 without vowels that spell words and without I, L, O, U: easy to read over the phone. */
const codeAlphabet = "0123456789BCDFGHJKMNPQRSTVWXYZ";

/** A new primary key. */
export function newId(): string {
  return globalThis.crypto.randomUUID();
}

/**
 * A new primary key that begins with the time (UUID version 7): rows written by the million go into the end of an index instead of all over
 * it. Never for what the public sees, because it tells when the row was made.
 */
export function newOrderedId(): string {
  const time = Date.now().toString(16).padStart(12, "0");
  const random = newId();
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(15)}`;
}

/** A new public code of 10 characters in two groups, e.g. `7KQ4D-M29XB` (30^10 values). */
export function newPublicCode(): string {
  let code = "";
  while (code.length < 11) {
    const byte = freshByte();
    // Bytes from 240 on would make the first 16 letters likelier than the rest.
    if (byte >= 240) continue;
    code += codeAlphabet.charAt(byte % 30);
    if (code.length === 5) code += "-";
  }
  return code;
}

// Asked for many at once: a question costs more than a code. Each is used once and does not stay behind.
const fresh = new Uint8Array(2048);
let nextFresh = fresh.length;

function freshByte(): number {
  if (nextFresh === fresh.length) {
    globalThis.crypto.getRandomValues(fresh);
    nextFresh = 0;
  }
  const byte = fresh[nextFresh] ?? 255;
  fresh[nextFresh] = 0;
  nextFresh += 1;
  return byte;
}

/** Number of a receipt: `JD-7KQ4D-M29XB`. Random, so that numbers tell nothing about how many there are. */
export function newReceiptNumber(): string {
  return `JD-${newPublicCode()}`;
}

/** 20 characters (98 bits): whoever holds it may see whether a receipt is valid, and nobody guesses it. */
export function newVerifyCode(): string {
  return `${newPublicCode()}-${newPublicCode()}`;
}

const publicCodePattern = /^[0-9BCDFGHJKMNPQRSTVWXYZ]{5}-[0-9BCDFGHJKMNPQRSTVWXYZ]{5}$/;

/** Whether a string from a URL can be a public code at all; ask before the database is asked. */
export function isPublicCode(value: string | undefined): value is string {
  return value !== undefined && publicCodePattern.test(value);
}

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether a string from a URL or form can be a primary key at all: PostgreSQL would throw on anything else. */
export function isId(value: string | undefined): value is string {
  return value !== undefined && uuidPattern.test(value);
}
