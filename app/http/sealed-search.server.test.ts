import { describe, expect, it } from "vitest";
import { createSealer } from "#db/sealer.server.ts";
import { openSearch, sealSearch } from "./sealed-search.server.ts";

const key = Buffer.alloc(32, 3);
const sealer = createSealer(key, key);

describe("a search for a person in an address", () => {
  it("F14: is sealed, and opens for the one who searched only", () => {
    const sealed = sealSearch(sealer, "one", "谭秀英");
    expect(decodeURIComponent(encodeURIComponent(sealed))).not.toContain("谭秀英");
    expect(encodeURIComponent(sealed)).toBe(sealed);
    expect(openSearch(sealer, "one", sealed)).toBe("谭秀英");
    expect(openSearch(sealer, "another", sealed)).toBe("");
  });

  it("F14: what is altered, too long or no search of ours finds nothing narrower", () => {
    for (const text of [null, "", "谭秀英", "e1.k1.a.b", "x".repeat(10_000)])
      expect(openSearch(sealer, "one", text)).toBe("");
  });
});
