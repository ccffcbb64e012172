import { randomBytes } from "node:crypto";
import { afterAll, describe, expect, it } from "vitest";
import { householdPhonePlace, memberIdNumberPlace } from "#app/domain/households/sealed-places.ts";
import { type StagedText, type StagingWork, stageHere } from "#app/domain/register-imports/stage-batch.server.ts";
import { createSealer } from "#db/sealer.server.ts";
import { inventedId } from "#scripts/register-generate.ts";
import { openStagingThreads } from "./staging-threads.server.ts";

const keys = {
  fieldKeys: { currentId: "k7", keys: new Map([["k7", randomBytes(32)]]) },
  indexKey: randomBytes(32),
};
const sealer = createSealer(keys.fieldKeys, keys.indexKey);
const work: StagingWork = {
  importId: "3f0e8a52-7f0b-4a43-9d0e-6b3a4f1c2d10",
  columns: {
    householdNumber: [0],
    villageCode: [1],
    name: [2],
    relation: [3],
    idNumber: [4],
    phone: [5],
    labourAbility: [6],
  },
  scope: "51",
  places: [{ code: "510101001001", name: "一村", shortName: "一" }],
  programme: "registered_poor",
  programmeFrom: "2014-06-01",
  today: "2026-11-22",
};

/** Three persons to a household; every fifth household has a number that does not fit. */
function household(order: number) {
  const key = `T${order}`;
  const rows = ["户主", "配偶", "之子"].map((relation, position) => {
    const year = position === 2 ? 2015 : 1970;
    const id = inventedId(3 * order + position, year, position === 1);
    const written = order % 5 === 4 && position === 1 ? `${id.slice(0, 17)}${id.endsWith("1") ? "2" : "1"}` : id;
    const cells = [
      key,
      "510101001001",
      `王${"一二三"[position] ?? ""}`,
      relation,
      written,
      "13900000001",
      "普通劳动力",
    ];
    return { number: 10 * order + position, cells };
  });
  return { key, rows };
}
const batch = (firstOrdinal: number) => ({
  firstOrdinal,
  households: Array.from({ length: 20 }, (_, index) => household(firstOrdinal + index)),
});

const linesOf = (text: string | Uint8Array) =>
  Buffer.from(text)
    .toString()
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => line.split("\t"));
/** Without ids, codes and sealed values, which are others each time. */
const lasting = ({ households, members, findings }: StagedText) => ({
  households: linesOf(households).map((fields) => fields.filter((_, at) => ![5, 6, 9].includes(at))),
  members: linesOf(members).map((fields) => fields.filter((_, at) => ![4, 9].includes(at))),
  findings: linesOf(findings),
});

describe("threads that check and seal", { timeout: 60_000 }, () => {
  const threads = openStagingThreads(keys, work);
  afterAll(() => threads.end());

  it("S2 U26: say what would be said here, for each batch its own, and seal under the same keys", async () => {
    const here = stageHere(sealer, work);
    const staged = await Promise.all([0, 20, 40, 60].map((first) => threads.stage(batch(first))));
    for (const [index, one] of staged.entries()) {
      expect(lasting(one)).toEqual(lasting(await here.stage(batch(20 * index))));
    }
    const [first = { households: "", members: "", findings: "" }] = staged;
    expect(linesOf(first.findings).length).toBe(4);
    const [fields = []] = linesOf(first.households);
    expect(sealer.open(fields[9] ?? "", householdPhonePlace(fields[5] ?? ""))).toBe("13900000001");
    const [member = []] = linesOf(first.members);
    expect(sealer.open(member[9] ?? "", memberIdNumberPlace(member[4] ?? ""))).toBe(inventedId(0, 1970, false));
    expect(member[10]).toBe(sealer.blindIndex(inventedId(0, 1970, false), "id_number"));
  });

  it("S2: a thread that dies fails what it was given and what it is given later, and holds nobody up", async () => {
    const dying = openStagingThreads(keys, work);
    const broken = { firstOrdinal: 0, households: [{ key: "T0", rows: [null] }] } as never;
    const answers = await Promise.allSettled(Array.from({ length: dying.capacity }, () => dying.stage(broken)));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => "rejected"));
    await expect(dying.stage(batch(0))).rejects.toThrow();
    await dying.end();
  });
});
