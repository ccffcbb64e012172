import type { Db } from "#db/client.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { err, ok, type Result } from "../result.ts";
import { lockComplaint, stepComplaint } from "./lock-complaint.server.ts";

/** 线索移交: hands a complaint to the authority that must look into it (L18), with the reason on record; the person with the code reads to whom. */
export async function transferComplaint(
  db: Db,
  input: { complaintId: string; authority: string; transferReason: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, "not_found" | "conflict">> {
  return db.transaction(async (tx) => {
    const complaint = await lockComplaint(tx, { complaintId: input.complaintId, actor });
    if (!complaint) return err("not_found");
    const changes = { authority: input.authority, transferredBy: actorUserId(actor), transferredAt: at };
    const reason = `${input.authority}：${input.transferReason}`;
    return (await stepComplaint(tx, complaint, { event: "transfer", changes, reason }, actor, at))
      ? ok()
      : err("conflict");
  });
}
