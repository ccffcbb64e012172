import type { Translated } from "../translated.ts";
import type { proof as source } from "../zh-CN/proof.ts";

export const proof: Translated<typeof source> = {
  roots: {
    title: "Daily proofs",
    description:
      "One fingerprint a day pins down all entries and all steps of that day. Anyone can check it, without trusting this site.",
    lead: "Every posting and every step hangs on the one before it, in one chain. At the end of each day its fingerprint is published. Change anything afterwards, and the fingerprint no longer fits.",
    day: "Day",
    count: "Records",
    root: "Root of the day",
    merkleRoot: "Merkle root",
    previous: "Root of the day before",
    positions: "Positions",
    none: "No root is published yet",
    noneBody: "The first one appears here when the first day is over.",
    open: (count, day) => `${count} records since ${day} have no published root yet; it comes when the day is over.`,
  },
  files: {
    title: "Download",
    journal: "All postings and steps (JSONL)",
    journalNote: "One record a line; no names, phones or addresses",
    roots: "Daily roots (JSON)",
    verifier: "The verifier, verify.mjs",
    verifierNote: "One file, runs on Node 18 or newer; needs no network and no database",
    csv: "Movements of money (CSV)",
  },
  how: {
    title: "Three commands to check it yourself",
    lead: "With Node installed, on any computer:",
    result: "When everything fits it says “holds”; when a row was changed it names the row.",
    whatTitle: "What it checks",
    what: [
      "The hash of every record and the chain between them: nothing is missing, moved or slipped in.",
      "Every published root follows from the records of its day.",
      "Every movement balances, and so does every lot in it; no lot is spent by one fen too much.",
      "The postings sum to what the site shows: given, paid out, held, fees, every need, every village, every fund.",
    ],
    receiptTitle: "Check your own gift",
    receipt: "Download the proof on your gift's page and put it beside the daily roots:",
    privacyTitle: "Privacy",
    privacy:
      "Names, reasons and who did it are not published, only their hash with random salt: it tells nothing, and yet shows any change.",
    keepTitle: "Keep a copy",
    keep: "Download the daily roots today. Whatever you download later must begin with exactly the same roots.",
  },
  receipt: {
    title: "Proof",
    ready: (day) => `This gift is part of the ledger's root of ${day}. Nobody can change it unseen.`,
    download: "Download the proof",
    waiting: (day, time) =>
      `This gift is in the chain. The root of ${day} is published when the day is over; the proof is here from ${time}.`,
    pending: "This gift is being added to the chain. Look again in a minute.",
    how: "How to check it",
  },
  checks: {
    title: "The chain",
    position: "Newest position",
    waiting: "Waiting",
    lastRoot: "Last published",
    walked: (count) => `The newest ${count} records were derived again just now and fit.`,
    walkedOff: (count) => `The newest ${count} records were derived again just now; these do not fit:`,
    every:
      "Every ten minutes the whole chain is compared with the database, record by record, and an alarm is raised when one differs.",
    alarm: (time) => `The last comparison raised an alarm that is still open, seen ${time}:`,
    problems: {
      row_missing: "the record is gone",
      row_altered: "the record was changed",
      link_broken: "the chain is broken",
      root_differs: "does not fit the published root",
      not_in_chain: "the record is not in the chain",
    },
    at: (position, day) => `position ${position} (${day})`,
    outside: "How to check without relying on this site",
  },
  mail: {
    subject: (day, start) => `Ledger root of ${day}: ${start}…`,
    heading: (day) => `Root of the ledger, ${day}`,
    keep: "Please keep this mail. What the site publishes for this day must stay exactly the same; one character changed means that the past was changed.",
    open: "Daily proofs",
    reason: "You receive this because your address is registered to watch over this ledger.",
  },
};
