import type { Translated } from "../translated.ts";
import type { secondFactor as source } from "../zh-CN/second-factor.ts";

export const secondFactor: Translated<typeof source> = {
  title: "Sign-in in two steps",
  lead: "Besides the password you type six digits from an authenticator on your phone. Whoever learns your password still cannot get in.",
  messages: {
    wrong_code: "The code is wrong or was used already. Wait for the next one and try again",
    sign_in_over: "That took too long; please sign in again",
    not_begun: "Please get a new secret first",
    already_enrolled: "It is on already. To change phones, turn it off with the current code first",
  },
  code: "Code",
  codeHint: "The six digits of your authenticator, or a recovery code.",
  appCode: "The six digits of your authenticator",
  signIn: {
    title: "Type the code",
    lead: "The password is right. Open the authenticator on your phone and type the six digits it shows now.",
    submit: "Sign in",
    lost: "No phone at hand? Use a recovery code. None left either? Ask a platform administrator.",
    again: "Sign in again",
    demo: "Demo: the current code is filled in for you.",
  },
  required: {
    title: "Your post needs sign-in in two steps",
    text: "You can see people's files or move gifts. Turn it on first, then go on to your work.",
  },
  begin: {
    title: "Turn it on",
    step: "Install an authenticator on your phone (any that reads TOTP codes, for example Google Authenticator), then get a secret.",
    submit: "Get a secret",
  },
  scan: {
    title: "Scan it with the authenticator",
    caption: "Scan this with the authenticator",
    typed: "If you cannot scan, type this secret into the authenticator:",
    next: "Then type the digits it shows now, to prove that it works.",
    submit: "Confirm and turn on",
    again: "Get another secret",
  },
  codes: {
    title: "Write down these 10 recovery codes",
    lead: "If the phone is lost, a recovery code signs you in, each one once. They are shown here this one time: print them or write them on paper, not on the same phone.",
    saved: "Written down, go on",
  },
  on: {
    title: "It is on",
    since: "Since",
    left: "Recovery codes not used yet",
    leftCount: (count) => String(count),
    fewLeft: "Few recovery codes are left; please get a new set.",
    renew: "Get a new set of recovery codes",
    renewHint: "All old ones become void.",
    renewSubmit: "New recovery codes",
    remove: "Change phones, or turn it off",
    removeHint: "Turned off with the current code. If your post needs it, you turn it on again at once.",
    removeSubmit: "Turn off",
  },
  off: "Sign-in in two steps is off",
  confirm: {
    title: "Please confirm once more",
    lead: "What comes next shows sensitive facts or does something important. Type the digits your authenticator shows now; they count for five minutes.",
    submit: "Confirm",
    none: "You have not turned on sign-in in two steps.",
    noneLink: "Turn it on",
    keptLead:
      "This step is about money, so please confirm once more that it is you. What you filled in is kept and is sent by itself afterwards; nothing has to be typed again.",
    keptSubmit: "Confirm and send",
    file: {
      title: "Your file is being saved",
      lead: "Confirmed. The file goes to the downloads of your device. You may close this page, or go back below.",
      again: "Nothing happened? Save the file here",
      back: "Back to where you were",
    },
  },
};
