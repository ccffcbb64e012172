/**
 * One sign-in per persona of `domain.md`, for the demo and the browser tests. All are made up; the password is for local demos only
 * and the seed never runs in production.
 */
export type PersonaKey =
  | "officerBulan"
  | "officerGaoshan"
  | "town"
  | "county"
  | "secondCounty"
  | "supervisor"
  | "auditor"
  | "admin"
  | "citizen"
  | "enterprise"
  | "partnerEnterprise"
  | "ngo"
  | "cashier"
  | "payer";

export type DemoPersona = {
  key: PersonaKey;
  email: string;
  password: string;
  name: string;
  role: { "zh-CN": string; en: string };
  /** Where the persona's own work begins after signing in. */
  startPath: string;
};

export const demoPassword = "jiedui-demo-2016";
/** The authenticator secret of all personas who must have one; for local demos only, like the password. */
export const demoTotpSecret = "JIEDUIDEMO2345ONLYFORDEMO2222222";

function persona(
  key: PersonaKey,
  mailbox: string,
  name: string,
  zh: string,
  en: string,
  startPath: string,
): DemoPersona {
  const email = `${mailbox}@jiedui.example`;
  return { key, email, password: demoPassword, name, role: { "zh-CN": zh, en }, startPath };
}

export const demoPersonas: readonly DemoPersona[] = [
  persona("officerBulan", "officer-bulan", "谭秀英", "步栏村信息员", "Village officer, 步栏村", "/staff"),
  persona("officerGaoshan", "officer-gaoshan", "关伟强", "高山村信息员", "Village officer, 高山村", "/staff"),
  persona("town", "town", "周慧玲", "赤水镇审核员", "Town verifier, 赤水镇", "/staff"),
  persona("county", "county", "梁志远", "开平市审核员", "County verifier, 开平市", "/staff"),
  persona("secondCounty", "county2", "张敏仪", "开平市审核员（第二人）", "County verifier, second person", "/staff"),
  persona("supervisor", "supervisor", "余国华", "监督员（两代表一委员）", "Supervisor, 赤水镇", "/staff"),
  persona("auditor", "auditor", "司徒静", "稽查员（只读）", "Auditor, read-only", "/staff"),
  persona("admin", "admin", "方锦程", "平台管理员", "Platform administrator", "/staff"),
  persona("citizen", "citizen", "陈晓彤", "爱心人士", "Citizen who gives", "/me"),
  persona("enterprise", "enterprise", "黄建业", "企业经办人（侨源照明）", "Enterprise, looking for a village", "/org"),
  persona(
    "partnerEnterprise",
    "partner",
    "吴佩珊",
    "企业经办人（已结对林屋村）",
    "Enterprise, paired with 林屋村",
    "/org",
  ),
  persona("ngo", "ngo", "李嘉怡", "社会组织负责人（志愿服务队）", "Social organization, volunteers", "/org"),
  persona("cashier", "charity", "许文静", "慈善会经办人", "Charity, clerk", "/org"),
  persona("payer", "charity-payer", "邓兆康", "慈善会付款人（核对后付款）", "Charity, pays after checking", "/org"),
];

/** The persona of a key; for tests and the start-up banner. */
export function personaOf(key: PersonaKey): DemoPersona {
  const found = demoPersonas.find((one) => one.key === key);
  if (!found) throw new RangeError(`no persona ${key}`);
  return found;
}
