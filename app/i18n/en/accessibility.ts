import type { Translated } from "../translated.ts";
import type { accessibility as source } from "../zh-CN/accessibility.ts";

export const accessibility: Translated<typeof source> = {
  title: "Accessibility and large text",
  lead: "Everybody should be able to use this site. If something is hard, please tell us.",
  largeTitle: "Large text",
  largeText: "“Large text” at the top of each page makes letters and buttons bigger. It is remembered for a year.",
  doneTitle: "What works",
  done: [
    "Everything can be done by keyboard alone",
    "Reading, giving, pledging and signing up work without scripts",
    "Text has a contrast of at least 4.5 to 1",
    "Buttons are at least 44 pixels, 60 in large text",
    "States are shown by icon and words, never by colour alone",
    "At 200% zoom or 320 pixels nothing scrolls sideways",
    "No pop-ups, no autoplay, no advertisements",
    "A refused form says what is wrong and keeps what you typed",
  ],
  standardTitle: "Standards",
  standardText: "Built to article 32 of the Accessible Environment Law and GB/T 37668-2019; the goal is WCAG 2.2 AA.",
  testedText:
    "Public pages are checked with axe. That does not replace people: tests with screen readers are not done yet.",
  gapsTitle: "What does not work yet",
  gaps: [
    "Photos are described by staff; some descriptions may be too short",
    "The payment page belongs to the payment provider and cannot be changed by us",
    "There is no sign language and no dialect version",
    "The texts of laws and policies are in Chinese only",
  ],
  browsersTitle: "Browsers",
  browsersText:
    "Chromium 89, Safari 14, Firefox 78 and later. Older ones show the text and the forms in a plainer style.",
  contactTitle: "If you are stuck",
  contactText: "Tell the operator which page it was and what happened.",
  contactHelp: "The officer of your village can also do it for you.",
  noContact: "This site has not published a contact yet.",
};
