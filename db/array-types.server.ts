import { makePgArray } from "drizzle-orm/pg-core";
import type postgres from "postgres";

type Types = Pick<postgres.Sql["options"], "parsers" | "serializers">;
type ReadElement = (text: string) => unknown;

/** PostgreSQL's fixed numbers of the array types we use, and how their elements are read. */
const arrayTypes: Readonly<Record<number, ReadElement>> = {
  1000: (text) => text === "t", // boolean[]
  1005: Number, // smallint[]
  1007: Number, // integer[]
  1009: String, // text[]
  1015: String, // varchar[]
  1016: String, // bigint[]: strings, as single ones are
  2951: String, // uuid[]
};

/**
 * Teaches a client the array types.
 * why: left to itself, the driver asks the server for them on every new connection, and when the server ends the session just then, the
 * failure is nobody's: an unhandled rejection that ends the process.
 */
export function addArrayTypes({ parsers, serializers }: Types): void {
  for (const [type, readElement] of Object.entries(arrayTypes)) {
    parsers[Number(type)] = (text: string) => readArray(text, readElement);
    serializers[Number(type)] = (value: unknown) => (Array.isArray(value) ? makePgArray(value) : value);
  }
}

/** Reads `{1,NULL,"a \" b",{...}}`. drizzle's own reader loses backslashes and takes NULL for a word. */
function readArray(text: string, readElement: ReadElement): unknown[] {
  const levels: unknown[][] = [[]];
  for (const [token, quoted] of text.matchAll(/[{}]|"((?:[^"\\]|\\.)*)"|[^{},"]+/gs)) {
    const level = levels.at(-1) ?? [];
    if (token === "{") {
      const inner: unknown[] = [];
      level.push(inner);
      levels.push(inner);
    } else if (token === "}") levels.pop();
    else if (quoted !== undefined) level.push(readElement(quoted.replace(/\\(.)/gs, "$1")));
    else level.push(token === "NULL" ? null : readElement(token));
  }
  const [whole] = levels[0] ?? [];
  return Array.isArray(whole) ? whole : [];
}
