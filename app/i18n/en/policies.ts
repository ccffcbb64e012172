import type { Translated } from "../translated.ts";
import type { policies as source } from "../zh-CN/policies.ts";

export const policies: Translated<typeof source> = {
  title: "Policies",
  lead: "The rules about giving and help, in plain words. Each says where it comes from and how long it holds.",
  searchLabel: "Search policies",
  found: (count) => (count === 1 ? "1 policy" : `${count} policies`),
  none: "No policy found",
  noneAdvice: "Try another word, for example “receipt”, “notice” or “volunteer”.",
  showAll: "See all policies",
  validity: { upcoming: "Not yet in force", in_force: "In force", ended: "Ended" },
  validFrom: "In force from",
  validTo: "Valid until",
  noEnd: "no end date set",
  source: "Source",
  endedNotice: "This rule has ended; it is kept for reference.",
  bodyInChinese: "The full explanation is in Chinese, as the law is. The summary above says the essentials.",
  disclaimer: "This is a plain explanation and does not replace the text of the law.",
  others: "Other policies",
};
