/** What a cell means in its column. Nothing is guessed: what cannot be read for certain is refused with a code (U26, safety.md section 5). */
import { type Cell, textOf } from "../cell.ts";
import { parseBankAccount } from "../households/bank-account.ts";
import type { GuardianRelation } from "../households/guardian.ts";
import type { HouseholdProgramme, LabourAbility, MemberRelation, PovertyCause } from "../households/household.ts";
import { type IdNumber, type IdNumberError, parseIdNumber } from "../households/id-number.ts";
import { err, ok, type Result } from "../result.ts";

/**
 * An ID number. A numeric cell is refused even when its check character fits: a spreadsheet keeps 15 digits of a number and invents the rest
 * (513401198001010012 becomes …0000), and so are 5.13E+17 and 18 digits that end in 000 and do not fit.
 */
export function readIdNumber(cell: Cell, today: string): Result<IdNumber, IdNumberError | "is_number" | "damaged"> {
  if (typeof cell === "number") return err("is_number");
  const text = textOf(cell);
  if (/^\d(?:\.\d+)?E\+?\d+$/i.test(text) || /^\d{15,}\.\d*$/.test(text)) return err("is_number");
  const parsed = parseIdNumber(text, today);
  if (!parsed.ok && parsed.code === "checksum" && text.endsWith("000")) return err("damaged");
  return parsed;
}

const genders: Readonly<Record<string, "female" | "male">> = {
  男: "male",
  男性: "male",
  "1": "male",
  m: "male",
  女: "female",
  女性: "female",
  "2": "female",
  f: "female",
};

export function readGender(cell: Cell): "female" | "male" | undefined {
  return genders[textOf(cell).toLowerCase()];
}

const relations: readonly (readonly [MemberRelation, RegExp])[] = [
  ["head", /^(?:户主|本人|户主本人|本户户主)$/],
  ["spouse", /^(?:配偶|妻|妻子|夫|丈夫|妻或夫|老婆|爱人)$/],
  ["grandchild", /^(?:曾?(?:外)?孙(?:子|女)?|(?:外)?孙子女|孙子女或外孙子女)$/],
  ["grandparent", /^(?:曾?(?:外)?祖父|曾?(?:外)?祖母|爷爷|奶奶|外公|外婆|姥爷|姥姥|祖父母|祖父母或外祖父母)$/],
  [
    "child",
    /^(?:[长次大小二三四五六七八养继]?(?:子|女)|[长次大小二三四五六]?儿子|[长次大小二三四五六]?女儿|养子女|继子女|独生子|独生女|子女|儿|养女儿)$/,
  ],
  ["parent", /^(?:父|母|父亲|母亲|父母|公公|婆婆|岳父|岳母|公婆|岳父母|继父|继母|养父|养母)$/],
  ["sibling", /^(?:兄|弟|姐|妹|哥哥|弟弟|姐姐|妹妹|兄弟|姐妹|兄弟姐妹|兄弟姊妹|哥|胞兄|胞弟|胞姐|胞妹)$/],
  [
    "other",
    /^(?:儿媳|媳妇|女婿|孙媳|外孙媳|孙女婿|外孙女婿|侄(?:子|女|儿)?|外甥(?:女)?|叔|叔叔|伯|伯父|伯母|婶|姑|舅|姨|嫂|嫂子|弟媳|弟妹|姐夫|妹夫|曾祖父|曾祖母|其他|其它|其他亲属|非亲属|亲属)$/,
  ],
];

/** 之子, 长女, 外孙, 岳母 …; undefined for what is no relation we know. */
export function readRelation(cell: Cell): MemberRelation | undefined {
  const text = textOf(cell).replace(/^之/, "").replace(/\s/g, "");
  const known = relationCache.get(text);
  if (known !== undefined) return known;
  const found = relations.find(([, words]) => words.test(text))?.[0];
  if (found !== undefined && relationCache.size < 500) relationCache.set(text, found);
  return found;
}
const relationCache = new Map<string, MemberRelation>();

const labours: readonly (readonly [LabourAbility, RegExp])[] = [
  ["none", /^(?:无|没有|否|无劳动力|无劳动能力|丧失劳动力|丧失劳动能力|完全丧失劳动力|完全丧失劳动能力)$/],
  [
    "partial",
    /^(?:半劳动力|弱劳动力|弱劳力|半劳力|部分丧失劳动力|部分丧失劳动能力|部分劳动能力|部分劳动力|弱劳动力或半劳动力|弱劳动能力)$/,
  ],
  ["full", /^(?:有|是|普通劳动力|技能劳动力|正常劳动力|全劳动力|全劳力|有劳动力|有劳动能力|劳动力|普通劳力|技能劳力)$/],
];

export const workingAge = 16;

/** Children below 16 are minors whatever is written; for everybody else the cell must say it. */
export function readLabour(cell: Cell, age: number): LabourAbility | undefined {
  if (age < workingAge) return "minor";
  const text = textOf(cell);
  return labours.find(([, words]) => words.test(text))?.[0];
}

/** 非在校生, 否, 无, blank: no; a stage of school: yes. */
export function readStudent(cell: Cell): boolean {
  const text = textOf(cell);
  return text !== "" && !/^(?:非在校生?|否|无|不在校|0|非|不是|已毕业|毕业|未上学|学龄前儿童|学龄前)$/.test(text);
}

