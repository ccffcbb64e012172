import { describe, expect, it } from "vitest";
import { partsOf, proposeParts } from "./match-several.ts";

const booking = (id: string, fen: bigint, day = "2026-10-20") => ({ id, fen, day, references: [], counterpart: "" });
const line = { day: "2026-10-21", amountFen: -900n };

describe("one line of the bank, several postings", () => {
  it("Q19: the one set of postings that makes up the line is proposed; one more that would do, and none is", () => {
    const bookings = [booking("a", -400n), booking("b", -500n), booking("c", -450n), booking("d", 900n)];
    expect(proposeParts(line, bookings)).toEqual(["a", "b"]);
    expect(proposeParts(line, [...bookings, booking("e", -500n)])).toEqual([]);
    expect(proposeParts(line, [...bookings, booking("f", -450n)])).toEqual([]);
  });

  it("Q19: neither a posting alone, nor one of other days, nor one fen off is proposed", () => {
    expect(proposeParts(line, [booking("a", -900n)])).toEqual([]);
    expect(proposeParts(line, [booking("a", -400n), booking("b", -500n, "2026-08-01")])).toEqual([]);
    expect(proposeParts(line, [booking("a", -400n), booking("b", -501n)])).toEqual([]);
  });

  it("Q19: of hundreds of postings the nearest are tried, at once", () => {
    const many = Array.from({ length: 500 }, (_, index) =>
      booking(`x${index}`, -1_000_000n - BigInt(index), "2026-10-25"),
    );
    expect(proposeParts(line, [...many, booking("a", -400n, "2026-10-21"), booking("b", -500n, "2026-10-21")])).toEqual(
      ["a", "b"],
    );
    expect(
      partsOf(line, [
        booking("far", -1n, "2026-08-01"),
        booking("old", -1n, "2018-01-01"),
        booking("in", 5n),
        booking("near", -1n),
      ]),
    ).toMatchObject([{ id: "near" }, { id: "far" }]);
  });
});
