/** 政策宣传. */
export const policies = {
  title: "政策宣传",
  lead: "把和帮扶有关的规定讲成大白话。每一条都写明出处和有效期。",
  searchLabel: "搜索政策",
  found: (count: number) => `共 ${count} 条`,
  none: "没有找到相关政策",
  noneAdvice: "换一个词试试，例如“票据”“公示”“志愿者”。",
  showAll: "看全部政策",
  validity: { upcoming: "尚未生效", in_force: "现行有效", ended: "已经到期" },
  validFrom: "生效日期",
  validTo: "有效期至",
  noEnd: "没有规定截止日期",
  source: "出处",
  endedNotice: "这条规定已经到期，只供查阅。",
  bodyInChinese: "正文为中文。",
  disclaimer: "这里是通俗说明，不能代替法律原文。有疑问请以原文为准，或者咨询当地民政部门。",
  others: "其他政策",
} as const;
