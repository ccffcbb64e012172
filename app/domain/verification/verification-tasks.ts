/** The case of a need as a list of tasks (U23): what is done, what waits for somebody, what cannot begin yet. */
import type { NeedState } from "../needs/need.ts";
import type { NoticeState } from "../notices/notice.ts";

export const verificationTaskKeys = ["meeting", "check", "notice", "signature", "publish"] as const;
export type VerificationTaskKey = (typeof verificationTaskKeys)[number];

/** `todo`: somebody can act now. `waiting`: time or an answer must come first. `later`: an earlier task is missing. */
export type TaskStatus = "done" | "todo" | "waiting" | "later" | "returned";

export type CaseFacts = {
  state: NeedState;
  publishedAt: Date | null;
  hasMeeting: boolean;
  hasSignature: boolean;
  notice: { state: NoticeState; isDue: boolean } | null;
};
export type VerificationTask = { key: VerificationTaskKey; status: TaskStatus };

const afterCheck: readonly NeedState[] = ["checked", "noticed", "published", "fulfilled", "reported", "closed"];
const afterNotice: readonly NeedState[] = ["published", "fulfilled", "reported", "closed"];

export function verificationTasks(facts: CaseFacts): VerificationTask[] {
  if (facts.state === "returned") return verificationTaskKeys.map((key) => ({ key, status: "returned" }));
  return verificationTaskKeys.map((key) => ({ key, status: statusOf(key, facts) }));
}

function statusOf(key: VerificationTaskKey, facts: CaseFacts): TaskStatus {
  const { state, notice } = facts;
  const isVerified = afterNotice.includes(state) || (state === "suspended" && facts.publishedAt !== null);
  if (isVerified) return "done";
  switch (key) {
    case "meeting":
      if (facts.hasMeeting) return "done";
      return state === "submitted" ? "todo" : "later";
    case "check":
      if (afterCheck.includes(state)) return "done";
      return state === "submitted" && facts.hasMeeting ? "todo" : "later";
    case "notice":
      if (state === "checked") return "todo";
      if (state !== "noticed") return "later";
      return notice?.state === "open" && notice.isDue ? "done" : "waiting";
    case "signature":
      if (facts.hasSignature) return "done";
      return state === "noticed" ? "todo" : "later";
    case "publish":
      return state === "noticed" && notice?.state === "open" && notice.isDue && facts.hasSignature ? "todo" : "later";
  }
}