/** 健康, 长期慢性病, 患有大病, 残疾, 残疾且患有大病 …; undefined for words that say nothing we know. */
export function readHealth(cell: Cell): { isDisabled: boolean; hasChronicIllness: boolean } | undefined {
  const text = textOf(cell);
  const isDisabled = /残/.test(text);
  const hasChronicIllness = /病/.test(text) && !/^无.*病$/.test(text);
  if (text === "" || isDisabled || hasChronicIllness || /^(?:健康|良好|一般|正常|较好|无.*病)$/.test(text)) {
    return { isDisabled, hasChronicIllness };
  }
  return undefined;
}

/** Whether a column about disability says there is one: a grade, a kind, a card's number, 是. */
export function readDisability(cell: Cell): boolean {
  return !/^(?:|否|无|没有|非残疾|不是|健康|0)$/.test(textOf(cell));
}

const programmes: readonly (readonly [HouseholdProgramme, RegExp])[] = [
  ["monitoring", /监测|边缘|不稳定|突发严重困难|易致贫|返贫/],
  ["registered_poor", /建档立卡|贫困户|脱贫户|五保|低保|特困|扶贫户/],
];

export function readProgramme(cell: Cell): HouseholdProgramme | undefined {
  const text = textOf(cell);
  return programmes.find(([, words]) => words.test(text))?.[0];
}

const causeWords: readonly (readonly [PovertyCause, RegExp])[] = [
  ["illness", /^(?:因病|疾病|大病)/],
  ["disability", /^(?:因残|残疾)/],
  ["schooling", /^(?:因学|上学)/],
  ["disaster", /^(?:因灾|灾害|因自然灾害)/],
  ["lack_of_labour", /^(?:缺劳力|缺劳动力|缺乏劳动力|缺乏劳力)/],
  ["lack_of_skills", /^(?:缺技术|缺乏技术|缺技能)/],
  ["lack_of_funds", /^(?:缺资金|缺乏资金)/],
  ["lack_of_water", /^(?:缺水|缺乏水)/],
  ["poor_transport", /^(?:交通条件|交通落后|交通不便)/],
  ["old_age", /^(?:因老|年老|因年老)/],
];

/** Known causes, and the words of the register that our list does not have (缺土地, 自身发展动力不足): those are kept as text. */
export function readCauses(cells: readonly Cell[]): { causes: PovertyCause[]; kept: string[] } {
  const causes = new Set<PovertyCause>();
  const kept: string[] = [];
  for (const cell of cells) {
    for (const word of textOf(cell).split(/[,，、;；/|\s]+/)) {
      if (word === "" || word === "无") continue;
      const cause = causeWords.find(([, words]) => words.test(word))?.[0];
      if (cause === undefined) kept.push(word);
      else causes.add(cause);
    }
  }
  return { causes: [...causes], kept };
}

/** An 11-digit mobile number, also from a numeric cell: 11 digits are exact. Undefined for landlines and everything else. */
export function readPhone(cell: Cell): string | undefined {
  const digits = textOf(cell)
    .replace(/[\s-]/g, "")
    .replace(/^(?:\+86|0086)/, "");
  return /^1[3-9]\d{9}$/.test(digits) ? digits : undefined;
}

const hanName = /^\p{Script=Han}{2,10}$/u;
const personName = /^(?=.{2,25}$)\p{L}[\p{L}·.' -]*\p{L}$/u;

/** A name as the forms take it, 2 to 25 characters; the dot of 阿依·古丽 in any of its forms. Undefined for everything else. */
export function readName(cell: Cell): string | undefined {
  if (typeof cell !== "string") return undefined;
  const text = textOf(cell);
  if (hanName.test(text)) return text;
  const name = text
    .replace(/[•・‧∙⋅･.](?=\p{Script=Han})/gu, "·")
    .replace(/(?<=\p{Script=Han}) (?=\p{Script=Han})/gu, "");
  return personName.test(name) ? name : undefined;
}

/** The register's own number of the household: digits, letters and dashes. A number of more than 15 digits is no longer exact. */
export function readHouseholdNumber(cell: Cell): Result<string, "empty" | "is_number" | "format"> {
  if (typeof cell === "number" && !Number.isSafeInteger(cell)) return err("is_number");
  const text = textOf(cell).replace(/\s/g, "");
  if (text === "") return err("empty");
  if (/^\d(?:\.\d+)?E\+?\d+$/i.test(text)) return err("is_number");
  return /^[0-9A-Za-z-]{1,30}$/.test(text) ? ok(text) : err("format");
}

/** An account in a text cell. In a numeric cell a spreadsheet has kept 15 digits and invented the rest, so it is not read. */
export function readBankAccount(cell: Cell): string | undefined {
  if (typeof cell !== "string") return undefined;
  const parsed = parseBankAccount(textOf(cell));
  return parsed.ok ? parsed.value : undefined;
}

const guardianRelations: readonly (readonly [GuardianRelation, RegExp])[] = [
  ["grandparent", /祖|爷爷|奶奶|外公|外婆|姥/],
  ["parent", /父|母|爸|妈/],
  ["sibling", /兄|弟|姐|妹|哥/],
  ["village_committee", /村委|居委|民政|福利院/],
];

/** What the guardian is to the child; who is none of these is a relative. */
export function readGuardianRelation(cell: Cell): GuardianRelation {
  const text = textOf(cell);
  return guardianRelations.find(([, words]) => words.test(text))?.[0] ?? "relative";
}
