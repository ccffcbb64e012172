import { createHash } from "node:crypto";
import type { NeedCategory, NeedType } from "#app/domain/needs/need.ts";

/**
 * Invented needs for a database of the country's size: what a village or a household could ask for, worded from a few patterns. The same
 * seed and place give the same need on every machine; nothing depends on what was made before it, so work that was broken off goes on.
 */
export type ScaleNeed = {
  type: NeedType;
  category: NeedCategory;
  title: string;
  summary: string;
  items: readonly ScaleItem[];
  /** In fen; null where no money is asked for. */
  goalFen: number | null;
};
/** Without a price where it is somebody's time. */
export type ScaleItem = { name: string; unit: string; quantity: number; unitPriceFen: number | null };

type Pattern = {
  type: NeedType;
  category: NeedCategory;
  title: string;
  summary: string;
  /** Name, unit, least and most of it, price of one in fen. */
  items: readonly (readonly [string, string, number, number, number | null])[];
};

const villagePatterns: readonly Pattern[] = [
  {
    type: "money",
    category: "drinking_water",
    title: "{v}饮水管网入户",
    summary: "{n} 户旱季要到老井挑水。水源已经找好，还差管道、水表和蓄水池，各户出工挖沟。",
    items: [
      ["PE 饮水管", "米", 800, 3200, 1_050],
      ["入户水表和阀门", "套", 20, 90, 26_000],
    ],
  },
  {
    type: "project",
    category: "infrastructure",
    title: "{v}出村道路硬底化",
    summary: "还有一段土路，下雨天菜运不出去。用工由村里出，差水泥和机械，受益 {n} 户。",
    items: [
      ["C25 混凝土", "立方米", 200, 900, 31_000],
      ["压路机台班", "台班", 5, 25, 96_000],
    ],
  },
  {
    type: "goods",
    category: "infrastructure",
    title: "{v}太阳能路灯",
    summary: "山路夜里没有灯，学生晚修回家、老人看病都走这条路，{n} 户受益。灯位已经由村民代表定下。",
    items: [["太阳能路灯", "盏", 10, 60, 185_000]],
  },
  {
    type: "money",
    category: "education",
    title: "{v}小学图书室",
    summary: "{n} 个孩子共用两柜旧书。需要适合各年级的图书和书架，老师已经腾出一间教室。",
    items: [
      ["儿童图书", "册", 300, 1500, 2_200],
      ["书架", "组", 6, 20, 46_000],
    ],
  },
  {
    type: "project",
    category: "industry",
    title: "{v}合作社冷藏库",
    summary: "果菜采下来放不住，只好贱卖。合作社 {n} 户入股，差一间小型冷藏库。",
    items: [["小型冷藏库设备", "套", 1, 3, 6_800_000]],
  },
  {
    type: "service",
    category: "medical",
    title: "{v}老人义诊",
    summary: "村里离镇卫生院远，{n} 位老人一年没有量过血压，希望有医生来看几次。",
    items: [["义诊", "小时", 16, 60, null]],
  },
  {
    type: "job",
    category: "employment",
    title: "{v}劳动力外出务工岗位",
    summary: "有 {n} 人愿意外出，会砌墙、焊接、缝纫，希望用工单位来村里面谈。",
    items: [],
  },
  {
    type: "sales",
    category: "industry",
    title: "{v}农产品找销路",
    summary: "今年收成好，{n} 户的存货还没有人来收，可以分批发货。",
    items: [],
  },
  {
    type: "money",
    category: "elderly_care",
    title: "{v}老人饭堂",
    summary: "{n} 位独居老人中午常常随便吃一口。饭堂的房子有了，差灶具和一年的米油。",
    items: [
      ["灶具和餐桌椅", "套", 1, 3, 980_000],
      ["米和油", "份", 200, 900, 1_600],
    ],
  },
  {
    type: "money",
    category: "housing",
    title: "{v}危房修缮",
    summary: "台风季以前要修好 {n} 户的屋顶和山墙，鉴定已经做过，人工由邻里互助。",
    items: [["修缮材料", "户", 3, 20, 650_000]],
  },
];

