import { randomFillSync } from "node:crypto";

const pool = Buffer.alloc(8 * 1024);
let next = pool.length;

/**
 * Random bytes for keys and IVs. The operating system is asked for many at once, because each question costs more than an encryption; every
 * byte is given out once and does not stay behind in the pool.
 */
export function freshBytes(count: number): Buffer {
  if (count > pool.length) throw new RangeError("too many random bytes at once");
  if (next + count > pool.length) {
    randomFillSync(pool);
    next = 0;
  }
  const bytes = Buffer.from(pool.subarray(next, next + count));
  pool.fill(0, next, next + count);
  next += count;
  return bytes;
}
