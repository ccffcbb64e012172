import type { Translated } from "../translated.ts";
import type { mails as source } from "../zh-CN/mails.ts";

export const mails: Translated<typeof source> = {
  donationReceipt: {
    subject: (amount) => `Your gift of ${amount} has arrived. Thank you`,
    preview: (need) => `For "${need}"`,
    heading: "Thank you, your gift has arrived",
    thanks: (need) => `Your gift for "${need}" is now in the charity's own account.`,
    amount: "Amount",
    need: "For",
    place: "Place",
    charity: "Receiving charity",
    shownAs: "Shown publicly as",
    follow:
      "Each step this money takes is written on your gift's page. We will write again when the impact report is published.",
    open: "See my gift",
    receipt: (number) =>
      `Receipt ${number}. The links in this mail show the full name on it: please do not pass them on.`,
    openReceipt: "Receipt as PDF",
    notTaxReceipt: "This mail is not an official donation receipt. The receiving charity issues that.",
    reason: "You get this mail because you gave on our site.",
  },
  officialReceipt: {
    subject: (charity) => `${charity} issued the official receipt of your gift`,
    preview: "Your official donation receipt was issued",
    heading: "Your official receipt was issued",
    body: (charity) =>
      `${charity} issued the official donation receipt of your gift and recorded its number. Accounts and tax need that receipt.`,
    ask: "If the file is attached you can download it on the page of your gift; otherwise the charity sends it by post or e-mail. If it does not arrive, please contact the charity.",
    open: "See my gift",
  },
  refund: {
    approved: "Your refund was agreed to",
    approvedText:
      "The charity agreed, and the refund is being handed to the payment provider. It goes back the way it came, usually within days; WeChat Pay and Alipay tell you when it has arrived.",
    rejected: "Your refund was not agreed to",
    rejectedText: (charity: string) =>
      `${charity} did not agree to this refund; the reason is below. If you have questions, please ask the charity.`,
    succeeded: "Your refund was sent",
    succeededText:
      "The money has left the charity's account, back the way it came. Your bank may take a few more days to show it.",
    failed: "Your refund did not succeed",
    failedText: (charity: string) =>
      `The payment provider could not send the money back; it is booked to its purpose again. ${charity} will be in touch to find another way.`,
    why: "Reason",
    amount: "Amount",
    gift: "Given for",
    open: "Open my gift",
    reason: "You receive this mail because you gave on this site.",
    requestedOfCharity: "A donor asks for a refund",
    requestedText: "Two people handle it: who asked cannot agree. What is spent already cannot go back.",
    failedOfCharity: "A refund failed and was booked back",
    failedOfCharityText:
      "The payment provider could not send this money back. Please find out why, talk to the donor and start the refund again.",
    openRefund: "Handle it",
    charityReason: "You receive this mail because you belong to the charity that received the gift.",
  },
  dispute: {
    headings: {
      inquiry: "A bank asks about a gift",
      open: "A donor's bank disputes a gift",
      won: "Dispute won: the money is back",
      lost: "Dispute lost: the money was taken back",
    },
    texts: {
      inquiry: "The bank only asks; no money was taken. Until it is answered, the gift is not spent.",
      open: "The bank has taken the money for now, and the gift is not spent. Send your evidence in the payment provider's dashboard before the deadline.",
      won: "The money is back in the charity's account, and the gift may be spent again.",
      lost: "The donor has the money. What was unspent has left its purpose; what was spent is carried by the charity's own money.",
    },
    answerBy: "Answer by",
    open: "See the dispute",
  },
  quarantine: {
    twice: "A gift was paid twice",
    twiceText: "The second payment counts for no need and waits to be sent back. Please send it back to the donor.",
    different: "A payment is not as agreed",
    differentText:
      "Amount, currency or account differ from what the donor confirmed. The money counts for no need; please check it and send it back.",
    agreed: "Amount agreed",
    open: "Handle it",
  },
  impactReport: {
    subject: (need) => `What your help did: "${need}"`,
    body: (need) =>
      `The impact report of "${need}", to which you gave, is out: what was done, what it cost, who confirmed it.`,
    nextReport: "Next report by",
    stop: (need) => `No more mails about the reports of "${need}"`,
    openReport: "Read the report",
    openTrace: "See where my money went",
  },
  organization: {
    verified: (name) => `${name} is verified`,
    rejected: (name) => `${name} was not verified`,
    suspended: (name) => `${name} is suspended`,
    note: "Note",
    nowYouCan: "You can now adopt villages, pledge goods and post volunteer projects in its name.",
    whatToDo: "Please correct or add what is asked for, on the page of your organization.",
    open: "My organization",
    reason: "You get this mail because you registered an organization here.",
  },
  pairing: {
    consented: (village) => `${village} agrees to the pairing: please confirm`,
    declined: (village) => `${village} did not agree to the pairing this time`,
    active: (village) => `Your pairing with ${village} has started`,
    ended: (village) => `Your pairing with ${village} has ended`,
    pleaseConfirm: "Read what the village says and confirm on the site.",
    open: "See the pairing",
    reason: "You get this mail because you proposed a pairing here.",
  },
  pledge: {
    accepted: (need) => `The village accepted your pledge: ${need}`,
    declined: (need) => `The village did not accept your pledge this time: ${need}`,
    fulfilled: (need) => `What you pledged has been signed for, thank you: ${need}`,
    overdue: (need) => `The day you promised has passed: ${need}`,
    released: (need) => `Your overdue pledge was released: ${need}`,
    open: "See the pledge",
    reason: "You get this mail because you pledged something here.",
  },
  signupsUnanswered: {
    heading: (count, project) => `${count} waiting for your answer: ${project}`,
    stated:
      "The page states when you answer, and these sign-ups are past it. Please accept or decline, so that everyone knows.",
    open: "Answer the sign-ups",
    reason: "You get this mail because your organization posted a volunteer project on our site.",
  },
  volunteerSignup: {
    offered: (project) => `A place is free, please confirm soon: ${project}`,
    lapsed: (project) => `Your waiting has ended: ${project}`,
    takeUntil: (time) => `The place is kept for you until ${time}. After that it goes to the next in line.`,
    accepted: (project) => `You are accepted: ${project}`,
    declined: (project) => `No place for you this time: ${project}`,
    confirmed: (project, hours) => `${hours} volunteer hours confirmed: ${project}`,
    cannotCome: "If you cannot come, please cancel online soon, so that somebody else can.",
    open: "See my volunteering",
    reason: "You get this mail because you signed up for volunteering on our site.",
  },
};
