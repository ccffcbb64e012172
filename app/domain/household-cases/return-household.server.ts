import type { Db } from "#db/client.server.ts";
import type { Actor } from "../actor.ts";
import { sendBackFile } from "../needs/send-back-file.server.ts";
import { err, ok, type Result } from "../result.ts";
import { lockForStep, type StepError } from "./take-step.server.ts";

type Reasoned = { householdId: string; reason: string };

/** Sends an application back to the village with the reason: the town before its notice, the county afterwards. What is up ends. */
export async function returnHousehold(
  db: Db,
  { householdId, reason }: Reasoned,
  actor: Actor,
  at: Date,
): Promise<Result<undefined, StepError>> {
  return db.transaction(async (tx) => {
    const file = await lockForStep(tx, { householdId, step: "return", actor });
    if (!file.ok) return file;
    return (await sendBackFile(tx, file.value, reason, actor, at)) ? ok() : err("conflict");
  });
}
