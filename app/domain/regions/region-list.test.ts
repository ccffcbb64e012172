import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { flagOf, povertyFlagOf, resolveCounty, shortVillageName, villageRowOf } from "./region-list.ts";

function linesOf(name: string): string[][] {
  const bytes = readFileSync(`db/seed/data/${name}`);
  const text = (name.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
  return text
    .split(/\r?\n/)
    .slice(1)
    .filter((line) => line !== "")
    .map((line) => line.split(","));
}

describe("lists of divisions", () => {
  it("S1: every village of the 832 counties lies in a township of the tree", () => {
    const townships = new Set(linesOf("regions-to-township.csv.gz").map(([code]) => code));
    const villages = linesOf("villages-of-832-counties.csv.gz").map(([code = "", name = "", town = ""]) =>
      villageRowOf(code, name, town),
    );
    expect(villages).toHaveLength(148_439);
    expect(villages.every((row) => row !== undefined && townships.has(row.parentCode ?? ""))).toBe(true);
  });

  it("S1: all 832 counties of the list are found; five codes and one merged place by name, none by a code of another place", () => {
    const tree = linesOf("regions-to-township.csv.gz").filter(
      ([, , level]) => level === "province" || level === "county",
    );
    const counties = tree.filter(([, , level]) => level === "county").map(([code = "", name = ""]) => ({ code, name }));
    const codeOf = new Map(tree.map(([code = "", name = ""]) => [name, code]));
    const resolved = linesOf("poverty-counties-832.csv").map(
      ([code = "", name = "", province = "", city = "", exitYear = ""]) => {
        const inProvince = counties.filter((one) => one.code.startsWith(codeOf.get(province) ?? "-"));
        return resolveCounty({ code, name, province, city, exitYear }, inProvince);
      },
    );
    expect(resolved).toHaveLength(832);
    expect(resolved.filter(({ how }) => how === "unknown")).toEqual([]);
    const byName = resolved.filter(({ how }) => how === "by_name");
    expect(byName.map(({ listed, county }) => `${listed.code} ${listed.name} ${county?.code} ${county?.name}`)).toEqual(
      [
        "532600 文山市 532601 文山市",
        "540422 米林县 540481 米林市",
        "540530 错那县 540581 错那市",
        "622900 临夏市 622901 临夏市",
        "630104 冷湖行委 632803 茫崖市",
        "632825 大柴旦行委 632857 大柴旦行政委员会",
      ],
    );
    expect(resolved.find(({ listed }) => listed.name === "上饶县")).toMatchObject({
      how: "renamed",
      county: { name: "广信区" },
    });
    expect(
      povertyFlagOf(
        byName[0] ?? {
          listed: { code: "", name: "", province: "", city: "", exitYear: "" },
          county: undefined,
          how: "unknown",
        },
      ),
    ).toMatchObject({
      regionCode: "532601",
      flag: "poor_county",
      validTo: "2019-12-31",
    });
  });

  it("S1: villages are shown by the name people say", () => {
    expect(shortVillageName("步栏村委会")).toBe("步栏村");
    expect(shortVillageName("河东村村民委员会")).toBe("河东村");
    expect(shortVillageName("阿拉腾嘎查")).toBe("阿拉腾嘎查");
    expect(villageRowOf("130125100209", "庄头村委会", "130125101")).toBeUndefined();
    expect(villageRowOf("13012510020x", "庄头村委会", "130125100")).toBeUndefined();
  });

  it("S1: flags are read by their Chinese words", () => {
    expect(flagOf("深度贫困县")).toBe("deep_poverty");
    expect(flagOf(" 片区 ")).toBe("contiguous_area");
    expect(flagOf("富裕")).toBeUndefined();
  });
});
