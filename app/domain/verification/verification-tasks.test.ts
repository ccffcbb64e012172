import { describe, expect, it } from "vitest";
import { type CaseFacts, verificationTasks } from "./verification-tasks.ts";

const facts: CaseFacts = {
  state: "submitted",
  publishedAt: null,
  hasMeeting: false,
  hasSignature: false,
  notice: null,
};
const statuses = (changes: Partial<CaseFacts>) =>
  verificationTasks({ ...facts, ...changes }).map((task) => task.status);

describe("U23: the tasks of a case", () => {
  it.each<[string, Partial<CaseFacts>, string]>([
    ["a draft", { state: "drafted" }, "later later later later later"],
    ["submitted", {}, "todo later later later later"],
    ["submitted with a meeting", { hasMeeting: true }, "done todo later later later"],
    ["checked", { state: "checked", hasMeeting: true }, "done done todo later later"],
    [
      "under notice",
      { state: "noticed", hasMeeting: true, notice: { state: "open", isDue: false } },
      "done done waiting todo later",
    ],
    [
      "paused",
      { state: "noticed", hasMeeting: true, hasSignature: true, notice: { state: "paused", isDue: true } },
      "done done waiting done later",
    ],
    [
      "due but not signed",
      { state: "noticed", hasMeeting: true, notice: { state: "open", isDue: true } },
      "done done done todo later",
    ],
    [
      "due and signed",
      { state: "noticed", hasMeeting: true, hasSignature: true, notice: { state: "open", isDue: true } },
      "done done done done todo",
    ],
    ["published", { state: "published", publishedAt: new Date(0) }, "done done done done done"],
    ["suspended", { state: "suspended", publishedAt: new Date(0) }, "done done done done done"],
    ["returned", { state: "returned" }, "returned returned returned returned returned"],
  ])("%s", (_name, changes, expected) => {
    expect(statuses(changes).join(" ")).toBe(expected);
  });
});