const householdPatterns: readonly Pattern[] = [
  {
    type: "money",
    category: "education",
    title: "{v}一名高中生的学费和住宿费",
    summary: "孩子在县城读高中，家里缺劳力，差一个学期的学费和住宿费。",
    items: [["学费和住宿费", "学期", 1, 2, 185_000]],
  },
  {
    type: "money",
    category: "medical",
    title: "{v}一户人家的透析路费和药费",
    summary: "每周要去县医院两次，报销以后自付的药费和路费仍难负担。",
    items: [["药费和路费", "月", 3, 12, 68_000]],
  },
  {
    type: "money",
    category: "housing",
    title: "{v}一户人家换屋顶",
    summary: "泥砖房屋顶漏雨，已鉴定可以修，差瓦和木料。",
    items: [["瓦和木料", "户", 1, 1, 760_000]],
  },
  {
    type: "money",
    category: "industry",
    title: "{v}一户人家养鸡的鸡苗和围栏",
    summary: "养过鸡，有地方，差第一批鸡苗、围栏和饲料，合作社答应收购。",
    items: [
      ["鸡苗", "只", 100, 300, 900],
      ["围栏和饲料", "套", 1, 2, 120_000],
    ],
  },
  {
    type: "goods",
    category: "daily_life",
    title: "{v}一户老人过冬的棉被和衣物",
    summary: "两位老人同住，棉被薄旧，需要新的被子和厚衣。",
    items: [["棉被和冬衣", "份", 2, 4, 26_000]],
  },
];

export function villageNeed(seed: number, code: string, villageName: string, order: number): ScaleNeed {
  return needOf(villagePatterns, villageName, draw(seed, "village-need", `${code}:${order}`));
}

export function householdNeed(seed: number, registerNumber: string, villageName: string): ScaleNeed {
  return needOf(householdPatterns, villageName, draw(seed, "household-need", registerNumber));
}

function needOf(patterns: readonly Pattern[], villageName: string, bytes: Buffer): ScaleNeed {
  const pattern = patterns[bytes.readUInt16BE(0) % patterns.length];
  if (pattern === undefined) throw new RangeError("no pattern");
  const items = pattern.items.map(([name, unit, least, most, unitPriceFen], index) => ({
    name,
    unit,
    quantity: least + (bytes.readUInt16BE(2 + 2 * index) % (most - least + 1)),
    unitPriceFen,
  }));
  const words = (text: string) => text.replace("{v}", villageName).replace("{n}", String(12 + (bytes[8] ?? 0)));
  const asksForMoney = pattern.type === "money" || pattern.type === "project";
  return {
    type: pattern.type,
    category: pattern.category,
    title: words(pattern.title),
    summary: words(pattern.summary),
    items,
    goalFen: asksForMoney ? items.reduce((sum, item) => sum + item.quantity * (item.unitPriceFen ?? 0), 0) : null,
  };
}

/** 32 bytes for one thing, the same for the same words. */
export function draw(seed: number, kind: string, name: string): Buffer {
  return createHash("sha256").update(`${seed}:${kind}:${name}`).digest();
}

/** A UUID in version-4 form. */
export function scaleId(seed: number, kind: string, name: string): string {
  const hex = draw(seed, `id:${kind}`, name).toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

const codeAlphabet = "0123456789BCDFGHJKMNPQRSTVWXYZ";

/** A public code in the form of `newPublicCode`: 49 bits, so that half a million of them hardly ever meet. */
export function scaleCode(seed: number, kind: string, name: string): string {
  const bytes = draw(seed, `code:${kind}`, name);
  const letters = Array.from({ length: 10 }, (_, index) =>
    codeAlphabet.charAt(bytes.readUInt16BE(2 * index) % codeAlphabet.length),
  ).join("");
  return `${letters.slice(0, 5)}-${letters.slice(5)}`;
}
