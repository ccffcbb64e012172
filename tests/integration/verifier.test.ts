import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { linkHash, merklePath, merkleRoot, noHash, rootHash } from "#app/domain/proof/hashes.server.ts";
import { runVerifier } from "#tests/setup/run-verifier.ts";

/** Exports made by hand, with every hash in order: what hashes alone do not find out. */
const need = { account: "need:N", lot: "L", amountFen: "-500" };
const clearing = { account: "charity:C:clearing", lot: "L", amountFen: "500" };
const account = (code: string, kind: string) => ({
  type: "account",
  code,
  kind,
  legalPerson: "C",
  regionCode: null,
  sealed: "",
});
const movement = (sequence: number, kind: string) => ({
  type: "transaction",
  sequence,
  kind,
  at: "2026-11-20T00:00Z",
  entries: [clearing, need],
  sealed: "",
});
const gift = [account("charity:C:clearing", "charity_clearing"), account("need:N", "need"), movement(1, "donation")];
const totals = {
  givenFen: "500",
  paidOutFen: "0",
  heldFen: "500",
  feesFen: "0",
  giftCount: 1,
  needs: [{ code: "N", givenFen: "500" }],
  villages: [],
  funds: [],
};

function chainOf(records: readonly unknown[], days: readonly string[]) {
  let hash = noHash;
  return records.map((record, index) => {
    const leaf = createHash("sha256").update(JSON.stringify(record)).digest("hex");
    hash = linkHash(hash, leaf);
    return { position: index + 1, day: days[index] || "2026-11-20", record, leaf, hash };
  });
}

function rootOf(lines: ReturnType<typeof chainOf>) {
  const fields = {
    day: "2026-11-20",
    firstPosition: 1n,
    leafCount: lines.length,
    merkleRoot: merkleRoot(lines.map(({ leaf }) => leaf)),
  };
  const root = rootHash(noHash, fields);
  return { ...fields, firstPosition: 1, lastPosition: lines.length, root, publishedAt: "" };
}

/** A file whose first `closed` lines are of a day with its root. */
function exportOf(lines: ReturnType<typeof chainOf>, closed: number): string {
  const all: unknown[] = [
    { format: "jiedui-ledger-export" },
    ...lines.slice(0, closed),
    { root: rootOf(lines.slice(0, closed)) },
    ...lines.slice(closed),
    { totals, lastPosition: lines.length },
  ];
  return all.map((one) => JSON.stringify(one)).join("\n");
}

describe("D3: a file whose hashes are all in order", () => {
  it("holds when it is honest", async () => {
    const { code, output } = await runVerifier({ "export.jsonl": exportOf(chainOf(gift, []), 3) });
    expect(output).toMatch(/^holds/);
    expect(code).toBe(0);
  });

  it.each<[string, unknown]>([
    ["a text", "nothing to see"],
    ["a number", 7],
    ["of a kind that only JavaScript knows", { type: "constructor" }],
    ["a movement without entries", { type: "transaction", sequence: 2, kind: "fee", at: "", sealed: "" }],
    ["an entry that is null", { type: "transaction", sequence: 2, kind: "fee", at: "", entries: [null], sealed: "" }],
    [
      "an account whose code is a number",
      { type: "account", code: 5, kind: "fees", legalPerson: "", regionCode: null },
    ],
  ])("is named when a record is none: %s", async (_, record) => {
    const { code, output } = await runVerifier({ "export.jsonl": exportOf(chainOf([...gift, record], []), 4) });
    expect(output).toContain("position 4");
    expect(output).toContain("the record is none");
    expect(code).toBe(1);
  });

  it("is named when a line came after the root of its own day, at the end of the file too", async () => {
    const late = { type: "transition", noun: "need", event: "check", day: "2026-11-20", sealed: "" };
    const file = (day: string) => exportOf(chainOf([...gift, late], ["", "", "", day]), 3);
    const { code, output } = await runVerifier({ "export.jsonl": file("2026-11-20") });
    expect(output).toContain("its day has its root already");
    expect(code).toBe(1);
    expect((await runVerifier({ "export.jsonl": file("2026-11-21") })).code).toBe(0);
  });
});

describe("D3: a proof whose hashes are all in order", () => {
  const proofOf = (kind: string, changes: object = {}) => {
    const lines = chainOf([...gift.slice(0, 2), movement(1, kind)], []);
    const { day, firstPosition, leafCount, merkleRoot: merkle, root } = rootOf(lines);
    const last = lines[2];
    const path = merklePath(
      lines.map(({ leaf }) => leaf),
      2,
    );
    const place = { status: "published", day, position: 3, index: 2, firstPosition, leafCount, path };
    const proof = {
      format: "jiedui-receipt-proof",
      ...place,
      record: last?.record,
      leaf: last?.leaf,
      merkleRoot: merkle,
      previousRoot: noHash,
      root,
      ...changes,
    };
    const roots = { format: "jiedui-ledger-roots", roots: [rootOf(lines)] };
    return { "proof.json": JSON.stringify(proof), "roots.json": JSON.stringify(roots) };
  };

  it("holds for a gift", async () => {
    const { code, output } = await runVerifier(proofOf("donation"));
    expect(output).toContain("The gift of lot L, 5.00 yuan");
    expect(code).toBe(0);
  });

  it("proves no gift when its record is of another movement, or of an account", async () => {
    for (const files of [proofOf("refund_failed"), proofOf("donation", { record: gift[0] })]) {
      const { code, output } = await runVerifier(files);
      expect(output).not.toContain("holds");
      expect(output).toContain("the record in the proof is no gift");
      expect(code).toBe(1);
    }
  });

  it("with a number of leaves that is none comes to an end", async () => {
    const { code, output } = await runVerifier(proofOf("donation", { leafCount: 1e308 }));
    expect(output).toContain("not part of the day's Merkle tree");
    expect(code).toBe(1);
  });
});
