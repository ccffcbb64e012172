/**
 * A department's list on its way through the pages (S13, U26): nothing is kept before somebody has looked at the result and confirmed it. Check and
 * comparison read the file from the start; killed, they are repeated, and a mismatch that is known does not come back.
 */
import type { Transition } from "../transitions.ts";

export const listUploadStates = [
  "uploaded",
  "checking",
  "checked",
  "comparing",
  "compared",
  "failed",
  "discarded",
] as const;
export type ListUploadState = (typeof listUploadStates)[number];

export const listUploadTransitions = [
  { from: "uploaded", event: "map", to: "checking", label: "识别列", who: "county verifier" },
  { from: "checked", event: "map", to: "checking", label: "重新识别列", who: "county verifier" },
  { from: "checking", event: "check", to: "checked", label: "检查", who: "system" },
  { from: "checking", event: "fail", to: "failed", label: "读不了", who: "system" },
  { from: "checked", event: "confirm", to: "comparing", label: "确认", who: "county verifier" },
  { from: "comparing", event: "finish", to: "compared", label: "比对完成", who: "system" },
  { from: "comparing", event: "fail", to: "failed", label: "读不了", who: "system" },
  { from: "uploaded", event: "discard", to: "discarded", label: "放弃", who: "county verifier" },
  { from: "checked", event: "discard", to: "discarded", label: "放弃", who: "county verifier" },
] as const satisfies readonly Transition<ListUploadState, string>[];
export type ListUploadEvent = (typeof listUploadTransitions)[number]["event"];

/** Why a row of a list cannot be compared. */
export const listRowRefusals = [
  "is_number",
  "damaged",
  "empty",
  "old_15",
  "not_mainland",
  "format",
  "region",
  "birth_date",
  "birth_in_future",
  "checksum",
] as const;
export type ListRowRefusal = (typeof listRowRefusals)[number];

/** An upload that nobody goes on with is given up after so many days. */
export const listDaysKept = 7;
export const refusedRowsKept = 200;
