import type { WordingKind, WordingSeverity } from "#app/domain/place-rules/place-rule.ts";

/** The lists a county begins with (D7). Prices are invented for the demo; a county puts its own in their place, with their source. */
type DemoPrice = readonly [
  name: string,
  words: readonly string[],
  unit: string,
  referenceFen: bigint,
  ceilingFen: bigint,
];

export const demoPrices: readonly DemoPrice[] = [
  ["饮水管", ["水管", "PE管"], "米", 1_200n, 2_500n],
  ["打井", ["机井钻井"], "米", 20_000n, 40_000n],
  ["水泵", ["抽水泵"], "台", 130_000n, 260_000n],
  ["太阳能路灯", ["路灯"], "盏", 200_000n, 350_000n],
  ["混凝土", ["水泥路面"], "立方米", 45_000n, 60_000n],
  ["书包", ["学生书包"], "个", 8_000n, 20_000n],
  ["课桌椅", ["学习桌椅"], "套", 30_000n, 60_000n],
  ["棉被", ["被子", "被褥"], "床", 25_000n, 50_000n],
  ["棉衣", ["羽绒服", "外套", "大衣", "冬衣"], "件", 20_000n, 40_000n],
  ["轮椅", ["轻便轮椅"], "台", 100_000n, 180_000n],
  ["制氧机", ["家用制氧机"], "台", 200_000n, 350_000n],
  ["电视机", ["电视"], "台", 120_000n, 200_000n],
  ["冰箱", ["电冰箱"], "台", 150_000n, 250_000n],
  ["洗衣机", [], "台", 100_000n, 180_000n],
  ["学习平板", ["平板电脑"], "台", 80_000n, 150_000n],
  ["眼镜", ["近视眼镜", "老花镜"], "副", 40_000n, 80_000n],
  ["鸡苗", [], "只", 1_000n, 2_000n],
];

type StartingWord = readonly [word: string, kind: WordingKind, severity: WordingSeverity, advice: string];

const writeWithoutBrand = "写物品的种类和用途，不写品牌，例如“冬衣一件”";
const askForWhatIsNeeded = "不属于基本生活需要，请改为实际需要的物品";

/** Words of the reports of 2019 and the like; a starting list, to be changed by each place. */
export const startingWords: readonly StartingWord[] = [
  ["跑步机", "luxury", "block", `${askForWhatIsNeeded}；康复训练请写医嘱要求的器具`],
  ["名牌", "luxury", "block", writeWithoutBrand],
  ["奢侈", "luxury", "block", askForWhatIsNeeded],
  ["游戏机", "luxury", "block", askForWhatIsNeeded],
  ["名表", "luxury", "block", askForWhatIsNeeded],
  ["高档", "luxury", "reason", "说明为什么普通的不够用"],
  ["豪华", "luxury", "reason", "说明为什么普通的不够用"],
  ["加拿大鹅", "brand", "block", writeWithoutBrand],
  ["耐克", "brand", "block", writeWithoutBrand],
  ["阿迪达斯", "brand", "block", writeWithoutBrand],
  ["苹果手机", "brand", "block", writeWithoutBrand],
  ["iPhone", "brand", "block", writeWithoutBrand],
  ["iPad", "brand", "block", writeWithoutBrand],
  ["LV", "brand", "block", writeWithoutBrand],
  ["Gucci", "brand", "block", writeWithoutBrand],
  ["茅台", "brand", "block", askForWhatIsNeeded],
  ["跪求", "begging", "reason", "写清楚缺什么，不用乞求的话"],
];

export const demoPriceSource = "演示设定：虚构的参考价";
export const startingWordSource = "平台起步清单（2026-11），由各县修订";
