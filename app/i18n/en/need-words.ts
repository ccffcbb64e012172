import type { Translated } from "../translated.ts";
import type { needWords as source } from "../zh-CN/need-words.ts";

export const needWords: Translated<typeof source> = {
  categories: {
    drinking_water: "Drinking water",
    housing: "Housing",
    education: "Education",
    medical: "Medical care",
    infrastructure: "Infrastructure",
    industry: "Local business",
    employment: "Employment",
    daily_life: "Daily needs",
    elderly_care: "Elderly care",
  },
  types: {
    money: "Money",
    goods: "Goods",
    service: "Service",
    job: "Jobs",
    sales: "Buying produce",
    project: "Project",
  },
  statuses: {
    open: "Help wanted",
    fulfilled: "Met, report to come",
    reported: "Results published",
  },
  urgencies: {
    soon: "Due within 30 days",
  },
};
