import type { SearchDocument, SearchIndexSettings, SearchQuery } from "#search/search-index.ts";

/** A noun of its own: the contract is about the port, not about needs. */
export const contractSettings: SearchIndexSettings = {
  noun: "contract",
  facets: ["category", "type", "status"],
  sorts: ["recommended", "published", "amountLeft", "ending"],
};

export function documentOf(id: string, changes: Partial<SearchDocument> = {}): SearchDocument {
  return {
    id,
    texts: { title: "", place: "", keywords: "", body: "" },
    facets: { category: "drinking_water", type: "money", status: "open" },
    regionCode: "440783116248",
    sorts: { recommended: 0, published: 0, amountLeft: 0, ending: 0 },
    version: 1,
    ...changes,
  };
}

export function queryOf(changes: Partial<SearchQuery> = {}): SearchQuery {
  return {
    noun: "contract",
    text: "",
    regionPrefix: "",
    facets: {},
    sort: "relevance",
    limit: 20,
    offset: 0,
    countFacets: ["category", "type", "status"],
    countRegionDigits: 12,
    ...changes,
  };
}

const bulanPlace = "广东省 江门市 开平市 赤水镇 步栏村 步栏村委会 广东江门开平赤水步栏 440783116248";
const gaoshanPlace = "广东省 江门市 开平市 赤水镇 高山村 高山村委会 广东江门开平赤水高山 440783116255";

/** A handful of needs as they are in the register's words. */
export const storyDocuments: readonly SearchDocument[] = [
  documentOf("water", {
    texts: {
      title: "更换老化饮水管道",
      place: bulanPlace,
      keywords: "饮水 饮水安全 drinking water 资金 7KQ4D-M29XB 7KQ4DM29XB",
      body: "管道用了二十年，雨后浑浊。全村一百二十户用水。",
    },
    sorts: { recommended: 3, published: 3, amountLeft: 500, ending: 30 },
  }),
  documentOf("lamps", {
    texts: {
      title: "村道路灯二十盏",
      place: gaoshanPlace,
      keywords: "基础设施 infrastructure 物资 goods",
      body: "天黑以后老人和孩子看不清路。",
    },
    facets: { category: "infrastructure", type: "goods", status: "open" },
    regionCode: "440783116255",
    sorts: { recommended: 2, published: 2, amountLeft: 900, ending: 10 },
  }),
  documentOf("school", {
    texts: {
      title: "两名学生的学杂费",
      place: gaoshanPlace,
      keywords: "助学 教育 education 资金 money",
      body: "家里重视教育，希望继续完成学业。",
    },
    facets: { category: "education", type: "money", status: "fulfilled" },
    regionCode: "440783116255",
    sorts: { recommended: 1, published: 1, amountLeft: 0, ending: 20 },
  }),
];
