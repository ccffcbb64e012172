/**
 * The words people type and the words the register uses: the one file to change when a search finds too little. A search for an everyday
 * word also finds the register's word, never the other way round, so that a precise word stays precise.
 */
import type { NeedCategory, NeedType } from "#app/domain/needs/need.ts";

/** The register's word → what people say instead. Chinese of two characters or more, or English in lower case. */
export const everydayWords: Readonly<Record<string, readonly string[]>> = {
  饮水: [
    "喝水",
    "自来水",
    "吃水",
    "用水",
    "饮用水",
    "打井",
    "水井",
    "缺水",
    "通水",
    "净水",
    "水管",
    "水源",
    "water",
    "tap",
  ],
  住房: ["房子", "盖房", "建房", "修房", "危房", "房屋", "漏雨", "泥砖房", "住处", "house", "roof", "home"],
  助学: [
    "上学",
    "读书",
    "念书",
    "学费",
    "书本费",
    "助学金",
    "辍学",
    "失学",
    "文具",
    "课本",
    "孩子们",
    "小孩",
    "儿童",
    "school",
    "tuition",
    "student",
  ],
  医疗: [
    "看病",
    "治病",
    "大病",
    "生病",
    "住院",
    "药费",
    "医药费",
    "手术",
    "买药",
    "就医",
    "慢病",
    "康复",
    "doctor",
    "hospital",
    "illness",
    "health",
  ],
  路灯: ["照明", "街灯", "太阳能灯", "亮化", "streetlight", "lamp"],
  公路: ["修路", "土路", "水泥路", "硬底化", "铺路", "road"],
  道路: ["修路", "村道", "公路", "水泥路", "硬底化", "铺路", "road"],
  基础设施: ["修桥", "水利", "水渠", "排水", "厕所", "垃圾池", "bridge", "infrastructure"],
  产业: [
    "种植",
    "养殖",
    "养鸡",
    "养猪",
    "养牛",
    "果树",
    "合作社",
    "种苗",
    "鸡苗",
    "农具",
    "farm",
    "farming",
    "business",
  ],
  就业: ["找工作", "打工", "招工", "工作", "岗位", "上班", "技能培训", "job", "jobs", "work"],
  消费帮扶: ["卖菜", "滞销", "销路", "农产品", "土特产", "带货", "buy", "produce"],
  生活: ["过冬", "棉被", "被子", "衣服", "棉衣", "米油", "粮油", "家电", "吃饭", "clothes", "food"],
  养老: ["老人", "敬老", "孤寡", "独居", "五保", "空巢", "长者", "elderly", "old"],
  志愿: ["义工", "义剪", "义诊", "义教", "义修", "volunteer"],
};

/** Words every need of the category is found by. */
export const needCategoryWords: Readonly<Record<NeedCategory, readonly string[]>> = {
  drinking_water: ["饮水", "饮水安全", "drinking water"],
  housing: ["住房", "住房改造", "housing"],
  education: ["助学", "教育", "education"],
  medical: ["医疗", "健康", "medical care"],
  infrastructure: ["基础设施", "infrastructure"],
  industry: ["产业", "产业发展", "livelihood"],
  employment: ["就业", "务工", "employment"],
  daily_life: ["生活", "生活物资", "daily life"],
  elderly_care: ["养老", "助老", "elderly care"],
};

/** Words every need of the type is found by. */
export const needTypeWords: Readonly<Record<NeedType, readonly string[]>> = {
  money: ["资金", "捐款", "money"],
  goods: ["物资", "捐物", "goods"],
  service: ["服务", "志愿", "service"],
  job: ["就业", "岗位", "job"],
  sales: ["消费帮扶", "农产品", "sales"],
  project: ["项目", "project"],
};

/** Words every village is found by. */
export const villageWords: readonly string[] = ["村", "village"];

/** Dropped when people write half a sentence: 高山村的路灯. */
export const fillerWords: readonly string[] = [
  "的",
  "和",
  "与",
  "及",
  "我想",
  "想",
  "我要",
  "需要",
  "什么",
  "怎么",
  "怎样",
  "如何",
  "哪里",
  "哪些",
  "有没有",
  "帮忙",
  "帮助",
  "捐",
  "捐赠",
  "给",
  "为",
];
