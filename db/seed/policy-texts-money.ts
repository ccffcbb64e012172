import type { PolicyText } from "./policy-articles.server.ts";

/** Giving: who may collect, what one gets for it, what tax says. Rows L1-L10, L12, L14, L16, L20-L22, L27, L28. */
export const moneyPolicies: readonly PolicyText[] = [
  {
    slug: "fundraising",
    title: "谁可以公开募捐",
    titleEn: "Who may raise money in public",
    summary: "只有取得公开募捐资格的慈善组织可以。平台、村里和个人都不能自己收钱。",
    summaryEn:
      "Only a charity with a public fundraising qualification may. Neither the platform, nor a village, nor a person.",
    source: "《中华人民共和国慈善法》（2023年修正）第二十二条至第二十八条、第五十八条、第七十九条、第一百二十四条",
    validFrom: "2024-09-05",
    validTo: null,
    body: `## 谁可以募捐

公开募捐要有**公开募捐资格证书**。慈善组织登记满一年，才可以申请。

没有资格的单位和个人，只能和有资格的慈善组织合作。募来的钱全部进慈善组织的账户。

## 捐款前您应当看到什么

- 是哪一家慈善组织，证书编号是多少
- 募捐方案和备案编号：为了什么，到什么时候，帮助谁
- 接收捐款的账户和联系方式
- 钱有剩余时怎么用

这几项缺一项，本站就不显示“捐款”按钮，并说明原因。

## 钱去了哪里

- 捐款直接进入慈善组织自己的账户，本站不经手，也不收费。
- 项目超过六个月的，至少每三个月公开一次进展。
- 项目结束后三个月内，公开全面情况。
- 剩下的钱用于相同或者相近的目的，并且公布。

您可以在[账目](/ledger)里核对每一笔公开的收支。

## 个人求助不一样

为自己或家人治病等事情向社会求助，属于**个人求助**，不是公开募捐。只有民政部指定的平台可以做，本站不做。`,
  },
  {
    slug: "receipts",
    title: "捐款以后能拿到什么票据",
    titleEn: "What you receive for a gift",
    summary: "慈善组织应当向您开具捐赠票据。本站的捐赠凭证只用来查询，不能抵税。",
    summaryEn:
      "The charity owes you an official donation receipt. The slip of this site is for checking only and is no tax receipt.",
    source: "《中华人民共和国慈善法》（2023年修正）第三十八条；《公益事业捐赠票据使用管理办法》",
    validFrom: "2024-09-05",
    validTo: null,
    body: `## 两张不同的单子

| 名称 | 谁开 | 用来做什么 |
| --- | --- | --- |
| 公益事业捐赠票据 | 收款的慈善组织 | 证明捐赠，用于抵扣所得税 |
| 本站捐赠凭证 | 本站 | 查询这笔钱用到了哪里 |

捐赠票据由财政部门统一监制。电子票据和纸质票据效力相同。

## 怎样拿到票据

1. 捐款时填写票据抬头。抬头不公开。
2. 慈善组织收到款后开票。
3. 匿名捐赠，或者您表示不要票据的，慈善组织也要做好记录。

## 哪些钱不能开捐赠票据

集资、摊派、赞助，以及有回报的付款，都不是捐赠。`,
  },
  {
    slug: "promises",
    title: "答应捐赠，可以反悔吗",
    titleEn: "Can a promise to give be taken back?",
    summary: "公开承诺的捐赠应当兑现。生活发生严重困难的，可以不再履行，但要说明情况。",
    summaryEn: "A gift promised in public must be given. Serious hardship releases you, with an explanation.",
    source: "《中华人民共和国慈善法》（2023年修正）第四十一条、第四十二条、第五十六条",
    validFrom: "2024-09-05",
    validTo: null,
    body: `## 要兑现的承诺

- 在报纸、电视、互联网等媒体上公开承诺的捐赠
- 签了书面协议，用于扶贫等目的的捐赠

不兑现的，慈善组织可以要求交付，也可以依法起诉。

## 什么时候可以不再履行

您的经济状况明显变差，严重影响生产经营或者家庭生活的，可以不再履行。要向民政部门报告，并向社会说明情况。

## 在本站认领以前

认领页面会写明您作的是哪一种承诺。看清楚再提交。

## 您的权利

捐赠以后，您可以查阅、复制捐赠财产的管理和使用资料。慈善组织要主动向您反馈。改变用途，要先得到您的同意。`,
  },
  {
    slug: "tax-deduction",
    title: "捐赠怎样抵扣所得税",
    titleEn: "Gifts and income tax",
    summary: "企业一般在年度利润的 12% 以内扣除，个人一般在应纳税所得额的 30% 以内扣除。",
    summaryEn: "Firms deduct up to 12% of the year's profit, persons up to 30% of declared taxable income.",
    source:
      "《企业所得税法》第九条及实施条例第五十一条至第五十三条；《个人所得税法》第六条及实施条例第十九条；财政部等公告2019年第49号、2021年第18号",
    validFrom: "2019-01-01",
    validTo: null,
    body: `## 企业

- 在年度利润总额 **12%** 以内的部分，可以扣除。
- 超过的部分，可以在以后三年内结转扣除。

## 个人

- 在申报的应纳税所得额 **30%** 以内的部分，可以扣除。
- 国家规定可以全额扣除的，按规定办。

## 必须满足的条件

捐款要通过有资格的公益性社会组织，或者县级以上政府和它的部门。要有捐赠票据。直接交给个人的钱不能扣除。

## 企业扶贫捐赠的全额扣除

| 时间 | 规定 |
| --- | --- |
| 2019年1月1日至2025年12月31日 | 企业用于目标脱贫地区的扶贫捐赠，据实全额扣除 |
| 2026年1月1日起 | 我们没有查到延续的规定，请按 12% 计算，并向税务机关确认 |

## 举例

一家企业 2026 年利润总额是 100 万元，捐款 15 万元。当年可以扣除 12 万元，剩下 3 万元在以后三年内扣除。`,
  },
];
