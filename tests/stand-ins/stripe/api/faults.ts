import type { AccountScope } from "#tests/stand-ins/stripe/world.ts";

/** Where a request breaks (safety.md chaos 8). "Before" and "after" are about the moment the object is stored. */
export type FaultKind =
  | "reset_before_commit"
  | "reset_after_commit"
  | "truncated_body"
  | "error_before_commit"
  | "error_after_commit"
  | "stall_before_commit"
  | "stall_after_commit";

export type Fault = {
  kind: FaultKind;
  /** Requests it meets; each match uses one up. */
  times: number;
  /** Narrows it to a method, or to addresses that begin so, e.g. `/v1/refunds`. */
  method?: "GET" | "POST" | undefined;
  path?: string | undefined;
  account?: string | undefined;
  /** Of the error kinds: 409, 429, 500, 502 or 503. */
  status?: number | undefined;
  /** Of the error kinds: keep the error under the idempotency key, so that the same key replays it. */
  kept?: boolean | undefined;
  /** Of the stall kinds. */
  stallMs?: number | undefined;
};

export type FaultPlan = {
  add: (fault: Fault) => void;
  clear: () => void;
  /** Takes the next fault that meets this request, or null. */
  take: (method: string, path: string, account: AccountScope) => Fault | null;
  list: () => Fault[];
};

/** Faults wait in the order they were added; a request meets at most one. */
export function createFaultPlan(): FaultPlan {
  let faults: Fault[] = [];
  return {
    add: (fault) => {
      faults.push({ ...fault });
    },
    clear: () => {
      faults = [];
    },
    take(method, path, account) {
      const fault = faults.find(
        (candidate) =>
          (candidate.method === undefined || candidate.method === method) &&
          (candidate.path === undefined || path.startsWith(candidate.path)) &&
          (candidate.account === undefined || candidate.account === account),
      );
      if (!fault) return null;
      fault.times -= 1;
      if (fault.times <= 0) faults = faults.filter((candidate) => candidate !== fault);
      return { ...fault };
    },
    list: () => faults.map((fault) => ({ ...fault })),
  };
}
