import type { Db } from "#db/client.server.ts";
import type { Actor } from "../actor.ts";
import { err, ok, type Result } from "../result.ts";
import { findPledgeForStep } from "./find-pledge-for-step.server.ts";
import { movePledge } from "./move-pledge.server.ts";
import type { StaffPledgeError } from "./pledge.ts";

/** The town compares what arrived with what was promised: number, kind, quality (S93). */
export async function checkPledge(
  db: Db,
  { pledgeId, note }: { pledgeId: string; note: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, StaffPledgeError>> {
  return db.transaction(async (tx) => {
    const found = await findPledgeForStep(tx, { pledgeId, event: "check" }, actor);
    if (!found.ok) return found;
    const reason = note === "" ? undefined : note;
    return (await movePledge(tx, { pledge: found.value, event: "check", reason }, actor, at)) ? ok() : err("conflict");
  });
}
