import type { NeedCategory, NeedType } from "#app/domain/needs/need.ts";
import type { NeedStatus } from "#app/domain/needs/public-need.ts";
import { type PublicNeedFields, toDocument } from "#search/needs-index.server.ts";
import type { SearchDocument } from "#search/search-index.ts";

/**
 * An invented collection of needs, small enough to know by heart: the judgements of `judged-queries.ts` are about these. Real division
 * codes and names down to the town, invented villages and stories. Whoever adds a need looks through the judgements again.
 */
type Village = { code: string; names: readonly string[] };

const villages = {
  bulan: { code: "440783116248", names: ["广东省", "江门市", "开平市", "赤水镇", "步栏村"] },
  gaoshan: { code: "440783116255", names: ["广东省", "江门市", "开平市", "赤水镇", "高山村"] },
  dongshan: { code: "440783117201", names: ["广东省", "江门市", "开平市", "金鸡镇", "东山村"] },
  zhuwa: { code: "513431201203", names: ["四川省", "凉山彝族自治州", "昭觉县", "竹核镇", "竹瓦村"] },
  qinggang: { code: "520524105208", names: ["贵州省", "毕节市", "织金县", "熊家场镇", "青冈坝村"] },
  shimen: { code: "520526203201", names: ["贵州省", "毕节市", "威宁彝族回族苗族自治县", "石门乡", "石门坎村"] },
  liulin: { code: "410328104210", names: ["河南省", "洛阳市", "洛宁县", "上戈镇", "柳林村"] },
  xiaohe: { code: "610829106211", names: ["陕西省", "榆林市", "吴堡县", "宋家川镇", "小河沟村"] },
} as const satisfies Record<string, Village>;

type Row = readonly [
  id: string,
  title: string,
  category: NeedCategory,
  type: NeedType,
  village: keyof typeof villages,
  story: string,
  status?: NeedStatus,
];

