import type { Translated } from "../translated.ts";
import type { alarms as source } from "../zh-CN/alarms.ts";

export const alarms: Translated<typeof source> = {
  title: "Alarms",
  lead: "What is wrong, one line each. What the site found by itself is resolved by itself when it is gone.",
  readOnly: "Auditors look on; the platform administrator acts.",
  tileGroup: "Operations",
  tile: "Alarms to look at",
  open: "Open alarms",
  none: "No open alarms",
  noneHint: "Looked for every minute; the ledger is added up from scratch every 10 minutes.",
  kind: "What is wrong",
  subject: "About",
  detail: "Details",
  firstSeen: "First seen",
  lastSeen: "Last seen",
  count: "Times seen",
  meaning: "What it means",
  toDo: "What to do",
  note: "What was done",
  noteHint: "What you checked and did. If the fault is still there, the next look raises a new alarm.",
  putAway: "Dealt with",
  resolved: "Resolved in the last 30 days",
  resolvedAt: "Resolved",
  resolvedBy: "By",
  byItself: "The site: the fault is gone",
  noneResolved: "Nothing was resolved in the last 30 days",
  parked: "Payment messages not settled",
  parkedLead:
    "Messages of the payment provider that do not fit yet. The site tries them again, waiting longer each time, an hour at most.",
  noParked: "No payment message is waiting",
  eventType: "Message",
  reason: "Reason",
  attempts: "Tries",
  dead: "Work that failed for good",
  deadLead:
    "It failed 8 times and is not tried any more by itself. Remove the cause, then press “Try again”; pressing twice does not do it twice.",
  noDead: "No work has failed for good",
  work: "Work",
  lastError: "Last error",
  tryAgain: "Try again",
  errors: {
    conflict: "Somebody has dealt with this one already; reload the page",
    not_allowed: "Only the platform administrator can do this",
  },
  kinds: {
    money_quarantined: {
      title: "Money waits in suspense",
      meaning:
        "Amount, currency or account differ from what was agreed, or a gift was paid twice. It is used for nothing.",
      toDo: "Find the gift by its lot code; the charity checks it and sends it back.",
    },
    gifts_stuck: {
      title: "Gifts without an outcome",
      meaning: "Their pay page ended more than half an hour ago, and the site does not know whether they were paid.",
      toDo: "See whether the payment provider and the worker are up. The site catches up by itself.",
    },
    outbox_lag: {
      title: "Background work is more than a minute late",
      meaning: "Mails, search and pages wait to be updated.",
      toDo: "See whether the worker is running and the database is not overloaded.",
    },
    event_dead: {
      title: "Background work failed for good",
      meaning: "It failed 8 times: a mail was not queued, or search was not updated.",
      toDo: "Read the error below, remove its cause, press “Try again”.",
    },
    mails_failing: {
      title: "Mails do not go out",
      meaning: "More than 5 % of the mails of the last day failed and wait for another try.",
      toDo: "Check SMTP_URL and the mail provider. The site sends them by itself afterwards.",
    },
    reconciliation_open: {
      title: "Books and payment account differ",
      meaning: "A charity's books differ from the provider's movements, and nobody has explained it.",
      toDo: "Somebody of this charity opens “Books” and explains each difference.",
    },
    reconciliation_late: {
      title: "Not compared for a day and a half",
      meaning: "The books of this charity should be compared with the provider every day.",
      toDo: "See whether the worker is running and the provider is available.",
    },
    complaints_overdue: {
      title: "Complaints not answered in time",
      meaning: "The working days of the rule have passed without an answer or a transfer.",
      toDo: "Ask a county verifier of the place to answer it; who had a part in it must not, then an administrator answers.",
    },
    ledger_check: {
      title: "The ledger does not check out",
      meaning: "Added up again from its entries, a figure differs, or the hash chain does not match the records.",
      toDo: "Find out at once: the check page names the place. Do not change old records; correct by a new posting.",
    },
    event_parked: {
      title: "A payment message failed several times",
      meaning: "A message of the provider was tried 5 times and not settled; the site goes on trying.",
      toDo: "See its reason under “Payment messages not settled”; then press “Try again”.",
    },
    event_of_other_account: {
      title: "A payment message from another account",
      meaning: "It is about one of our gifts but came from another account. Nothing was posted.",
      toDo: "Check the payment account the charity registered; if it is right, press “Dealt with”.",
    },
    reveal_limit: {
      title: "Somebody looked at too many sensitive fields in an hour",
      meaning: "A staff member has had 20 ID numbers or phones shown within an hour and was stopped at the next one.",
      toDo: "Find the person by the account number under 'subject' and ask; check every reason in the files' records of reveals.",
    },
    dispute_reversed: {
      title: "A closed dispute changed again",
      meaning: "The provider first said won or lost, then the opposite.",
      toDo: "The charity checks the dispute in the provider's dashboard, then it is corrected.",
    },
    callback_mismatch: {
      title: "A call-back does not agree with the books",
      meaning:
        "When called back, the recipient named another sum than the payment in the books. Nothing is frozen by that.",
      toDo: "Find notice and papers by the payment's code; somebody who had no part in it looks into it and writes down the result.",
    },
  },
  unknownKind: {
    title: "Other",
    meaning: "There is no description for this alarm.",
    toDo: "Read its details and the log.",
  },
  mail: {
    subject: (title) => `Alarm: ${title}`,
    reason: "Your address is on this site's alarm list (ALARM_MAIL_TO). Each alarm is told once.",
    open: "Open the alarms",
  },
};
