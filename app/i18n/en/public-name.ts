import type { Translated } from "../translated.ts";
import type { publicName as source } from "../zh-CN/public-name.ts";

export const publicName: Translated<typeof source> = {
  title: "What the public sees",
  lead: "A change takes effect at once: on the need's page, in public records and in the lists staff see.",
  now: (name) => `Shown now as: ${name}`,
  change: "Change",
  showsName: "Show my name",
  showsNameHint: "Unticked, everybody sees “A kind person” only.",
  name: "Name to show",
  nameHint: "Shown only if you tick the box above, for example: Mr Li, a teacher",
  monthly: "This is one of your monthly gifts: all of them change together, the coming ones too.",
  save: "Save",
  done: "Changed, with effect at once.",
  hide: "No longer show my name",
  hideHint: "With this address alone a name can only be taken away. To show one, use the link in the mail.",
  signInFirst: "This gift belongs to an account: sign in first.",
  onlyMail: "To show a name, open this page by the link in the mail with your receipt.",
  account: {
    title: "What to show with my gifts",
    lead: "The gift form is filled in like this; you can change it each time.",
    appliesToEarlier: "My earlier gifts too",
    appliesToEarlierHint: "Monthly gifts and claimed goods included",
    none: "Not shown",
  },
};
