/**
 * One import of a table (S2, U26): uploaded, its columns named, checked, confirmed, written. Until somebody confirms nothing is on file. A check
 * can be repeated; writing goes on where it stopped, household by household, each whole or not at all. What is written is `imported`: the
 * household has neither signed nor got a responsible person here, and nothing of it can be published.
 */
import type { Transition } from "../transitions.ts";

export const importStates = ["uploaded", "checking", "checked", "importing", "done", "failed", "discarded"] as const;
export type ImportState = (typeof importStates)[number];

export const importTransitions = [
  { from: "uploaded", event: "map", to: "checking", label: "识别列", who: "importer" },
  { from: "checked", event: "map", to: "checking", label: "重新识别列", who: "importer" },
  { from: "checking", event: "check", to: "checked", label: "检查", who: "system" },
  { from: "checking", event: "fail", to: "failed", label: "检查中止", who: "system" },
  { from: "checked", event: "confirm", to: "importing", label: "确认导入", who: "importer" },
  { from: "importing", event: "restage", to: "checking", label: "重新检查", who: "system" },
  { from: "importing", event: "finish", to: "done", label: "导入完成", who: "system" },
  { from: "uploaded", event: "discard", to: "discarded", label: "放弃", who: "importer" },
  { from: "checked", event: "discard", to: "discarded", label: "放弃", who: "importer" },
] as const satisfies readonly Transition<ImportState, string>[];

/** Nothing is read from the staging any more. */
export const endedImportStates = ["done", "failed", "discarded"] as const satisfies readonly ImportState[];

/** Households written in one transaction: short enough for everybody else, long enough to be fast. */
export const householdsPerBatch = 1_000;

/** The uploaded file and what was read of it are kept so long after the import has ended, for the marked file; then they are removed. */
export const fileDaysKept = 7;

export const householdVerdicts = ["ready", "unchanged", "refused"] as const;
export type HouseholdVerdict = (typeof householdVerdicts)[number];
