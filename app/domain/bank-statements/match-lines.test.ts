import { describe, expect, it } from "vitest";
import { type OpenBooking, type OpenLine, proposeMatches } from "./match-lines.ts";

const line = (id: string, fields: Partial<OpenLine> = {}): OpenLine => ({
  id,
  day: "2026-11-02",
  amountFen: 5_000n,
  words: "",
  name: "",
  ...fields,
});
const booking = (id: string, fields: Partial<OpenBooking> = {}): OpenBooking => ({
  id,
  day: "2026-11-01",
  fen: 5_000n,
  references: [],
  counterpart: "",
  ...fields,
});
const exactOf = (lines: OpenLine[], bookings: OpenBooking[]) =>
  proposeMatches(lines, bookings).map(({ lineId, exact }) => [lineId, exact]);

describe("Q19: what a line of the bank may be", () => {
  it.each<[string, OpenLine[], OpenBooking[], (string | null)[]]>([
    ["the only one of its amount and days", [line("a")], [booking("x")], ["x"]],
    ["one fen off", [line("a")], [booking("x", { fen: 5_001n })], [null]],
    ["the other direction", [line("a", { amountFen: -5_000n })], [booking("x")], [null]],
    ["ten days apart", [line("a", { day: "2026-11-11" })], [booking("x")], ["x"]],
    ["eleven days apart", [line("a", { day: "2026-11-12" })], [booking("x")], [null]],
    [
      "far apart, but the bank names its number",
      [line("a", { day: "2026-12-20", words: "付货款 INV-2026/77" })],
      [booking("x", { references: ["INV-2026/77"] })],
      ["x"],
    ],
    ["two of the same amount", [line("a")], [booking("x"), booking("y")], [null]],
    [
      "two of the same amount, one named",
      [line("a", { words: "捐赠ICBC-9" })],
      [booking("x"), booking("y", { references: ["ICBC-9"] })],
      ["y"],
    ],
    [
      "two of the same amount, one from the same name in other marks",
      [line("a", { name: "侨乡(开平)建材店" })],
      [booking("x"), booking("y", { counterpart: "侨乡（开平）建材店" })],
      ["y"],
    ],
    ["two lines for one posting", [line("a"), line("b")], [booking("x")], [null, null]],
    [
      "two lines for one posting, one of them named",
      [line("a"), line("b", { words: "po_778899" })],
      [booking("x", { references: ["po_778899"] })],
      [null, "x"],
    ],
    [
      "a number too short to mean anything",
      [line("a", { words: "123", day: "2026-12-20" })],
      [booking("x", { references: ["123"] })],
      [null],
    ],
  ])("Q19: %s", (_name, lines, bookings, exact) => {
    expect(exactOf(lines, bookings)).toEqual(lines.map(({ id }, index) => [id, exact[index]]));
  });

  it("Q19: several candidates are all listed, the named and the nearest first", () => {
    const [proposal] = proposeMatches(
      [line("a", { words: "DOC-0001" })],
      [booking("far", { day: "2026-10-25" }), booking("near"), booking("named", { references: ["DOC-0001"] })],
    );
    expect(proposal?.candidates.map(({ bookingId }) => bookingId)).toEqual(["named", "near", "far"]);
    expect(proposal?.exact).toBe("named");
  });
});