const rows: readonly Row[] = [
  ["w1", "步栏村饮水管网入户", "drinking_water", "project", "bulan", "铺设入户水管三千米，一百二十户不再挑水。"],
  ["w2", "更换老化的蓄水池", "drinking_water", "money", "gaoshan", "水池建于二十年前，池壁渗漏，雨后水浑。"],
  ["w3", "竹瓦村集中供水工程", "drinking_water", "money", "zhuwa", "从山泉引水，建过滤池和消毒间。"],
  ["w4", "水质检测与净化设备", "drinking_water", "goods", "qinggang", "井水含铁高，需要净化设备两套。"],
  ["w5", "干旱季节送水车", "drinking_water", "service", "shimen", "冬春缺水，每周送水两次。"],
  ["w6", "机井维修", "drinking_water", "money", "liulin", "村里唯一的机井电机烧坏。", "fulfilled"],
  ["h1", "危房改造补助差额", "housing", "money", "gaoshan", "土墙开裂，屋顶漏雨，补助之外还差一万元。"],
  ["h2", "彝族老屋修缮", "housing", "project", "zhuwa", "木结构老屋，冬天漏风。"],
  ["h3", "窑洞加固", "housing", "money", "xiaohe", "雨季窑洞有裂缝，需要加固。"],
  ["h4", "灾后住房重建", "housing", "money", "bulan", "台风掀翻了屋顶。"],
  ["h5", "搬迁户家具", "housing", "goods", "qinggang", "搬进新居，缺桌椅和床。"],
  ["e1", "两名学生的学杂费", "education", "money", "gaoshan", "家里重视教育，希望继续完成学业。"],
  ["e2", "竹瓦小学图书角", "education", "goods", "zhuwa", "需要适合小学生的图书三百册。"],
  ["e3", "寄宿生冬季校服", "education", "goods", "shimen", "六十名寄宿生没有厚校服。"],
  ["e4", "大学新生路费", "education", "money", "liulin", "考上大学，路费和住宿费没有着落。"],
  ["e5", "暑期支教老师", "education", "service", "bulan", "希望有老师教英语和美术。"],
  ["e6", "乡村教师国际论坛参会费", "education", "money", "xiaohe", "两位教师受邀发言，往返车票自理。"],
  ["m1", "大病医疗费用", "medical", "money", "bulan", "肾病透析，报销后每月自付两千元。"],
  ["m2", "村卫生室药柜", "medical", "goods", "zhuwa", "卫生室缺药柜和冰箱。"],
  ["m3", "白内障手术", "medical", "money", "qinggang", "三位老人等着做手术。"],
  ["m4", "义诊医生", "medical", "service", "xiaohe", "希望每季来一次，看慢病、量血压。"],
  ["m5", "轮椅两台", "medical", "goods", "gaoshan", "两位行动不便的村民需要轮椅。"],
  ["i1", "村道路灯二十盏", "infrastructure", "goods", "gaoshan", "天黑以后老人和孩子看不清路。"],
  ["i2", "文化广场太阳能路灯", "infrastructure", "goods", "bulan", "广场晚上没有灯。", "reported"],
  ["i3", "通组公路硬化", "infrastructure", "project", "zhuwa", "三公里土路，雨天车进不来。"],
  ["i4", "跨河便民桥", "infrastructure", "project", "qinggang", "孩子过河上学要蹚水。"],
  ["i5", "垃圾处理站", "infrastructure", "project", "liulin", "生活垃圾集中处理，建一座处理站。"],
  ["i6", "污水处理设备", "infrastructure", "goods", "shimen", "污水直排河里，需要小型设备。"],
  ["i7", "旧厂房待处理物资清运", "infrastructure", "service", "xiaohe", "待处理的旧设备占着村集体院子，帮忙清运。"],
  ["i8", "在建工程安全围挡", "infrastructure", "goods", "dongshan", "学校扩建，缺围挡三百米。"],
  ["i9", "水利工程渠道清淤", "infrastructure", "project", "liulin", "渠道淤了三年，浇不上地。"],
  ["c1", "林下养鸡合作社鸡苗", "industry", "goods", "qinggang", "三十户想养鸡，需要鸡苗五千只。"],
  ["c2", "花椒烘干机", "industry", "goods", "zhuwa", "花椒收了没处烘，容易霉。"],
  ["c3", "苹果园防雹网", "industry", "goods", "liulin", "去年冰雹打落一半苹果。"],
  ["c4", "红枣加工车间", "industry", "project", "xiaohe", "与中国农业发展银行商定贷款，自筹部分还差五万元。"],
  ["c5", "农业技术员驻村", "industry", "service", "dongshan", "希望有农业技术员教种植。"],
  ["c6", "能繁母猪三十头", "industry", "goods", "bulan", "养猪户想恢复生产。"],
  ["c7", "中国农业发展银行贷款贴息", "industry", "money", "gaoshan", "合作社贷款的利息。"],
  ["j1", "残疾人手工编织岗位", "employment", "job", "dongshan", "希望企业提供在家能做的编织活。"],
  ["j2", "返乡青年电焊培训", "employment", "service", "shimen", "学一门手艺，出去好谋生。"],
  ["j3", "公益性岗位保洁员", "employment", "job", "qinggang", "四名保洁员，每月八百元。"],
  ["j4", "家政服务员招工", "employment", "job", "liulin", "县城家政公司招十人，包吃住。"],
  ["s1", "滞销红枣两万斤", "industry", "sales", "xiaohe", "今年红枣丰收，卖不出去。"],
  ["s2", "苹果礼盒代销", "industry", "sales", "liulin", "求企业食堂采购苹果。"],
  ["s3", "土鸡蛋订购", "industry", "sales", "zhuwa", "散养鸡蛋，每周发货。"],
  ["d1", "过冬棉被一百床", "daily_life", "goods", "shimen", "高寒山区，冬天零下十度。"],
  ["d2", "春节米油慰问", "daily_life", "goods", "gaoshan", "给四十户困难家庭送米和油。", "fulfilled"],
  ["d3", "旧衣回收分拣志愿者", "daily_life", "service", "dongshan", "每月一个周末，四位帮手。"],
  ["d4", "电饭锅与冰箱", "daily_life", "goods", "bulan", "搬新家没有家电。"],
  ["o1", "独居老人每周探访", "elderly_care", "service", "bulan", "陪老人说话，打扫屋子。"],
  ["o2", "敬老院空调", "elderly_care", "goods", "dongshan", "敬老院夏天很热。"],
  ["o3", "老年食堂开办", "elderly_care", "project", "xiaohe", "孤寡老人吃一顿热饭。"],
  ["o4", "老花镜与助听器", "elderly_care", "goods", "zhuwa", "三十位老人看不清、听不见。"],
];

const codes: Readonly<Record<string, string>> = { w1: "7KQ4D-M29XB", i1: "R8H2N-4WVCT", m3: "C3FJP-6YQ9D" };

function needOf(
  [id, title, category, type, villageKey, story, status = "open"]: Row,
  position: number,
): SearchDocument {
  const village: Village = villages[villageKey];
  const [letter = "", digit = ""] = id;
  const fields: PublicNeedFields = {
    id,
    version: 1,
    publicCode: codes[id] ?? `ZZ${letter.toUpperCase()}${digit}Z-ZZZ${digit}Z`,
    title,
    summary: "",
    story,
    itemNames: [],
    type,
    category,
    status,
    regionCode: village.code,
    regionName: `${village.names.at(-1)}委会`,
    placeNames: [...village.names],
    goalFen: 1_000_000n,
    fundedFen: 0n,
    // Newest last in the file, a day apart: what is equally relevant comes newest first.
    publishedAt: new Date(Date.UTC(2026, 5, 1 + position)),
    neededBy: null,
    isReportLate: false,
    isDueSoon: false,
  };
  return toDocument(fields);
}

export const judgedNeeds: readonly SearchDocument[] = rows.map(needOf);

/** Ids of all needs in villages whose code begins so. */
export function needsIn(prefix: string): string[] {
  return judgedNeeds.filter((need) => need.regionCode.startsWith(prefix)).map((need) => need.id);
}
