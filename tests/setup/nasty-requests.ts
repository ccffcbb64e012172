import { createRandom } from "#db/seed/random.ts";
import type { BuiltRoute } from "./deny-matrix.ts";

/** What strangers type into addresses and fields, ready to stand in a URL. */
const nasty: readonly string[] = [
  "'",
  '"',
  "1' or '1'='1",
  "x'; drop table users; --",
  "../../../etc/passwd",
  "\u0000",
  "\u202e",
  "\u200b",
  "NaN",
  "-1",
  "1e309",
  "99999999999999999999",
  "null",
  "undefined",
  "[object Object]",
  "__proto__",
  "constructor",
  "$" + "{7*7}",
  "{{7*7}}",
  "<script>alert(1)</script>",
  "a".repeat(3_000),
  "2026-02-30",
  "0000-00-00",
  "00000000-0000-0000-0000-000000000000",
  "ABCDE-FGHJK",
  "440783116255",
  "\\",
  "//evil.example",
  "%",
  "𠀀𠮷",
  "１２３",
  "\n",
].map(encodeURIComponent);
const raw: readonly string[] = [...nasty, "%E0%A4%A", "%", "%00", "%c0%ae%c0%ae%2f", "%uD800"];
const parameters = [
  "q",
  "region",
  "page",
  "charity",
  "from",
  "to",
  "next",
  "year",
  "kind",
  "status",
  "sort",
  "household",
  "lang",
  "format",
  "need",
];

export type NastyRequest = { address: string; body: string | null; who: number };

/** So many requests, the same for the same seed: any route with anything in its address, its query and its fields. */
export function nastyRequests(
  routes: readonly BuiltRoute[],
  { seed, count }: { seed: number; count: number },
): NastyRequest[] {
  const random = createRandom(seed);
  const pick = <T>(list: readonly T[]): T => random.pick(list);
  return Array.from({ length: count }, () => {
    const path = pick(routes)
      .path.replace("*", pick(raw))
      .replace(/:\w+/g, () => pick(raw));
    const pairs = Array.from({ length: random.int(0, 3) }, () => `${pick(parameters)}=${pick(raw)}`);
    const fields = Array.from(
      { length: random.int(0, 4) },
      () => `${pick(["intent", "id", "version", "amount", ...parameters])}=${pick(raw)}`,
    );
    return {
      address: pairs.length > 0 ? `${path}?${pairs.join("&")}` : path,
      body: random.int(0, 3) === 0 ? fields.join("&") : null,
      who: random.int(0, 1_000),
    };
  });
}
