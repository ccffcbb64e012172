import type { Translated } from "../translated.ts";
import type { monthlyGifts as source } from "../zh-CN/monthly-gifts.ts";

export const monthlyGifts: Translated<typeof source> = {
  frequency: "How often",
  once: "Once",
  onceHint: "By bank card, Alipay or WeChat Pay",
  monthly: "Every month",
  monthlyHint: "Bank cards only, charged on the same day each month; change, pause or cancel at any time",
  monthlySurplusHint: "A monthly gift cannot be “Sent back to me”.",
  surplusNotOffered: "A surplus of a monthly gift cannot be sent back; please choose another use",
  whenFull:
    "If you give every month: when the need has its goal or takes no more gifts, the monthly gift ends by itself, nothing more is charged, and we write to you.",
  perMonth: (amount) => `${amount} a month`,
  check: {
    title: "Please check your monthly gift",
    lead: "If all is right, go on to the payment page and enter your card.",
    amount: "Amount",
    first: "Charged",
    firstValue: "The first time today, then on the same day each month",
    method: "Way to pay",
    methodValue: "Bank cards only",
    failing: "If a charge fails",
    pay: (amount) => `Pay the first month, ${amount}`,
    next: "The payment page opens next. Your card number stays with the payment service; this site does not store it.",
    whenFull:
      "When the need has its goal or takes no more gifts, the monthly gift ends by itself, nothing more is charged, and we write to you.",
    change:
      "You can change the amount, pause, cancel or replace the card at any time: every mail has a link, no sign-in needed.",
    errors: {
      unavailable: "The payment service does not answer right now. Nothing was charged. Please try again later.",
      refused: "The payment service did not accept this. Nothing was charged. Please try another amount.",
      not_open: "This need takes no gifts now. Nothing was charged.",
      conflict: "Your last request is still under way. Please press once more.",
    },
  },
  retryPlan: (days) =>
    `After a failed charge we try again on days ${days.join(", ")}, and write to you each time; if none succeeds, the gift is paused and nothing more is charged.`,
  states: {
    started: "Not paid yet",
    active: "Going on",
    paused: "Paused",
    past_due: "Charge failed, will be tried again",
    cancelled: "Cancelled",
    ended: "Ended",
  },
  page: {
    title: "My monthly gift",
    waiting: "Confirming the first payment",
    waitingBody:
      "The payment service has not told us yet. This page updates every 5 seconds; you may also leave, the result comes by mail.",
    unpaid: "You have not paid; nothing was charged.",
    pay: "Go to payment",
    thanks: "Thank you, your monthly gift has begun",
    thanksBody: "Every charge has a receipt of its own, sent to you by mail.",
    need: "For",
    charity: "Charity",
    amount: "Amount",
    nextCharge: "Next charge",
    noNextCharge: "None, nothing more is charged",
    pausedNoCharge: "None while paused",
    retryOn: "Tried again on",
    card: "Card",
    cardValue: (brand, last4, month) => `${brand} ending in ${last4}, good until ${month}`,
    surplus: "Surplus",
    email: "E-mail",
    emailHint:
      "The address cannot be changed here. If a link were enough to change it, whoever found an old mail could take your monthly gift over. To use another address, cancel and begin again with the new one.",
    failedShort:
      "There was not enough money in the account at the last charge. The card is fine, no need to replace it: please top up before we try again.",
    failedOther:
      "The last charge failed. Please replace the card, we try again at once; or wait for the day we try again.",
    pausedAfterFailures:
      "Several charges failed, so the monthly gift is paused and nothing more was charged. The missed month is not collected later. Replace the card to go on.",
    pausedBody: "Nothing is charged while paused, nor collected later.",
    reportLate: "The report on this need is late. Your monthly gift goes on; you can pause or stop it at any time.",
    endedBody:
      "The need has its goal or takes no more gifts: the monthly gift has ended by itself, nothing more is charged. Thank you.",
    cancelledBody:
      "The monthly gift is cancelled, nothing more is charged. What you have given stays given. Thank you.",
    cardEnding: (month) => `Your card ends in ${month}. Please replace it before that.`,
    changes: "Change",
    newAmount: "Amount a month (yuan)",
    newAmountHint: "From the next charge on; nothing is charged now",
    changeAmount: "Change amount",
    pause: "Pause",
    pauseHint: "Nothing is charged while paused. You can go on at any time.",
    resume: "Go on",
    resumeHint: "Charges go on with the next due day; nothing is charged now.",
    replaceCard: "Replace the card",
    replaceCardHint:
      "The payment page opens for the new card; it charges nothing. A month that failed is tried again at once.",
    cancel: "Cancel the monthly gift",
    cancelHint: "At once; nothing more is charged. You can begin again whenever you like.",
    charges: "Charges",
    noCharges: "Nothing has been charged yet.",
    date: "Date",
    receiptNumber: "Gift number",
    receipt: "Receipt",
    open: "Open receipt",
    done: {
      amount: "The amount is changed, from the next charge on.",
      pause: "Paused. Nothing is charged while paused, nor collected later.",
      resume: "Going on again.",
      cancel: "Cancelled; nothing more is charged. Thank you.",
      card: "The new card is in use.",
      charged: "The new card is in use, and the missed month is paid. Thank you.",
    },
    cardNotDone: "The card was not replaced; the old one stays in use.",
    pending:
      "Your change is noted; the payment service has not answered yet. We go on with it and write to you when it is done. There is nothing more for you to do.",
    errors: {
      unavailable:
        "The payment service does not answer right now. Your wish is noted; we go on with it and write to you when it is done.",
      unavailableCard: "The payment service does not answer right now. Please try again later.",
      refused: "The payment service did not accept this change; the monthly gift is as it was.",
      not_allowed: "The monthly gift has moved on, this change is not possible now. Please see below.",
    },
  },
  link: {
    title: "Find your monthly gift by e-mail",
    lead: "Enter the address you gave with, and we send you a new link; no sign-in needed. The link is good for 30 days.",
    expired: "The link is over or incomplete. Please ask for a new one below.",
    email: "E-mail",
    emailHint: "The address you gave with",
    send: "Send it to me",
    sent: "If this address has a monthly gift going on, a mail arrives within minutes. If none does, look among your spam or try another address.",
    signIn: "Gifts made while signed in are also under “My gifts”.",
  },
  mine: {
    title: "Monthly gifts",
    state: "State",
    nextCharge: "Next charge",
    manage: "Manage or cancel",
    onceTitle: "Every gift",
    findByEmail: "Find a monthly gift that began without signing in, by e-mail",
  },
  charity: {
    title: "Monthly gifts",
    active: "Going on",
    pastDue: "Charge failed, being tried again",
    paused: "Paused",
    note: "Numbers only. Names and addresses of donors are not shown to charities.",
  },
  mail: {
    subjects: {
      started: (need) => `Your monthly gift to “${need}” has begun, thank you`,
      amount_changed: (need) => `The amount of your monthly gift to “${need}” is changed`,
      paused: (need) => `Your monthly gift to “${need}” is paused`,
      resumed: (need) => `Your monthly gift to “${need}” goes on`,
      cancelled: (need) => `Your monthly gift to “${need}” is cancelled`,
      ended: (need) => `“${need}” takes no more gifts: your monthly gift has ended`,
      charge_failed: (need) => `This month's charge for “${need}” failed`,
      paused_after_failures: (need) => `Several charges failed: your monthly gift to “${need}” is paused`,
      card_replaced: (need) => `The card of your monthly gift to “${need}” is replaced`,
      card_expiring: (need) => `The card of your monthly gift to “${need}” ends soon`,
    },
    bodies: {
      started:
        "Your card is charged on the same day each month, and each charge has a receipt of its own. When the need has its goal or takes no more gifts, the monthly gift ends by itself.",
      amount_changed: "The new amount counts from the next charge on.",
      paused: "Nothing is charged while paused, nor collected later. You can go on at any time.",
      resumed: "Charges go on with the next due day.",
      cancelled: "Nothing more is charged. What you have given stays given, its receipts stay valid. Thank you.",
      ended:
        "The need has its goal or takes no more gifts; your card is not charged any more. What was beyond the need went where you chose. Thank you.",
      charge_failed:
        "Please replace the card, we then try again at once; or wait for the day below, when we try again.",
      paused_after_failures:
        "Nothing more is charged, and the missed month is not collected later. To go on, replace the card and resume.",
      card_replaced: "From now on the new card is charged.",
      card_expiring:
        "Please replace it before that; replacing charges nothing. Otherwise the charges after it will fail.",
    },
    fundsShort:
      "There was not enough money in the account. The card is fine, no need to replace it: please top up before the day below, when we try again.",
    fundsShortPaused:
      "There was not enough money in the account. Nothing more is charged, and the missed month is not collected later. To go on, open the link below and resume; no need to replace the card.",
    amount: "Amount",
    nextCharge: "Next charge",
    nextTry: "Tried again on",
    card: "Card",
    plan: "How we try again",
    open: "See, change or cancel",
    linkNote:
      "The link is good for 30 days, and whoever has it can change this monthly gift: please do not pass it on. When it is over, ask for a new one on the site.",
    reason: "You get this mail because you have a monthly gift on our site.",
    linksSubject: "Links to your monthly gifts",
    linksBody:
      "You (or somebody else) asked for them on our site with this address. If it was not you, there is nothing to do: nothing changes.",
    linkTo: (need) => `Manage “${need}”`,
    receiptManage: "This is one charge of a monthly gift.",
  },
};
