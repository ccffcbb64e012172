import type { Fen } from "#app/domain/money.ts";
import type { PersonaKey } from "./personas.ts";
import { planTownCode } from "./plan-document.ts";

type Line = { item: string; quantity: number; unit: string; unitPrice: Fen };

export type DemoProject = {
  title: string;
  regionCode: string;
  purpose: string;
  description: string;
  plannedFrom: string;
  plannedTo: string;
  applicant: Extract<PersonaKey, "town" | "officerBulan" | "officerGaoshan">;
  lines: readonly Line[];
  supplier: string;
  quoteFen: Fen;
  /** The day it was applied for; null: so many days ago. */
  appliedOn: string | null;
  daysAgo: number;
  reach: "submitted" | "checked" | "reserved" | "approved" | "under_way" | "announced";
  documentNumber: string;
  acceptance: { on: string; members: string; conclusion: string } | null;
};

const ofTown = { regionCode: planTownCode, applicant: "town", daysAgo: 0 } as const;

/** Invented, like the spendings they carry; every page marks them as the demo's. Budgets cover what was spent, and no more is ever paid. */
export const demoProjects: readonly DemoProject[] = [
  {
    ...ofTown,
    title: "赤水镇集中供水改造",
    purpose: "饮水安全",
    description: "三个自然村的旧水管换成集中供水，给 214 户接上合格的水，做一次水质检测。",
    plannedFrom: "2018-03-12",
    plannedTo: "2018-08-31",
    lines: [
      { item: "供水管网", quantity: 6200, unit: "米", unitPrice: 2_500n },
      { item: "蓄水池和消毒设备", quantity: 1, unit: "套", unitPrice: 3_100_000n },
    ],
    supplier: "恒泉供水安装队（演示）",
    quoteFen: 18_600_000n,
    appliedOn: "2018-02-05",
    reach: "under_way",
    documentNumber: "演示批〔2018〕2号",
    acceptance: {
      on: "2018-08-22",
      members: "村民代表 5 人、镇水利所、市审核人员",
      conclusion: "三个自然村 214 户通水，水质检测合格，村民代表五人到场验收。",
    },
  },
  {
    ...ofTown,
    title: "赤水镇村道硬底化",
    purpose: "村道硬底化",
    description: "把 1.4 公里泥路硬底化，车和救护车能进村，雨天学生不再踩泥上学。",
    plannedFrom: "2018-05-28",
    plannedTo: "2018-11-30",
    lines: [{ item: "路面硬底化", quantity: 1400, unit: "米", unitPrice: 30_250n }],
    supplier: "安和工程队（演示）",
    quoteFen: 42_350_000n,
    appliedOn: "2018-04-16",
    reach: "under_way",
    documentNumber: "演示批〔2018〕7号",
    acceptance: {
      on: "2018-11-16",
      members: "村民代表 4 人、镇规划建设办、市审核人员",
      conclusion: "1.4 公里路面完工，厚度抽检合格，保修两年。",
    },
  },
  {
    ...ofTown,
    title: "赤水镇合作社冷库与分拣线",
    purpose: "农民专业合作社",
    description: "给合作社补助一间冷库和一条分拣线，果蔬收下来能存能分级，社员多卖几天好价钱。",
    plannedFrom: "2018-04-20",
    plannedTo: "2018-12-31",
    lines: [
      { item: "冷库", quantity: 1, unit: "间", unitPrice: 11_000_000n },
      { item: "分拣线", quantity: 1, unit: "条", unitPrice: 6_500_000n },
    ],
    supplier: "潭江果蔬农民专业合作社（演示）",
    quoteFen: 17_500_000n,
    appliedOn: "2018-03-19",
    reach: "under_way",
    documentNumber: "演示批〔2018〕4号",
    acceptance: null,
  },
  {
    ...ofTown,
    title: "赤水镇优质稻基地灌溉设施",
    purpose: "农业基地",
    description: "给连片种植的优质稻基地修渠、装闸、配两台水泵，旱季也能浇上水。",
    plannedFrom: "2018-11-12",
    plannedTo: "2019-04-30",
    lines: [
      { item: "水渠和闸门", quantity: 800, unit: "米", unitPrice: 9_000n },
      { item: "水泵", quantity: 2, unit: "台", unitPrice: 1_200_000n },
    ],
    supplier: "恒新农资店（演示）",
    quoteFen: 8_800_000n,
    appliedOn: "2018-10-15",
    reach: "approved",
    documentNumber: "演示批〔2018〕16号",
    acceptance: null,
  },
  {
    title: "步栏村文化活动室修缮",
    regionCode: "440783116248",
    applicant: "officerBulan",
    purpose: "公共服务",
    description: "活动室屋顶漏水，换瓦补墙，添桌椅和灯，老人和学生有个避雨读书的地方。",
    plannedFrom: "2027-01-11",
    plannedTo: "2027-04-30",
    lines: [
      { item: "屋顶换瓦和补墙", quantity: 160, unit: "平方米", unitPrice: 18_000n },
      { item: "桌椅", quantity: 20, unit: "套", unitPrice: 32_000n },
    ],
    supplier: "安和工程队（演示）",
    quoteFen: 3_520_000n,
    appliedOn: null,
    daysAgo: 5,
    reach: "submitted",
    documentNumber: "",
    acceptance: null,
  },
  {
    title: "高山村果园喷灌",
    regionCode: "440783116255",
    applicant: "officerGaoshan",
    purpose: "农业基地",
    description: "给 120 亩果园装喷灌，干旱时每户轮流用，村里管水表，一年省工也省水。",
    plannedFrom: "2027-02-15",
    plannedTo: "2027-06-30",
    lines: [{ item: "喷灌设备和安装", quantity: 120, unit: "亩", unitPrice: 68_000n }],
    supplier: "恒新农资店（演示）",
    quoteFen: 8_160_000n,
    appliedOn: null,
    daysAgo: 20,
    reach: "reserved",
    documentNumber: "",
    acceptance: null,
  },
];
