/** What needs are called, wherever they appear: cards, filters, forms, staff lists. */
export const needWords = {
  categories: {
    drinking_water: "饮水安全",
    housing: "住房",
    education: "助学",
    medical: "医疗",
    infrastructure: "基础设施",
    industry: "产业发展",
    employment: "就业",
    daily_life: "生活物资",
    elderly_care: "养老助老",
  },
  types: {
    money: "资金",
    goods: "物资",
    service: "服务",
    job: "就业岗位",
    sales: "消费帮扶",
    project: "项目",
  },
  statuses: {
    open: "正在求助",
    fulfilled: "已满足，待报告",
    reported: "已公布成效",
  },
  urgencies: {
    soon: "30 天内截止",
  },
} as const;
