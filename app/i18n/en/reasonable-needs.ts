import type { Translated } from "../translated.ts";
import type { reasonableNeeds as source } from "../zh-CN/reasonable-needs.ts";

export const reasonableNeeds: Translated<typeof source> = {
  title: "Reasonable-need check",
  lead: "Held against this place's reference prices, ceilings and word list. What must change, change first; the rest needs a reason from the town.",
  none: "Nothing was found.",
  mustChange: "Must change",
  needsReason: "Needs a reason",
  explained: "Explained",
  stopped: "Something must change first: this cannot pass",
  stoppedHint: "Send it back to the village and say what to change.",
  reasonFor: "Reason",
  reasonHint: "What it rests on and what you compared. It stays on the case.",
  decisions: "Reasons given",
  decidedBy: (name, day, version) => `${name}, ${day}, version ${version}`,
  seeRules: "Rules of this place",
  openOther: "Open",
  places: { title: "The title", summary: "The summary", story: "The story", item: "The budget", photo: "A caption" },
  wordKinds: { brand: "a brand", luxury: "a luxury", begging: "not dignified" },
  likeness: {
    same_name: "same name, sex and birthday",
    same_sound: "a name of the same sound, same sex and birthday",
    shared_characters: "a character of the name in common, same sex and birthday",
    same_birthday: "same village, sex and birthday",
  },
  findings: {
    over_ceiling: (item, price, ceiling, unit) =>
      `“${item}” at ${price} yuan is over the ceiling of ${ceiling} yuan per ${unit} here. Ask for an ordinary one or correct the price, then submit again.`,
    over_reference: (item, price, reference, unit) =>
      `“${item}” at ${price} yuan is over the reference price of ${reference} yuan per ${unit}, but not over the ceiling.`,
    unit_differs: (item, unit, catalogueUnit) =>
      `“${item}” is counted in “${unit}”, the reference price in “${catalogueUnit}”: they cannot be compared.`,
    wording: (place, word, kind, advice) => `${place} says “${word}” (${kind}). ${advice}.`,
    wordingKept: (place, word, kind) => `${place} says “${word}” (${kind}).`,
    same_photo: (other) => `A photo looks like one of the need “${other}”. Use a photo of this household.`,
    same_photo_elsewhere:
      "A photo looks like one of a need outside your area. Use a photo of this household; ask the county if in doubt.",
    same_photo_own: (other) => `A photo is also used by the same household's (village's) need “${other}”.`,
    same_person: (member, other, likeness) =>
      `${member} and ${other} on file may be one person: ${likeness}. Look at the household booklet: send back if so, say why if not.`,
    same_person_elsewhere: (member, likeness) =>
      `${member} and somebody of another household of this town may be one person: ${likeness}. Ask that village.`,
    same_person_kept: (likeness) => `Two persons who may be one: ${likeness}.`,
    same_photo_kept: "A photo is the same as another need's.",
  },
  source: (text) => `Source: ${text}`,
};
