/**
 * Words that tell of what a household keeps to itself (F11): without its consent to illness or schooling a need may not come onto, or back onto,
 * the public pages while its title, texts or items say it. Better one word too many than one too few: the county sends it back for another.
 */
import { type ConsentField, fieldsToldInWords } from "../households/consent.ts";

const tellingWords: ReadonlyMap<ConsentField, RegExp> = new Map([
  [
    "illness",
    /病|癌|瘤|瘫|残疾|残障|伤残|透析|化疗|放疗|手术|住院|医院|就医|医疗|看诊|门诊|治疗|诊治|确诊|康复|轮椅|假肢|拐杖|助听|盲|聋|(?<!农)药|dialysis|cancer|illness|disease|surgery|hospital|wheelchair|medicine|disab/iu,
  ],
  [
    "schooling",
    /上学|入学|升学|就学|辍学|求学|学费|学杂|学生|学校|大学|中学|小学|高中|初中|幼儿园|读书|书包|课本|校服|school|tuition|student|college|universit/iu,
  ],
]);

/** What these texts tell of although the household does not let it be shown. */
export function withheldFieldsIn(texts: readonly string[], fields: readonly ConsentField[]): ConsentField[] {
  const text = texts
    .join("\n")
    .normalize("NFKC")
    .replace(/[\s\u200b-\u200f\u2060\ufeff]/gu, "");
  return fieldsToldInWords.filter((field) => !fields.includes(field) && tellingWords.get(field)?.test(text) === true);
}
