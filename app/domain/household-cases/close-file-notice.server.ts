import { and, eq, lte } from "drizzle-orm";
import type { Tx } from "#db/client.server.ts";
import { notices } from "#db/schema/verification.server.ts";
import type { Actor } from "../actor.ts";
import { isDue } from "../notices/notice.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { lockFileNotice } from "./case-record-queries.server.ts";

export type FileNoticeError = "notice_missing" | "notice_paused" | "too_early";

/** Closes the notice of this version of a file, whose full days must be over and on which no objection is open (S7). */
export async function closeFileNotice(
  tx: Tx,
  { householdId, version, kind }: { householdId: string; version: number; kind: "household" | "exit" },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, FileNoticeError>> {
  const notice = await lockFileNotice(tx, { householdId, kind });
  if (notice === null || notice.householdVersion !== version) return err("notice_missing");
  if (notice.state === "paused") return err("notice_paused");
  if (notice.state !== "open") return err("notice_missing");
  if (!isDue(notice, at)) return err("too_early");
  await tx
    .update(notices)
    .set({ state: "closed", closedAt: at })
    .where(and(eq(notices.id, notice.id), eq(notices.state, "open"), lte(notices.closesNotBefore, at)));
  const line = { noun: "notice", subjectId: notice.id, from: "open", event: "close", to: "closed" };
  await recordTransition(tx, at, actor, line);
  await recordEvents(tx, at, { kind: "notice.changed", noticeId: notice.id });
  return ok();
}
