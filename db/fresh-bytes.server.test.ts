import { describe, expect, it } from "vitest";
import { freshBytes } from "./fresh-bytes.server.ts";

describe("random bytes from the pool", () => {
  it("F5: no byte is given out twice, over the end of the pool and across sizes", () => {
    const seen = new Set<string>();
    for (let turn = 0; turn < 2_000; turn += 1) {
      for (const size of [12, 32]) {
        const bytes = freshBytes(size);
        expect(bytes.length).toBe(size);
        for (let at = 0; at + 12 <= size; at += 12) seen.add(bytes.subarray(at, at + 12).toString("hex"));
      }
    }
    expect(seen.size).toBe(6_000);
  });

  it("F5: what was given out is its owner's own: later bytes do not change it", () => {
    const first = freshBytes(32);
    const copy = Buffer.from(first);
    for (let turn = 0; turn < 1_000; turn += 1) freshBytes(32);
    expect(first.equals(copy)).toBe(true);
  });
});
