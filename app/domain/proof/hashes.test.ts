import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  leafOf,
  linkHash,
  merklePath,
  merkleRoot,
  newSalt,
  noHash,
  rootFromPath,
  sealRecord,
} from "./hashes.server.ts";
import { describeTransition, publicAccountCode } from "./records.ts";

const leaves = (count: number) =>
  Array.from({ length: count }, (_, index) => createHash("sha256").update(`leaf ${index}`).digest("hex"));

test("D3: the Merkle tree is the one of RFC 6962", () => {
  // The test vectors of certificate-transparency: leaf inputs "", 00, 10, 2021, 3031, 40414243, 5051525354555657, 60..6f.
  const inputs = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
  const roots = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
  ];
  expect(roots.map((_, index) => merkleRoot(inputs.slice(0, index + 1)))).toEqual(roots);
});

test("D3: the path of every leaf of every tree leads to its root, and no other leaf's does", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 70 }), fc.nat(), (count, pick) => {
      const all = leaves(count);
      const index = pick % count;
      const path = merklePath(all, index);
      const root = merkleRoot(all);
      expect(rootFromPath(all[index] ?? "", index, count, path)).toBe(root);
      expect(rootFromPath(noHash, index, count, path)).not.toBe(root);
      if (count > 1) expect(rootFromPath(all[index] ?? "", (index + 1) % count, count, path)).not.toBe(root);
      expect(rootFromPath(all[index] ?? "", index, count, [...path, noHash])).toBeNull();
      expect(rootFromPath(all[index] ?? "", count, count, path)).toBeNull();
    }),
    { numRuns: 300 },
  );
});

test("F9: every private field of a step changes its leaf, and the record shows none of them", () => {
  const row = {
    id: "11111111-1111-4111-8111-111111111111",
    noun: "need",
    subjectId: "22222222-2222-4222-8222-222222222222",
    fromState: "submitted",
    event: "return",
    toState: "returned",
    reason: "家庭情况需要补充",
    actorUserId: "33333333-3333-4333-8333-333333333333",
    at: new Date("2026-11-22T01:02:03.004Z"),
  };
  const salt = newSalt();
  const leaf = (changed: Partial<typeof row>) => leafOf(sealRecord(describeTransition({ ...row, ...changed }), salt));
  const other = { subjectId: row.id, fromState: "checked", toState: "rejected", reason: "", actorUserId: row.id };
  for (const [field, value] of Object.entries(other)) expect(leaf({ [field]: value }), field).not.toBe(leaf({}));
  expect(leaf({ at: new Date(row.at.getTime() + 1) })).not.toBe(leaf({}));
  const shown = JSON.stringify(sealRecord(describeTransition(row), salt));
  expect(shown).toMatch(
    /^\{"type":"transition","noun":"need","event":"return","day":"2026-11-22","sealed":"[0-9a-f]{64}"\}$/,
  );
});

test("F9: a link hangs on the link before it", () => {
  const [one = "", two = ""] = leaves(2);
  expect(linkHash(linkHash(noHash, one), two)).not.toBe(linkHash(linkHash(noHash, two), one));
});

test("an account is published under the public code of its need", () => {
  const subjectId = "22222222-2222-4222-8222-222222222222";
  expect(publicAccountCode({ code: `need:${subjectId}`, subjectId, subjectCode: "7KQ4D-M29XB" })).toBe(
    "need:7KQ4D-M29XB",
  );
  expect(publicAccountCode({ code: "fund:housing", subjectId, subjectCode: null })).toBe("fund:housing");
});
