import type { SubmissionResult } from "@conform-to/react";

type Reply = SubmissionResult<string[]> | undefined;

/** A page with several forms gets one reply: it belongs to the form whose hidden `intent` was sent. */
export function replyFor(reply: Reply, intent: string): Reply {
  return reply?.initialValue?.intent === intent ? reply : undefined;
}
