import type { PolicyText } from "./policy-articles.server.ts";

/** People: who is helped, notices, volunteers, complaints, privacy. Rows L15, L18, L25, L29-L34, S7. */
export const peoplePolicies: readonly PolicyText[] = [
  {
    slug: "monitoring",
    title: "哪些家庭可以得到监测帮扶",
    titleEn: "Which families are monitored and helped",
    summary: "有返贫、致贫风险的家庭可以申请。村里评议并公示，镇里审核，县里批准。",
    summaryEn:
      "Families at risk of falling into poverty may apply. The village discusses, the town checks, the county approves.",
    source: "《中华人民共和国乡村振兴促进法》第五十九条；县级监测对象认定问答",
    validFrom: "2021-06-01",
    validTo: null,
    body: `## 谁可以申请

因为生病、上学、灾害、失业等原因，收入减少或支出大增，基本生活可能出现困难的农户。法律要求各级政府建立**动态监测预警和帮扶机制**。

具体的收入线每年由当地公布。请向村委会询问今年的标准。

## 怎样认定

1. 农户申请，或者村干部走访发现
2. 村里民主评议
3. 在村里公示，不少于 5 天
4. 镇审核，县批准

整个过程一般不超过 15 天。

## 能得到什么

按困难的原因帮：缺水的接水，房屋不安全的修房，想干活的找岗位，上学的给资助。每户有一名**帮扶责任人**。

风险消除以后，还会继续关注一段时间。`,
  },
  {
    slug: "public-notice",
    title: "公示有哪些规定",
    titleEn: "The rules for public notices",
    summary: "帮扶需求发布前要公示满规定的天数。任何人都可以提出异议，有异议就先停下来。",
    summaryEn:
      "A need is put up for a fixed number of full days before it is published. Anyone may object, and an objection stops it.",
    source: "赤委〔2016〕51号（公示7天以上）；监测对象认定问答（不少于5天）；扶贫项目资金公告公示要求（不少于10天）",
    validFrom: "2016-12-27",
    validTo: null,
    body: `## 要公示多少天

| 公示什么 | 至少几天 |
| --- | --- |
| 赤水镇的帮扶对象和需求 | 7 个整天 |
| 监测对象名单 | 5 天，只在村里 |
| 项目和资金 | 10 天 |

各地规定不同的，以当地为准。本站按当地的天数计算，不满天数，公示不能结束。

## 公示什么，不公示什么

公示村名、需求、金额和核实情况。

**不公示**身份证号、手机号、银行账号和健康状况。姓名要遮挡。

## 怎样提出异议

在[公示](/notices)页面打开那一条，点“提出异议”。可以不留姓名。提出以后，这条公示先停下来。工作人员要调查，并公开答复，然后才能继续。`,
  },
  {
    slug: "volunteers",
    title: "志愿者有哪些权利",
    titleEn: "The rights of volunteers",
    summary: "报名前要知道风险，服务时长要如实记录，需要时免费开具证明。",
    summaryEn: "You are told the risks before signing up, your hours are recorded truly, and a certificate is free.",
    source:
      "《中华人民共和国慈善法》（2023年修正）第六十三条、第六十五条至第六十七条；《志愿服务条例》第七条、第十二条、第十三条、第十九条至第二十一条",
    validFrom: "2017-12-01",
    validTo: null,
    body: `## 报名以前

- 组织要告诉您做什么、在哪里、有什么风险。
- 要实名登记。您的信息不会公开。
- 可以签志愿服务协议。

## 服务的时候

- 安排要和您的年龄、能力、身体状况相符。
- 组织要提供必要的培训和安全保障。
- 不能强迫您参加，也不能把服务变成收费。

## 服务以后

- 时长由组织如实记录。本站要求签到、签退，再由组织确认。
- 您可以免费得到服务记录证明。

## 您的责任

尊重受助人的人格和隐私。没有同意，不拍照，不公开他们的信息。不向受助人收钱。`,
  },
  {
    slug: "complaints",
    title: "发现问题，怎样投诉举报",
    titleEn: "How to complain",
    summary: "对需求、公示、捐款或工作人员有疑问，都可以提出。民政部门收到举报必须调查。",
    summaryEn:
      "You may question any need, notice, gift or official. The civil affairs department must look into a report.",
    source:
      "《中华人民共和国慈善法》（2023年修正）第一百零八条；《慈善组织互联网公开募捐信息平台基本管理规范》（MZ/T 088-2017）",
    validFrom: "2017-08-01",
    validTo: null,
    body: `## 向谁提出

1. **对一条公示**：在[公示](/notices)页面点“提出异议”。公示会先停下来。
2. **对一笔捐款**：打开您的捐赠凭证，联系收款的慈善组织。
3. **对慈善组织或平台**：向当地民政部门举报。民政部门应当及时调查处理。

## 多久有答复

慈善平台收到举报，应当在 5 个工作日内答复。

## 提出时写什么

- 哪一条需求、公示或捐款的编号
- 您看到了什么，什么时候
- 有照片或单据就更好

可以不留姓名。留了联系方式，才能单独答复您。我们不会把举报人的信息告诉被举报的人。`,
  },
  {
    slug: "privacy",
    title: "您的信息怎样得到保护",
    titleEn: "How personal data are protected",
    summary: "只收集办事需要的信息。公开以前要单独同意，同意可以随时撤回。",
    summaryEn:
      "Only what is needed is collected. Publishing needs a separate consent, which can be withdrawn at any time.",
    source:
      "《中华人民共和国个人信息保护法》第六条、第十五条、第十九条、第二十五条、第二十八条至第三十一条、第四十七条；《未成年人保护法》第四条、第七十二条",
    validFrom: "2021-11-01",
    validTo: null,
    body: `## 农户的信息

- 公开页面只写遮挡后的姓名、村名和需求。
- 身份证号和电话加密保存，只有办这件事的人能看。
- 公开以前，要农户**单独同意**。照片再单独同意一次。
- 同意可以随时撤回。撤回以后，页面和搜索结果里都不再出现。
- 未满 14 岁的孩子，要由监护人同意。我们不用孩子的正脸照片。

## 捐赠人的信息

- 默认显示为“爱心人士”。只有您自己勾选，才公开称呼。
- 票据抬头、邮箱不公开。
- 付款在支付机构的页面完成，本站看不到您的卡号。

## 您可以要求

- 查阅、复制您的信息
- 改正不对的信息
- 删除不再需要的信息。账目按规定保留，但不再显示您是谁。

请在[投诉与举报](/policies/complaints)里找到联系办法。`,
  },
];
