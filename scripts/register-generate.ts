import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { gunzipSync } from "node:zlib";
import { idNumberCheckCharacter } from "#app/domain/households/id-number.ts";
import { createRandom } from "#db/seed/random.ts";
import { ClearError, describeFailure } from "#scripts/clear-error.ts";

/** 168.48 万户, 497.65 万人: the register of one province (S2). */
export const provinceRegister = { households: 1_684_800, persons: 4_976_500 } as const;

export type GeneratedRegister = {
  path: string;
  households: number;
  persons: number;
  /** Villages the households live in, in turn. */
  villageCodes: readonly string[];
  seed?: number;
};

export const generatedHeader =
  "户编号,行政村编码,村民小组,姓名,与户主关系,身份证号码,劳动技能,在校生状况,健康状况,致贫原因,户类型,建档时间,联系电话";
const familyNames = "王李张刘陈杨黄赵吴周徐孙马朱胡林郭何高罗郑梁谢宋唐许邓冯韩曹".split("");
const givenNames = "明华芳秀英军丽强磊洋艳勇娟杰涛敏静超霞平刚桂兰建国文志玉梅春".split("");
const causes = ["因病", "因残", "因学", "因灾", "缺劳力", "缺技术", "缺资金", "交通条件落后"];
const piece = 256 * 1024;

/**
 * Writes a register of invented people to a CSV file, the same for the same numbers. ID numbers have a right check character and begin with
 * 89, which no place has. Memory stays flat.
 */
export async function generateRegister({
  path,
  households,
  persons,
  villageCodes,
  seed = 1,
}: GeneratedRegister): Promise<void> {
  if (villageCodes.length === 0) throw new ClearError("No villages to put the households into.");
  if (persons < households || persons > households * 8)
    throw new ClearError("There must be 1 to 8 persons for each household.");
  const random = createRandom(seed);
  const out = createWriteStream(path);
  let text = `${generatedHeader}\r\n`;
  let person = 0;
  const perVillage = Math.ceil(households / villageCodes.length);
  for (let household = 0; household < households; household += 1) {
    const end = Math.floor(((household + 1) * persons) / households);
    const village = villageCodes[Math.floor(household / perVillage)] ?? "";
    const number = `G${String(household + 1).padStart(9, "0")}`;
    const family = random.pick(familyNames);
    const facts = `${number},${village},${1 + (household % 8)}组`;
    const tail = `${random.pick(causes)},建档立卡贫困户,2014-06-01,139${String(household % 100_000_000).padStart(8, "0")}`;
    for (let position = 0; person < end; position += 1, person += 1) {
      const isFemale = position === 1;
      const isChild = position >= 2;
      const year = isChild ? 2005 + (person % 15) : 1950 + (person % 40);
      const name = `${isFemale ? random.pick(familyNames) : family}${random.pick(givenNames)}${random.pick(givenNames)}`;
      const relation = position === 0 ? "户主" : isFemale ? "配偶" : "之子";
      const labour = isChild ? "无劳动力" : person % 9 === 0 ? "丧失劳动力" : "普通劳动力";
      const school = isChild ? "小学" : "非在校生";
      const health = person % 7 === 0 ? "长期慢性病" : "健康";
      text += `${facts},${name},${relation},${inventedId(person, year, isFemale)},${labour},${school},${health},${tail}\r\n`;
    }
    if (text.length > piece) {
      if (!out.write(text)) await once(out, "drain");
      text = "";
    }
  }
  out.end(text);
  await once(out, "finish");
}

/** Every number of `person` gives another ID number: 10,000 places that do not exist, 12 months, 28 days, 500 of either sex. */
export function inventedId(person: number, year: number, isFemale: boolean): string {
  const place = 890_000 + (person % 10_000);
  const rest = Math.floor(person / 10_000);
  const month = 1 + (rest % 12);
  const day = 1 + (Math.floor(rest / 12) % 28);
  const order = 2 * (Math.floor(rest / 336) % 500) + (isFemale ? 0 : 1);
  const first17 = `${place}${year}${String(month).padStart(2, "0")}${String(day).padStart(2, "0")}${String(order).padStart(3, "0")}`;
  return first17 + idNumberCheckCharacter(first17);
}

/** The villages of a subtree in the list that comes with the product. */
export async function villagesOf(prefix: string): Promise<string[]> {
  const packed = await readFile(
    join(import.meta.dirname, "..", "db", "seed", "data", "villages-of-832-counties.csv.gz"),
  );
  const lines = gunzipSync(packed).toString("utf8").split(/\r?\n/).slice(1);
  return lines.map((line) => line.slice(0, 12)).filter((code) => code.length === 12 && code.startsWith(prefix));
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      households: { type: "string", default: String(provinceRegister.households) },
      persons: { type: "string" },
      region: { type: "string", default: "51" },
      seed: { type: "string", default: "1" },
    },
  });
  const [path] = positionals;
  const households = Number(values.households);
  const share = provinceRegister.persons / provinceRegister.households;
  const persons = values.persons === undefined ? Math.round(households * share) : Number(values.persons);
  if (path === undefined || !Number.isSafeInteger(households) || !Number.isSafeInteger(persons)) {
    throw new ClearError(
      "Name the file: npm run register:generate -- FILE [--households 1684800] [--persons 4976500] [--region 51].",
    );
  }
  await generateRegister({
    path,
    households,
    persons,
    villageCodes: await villagesOf(values.region),
    seed: Number(values.seed),
  });
  console.log(`${path}: ${households} households, ${persons} persons`);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  main().catch((failure) => {
    console.error(describeFailure(failure));
    process.exitCode = 1;
  });
}
