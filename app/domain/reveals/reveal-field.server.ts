import type { Db } from "#db/client.server.ts";
import type { Sealer } from "#db/sealer.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { raiseAlarm } from "../alarms/raise-alarm.server.ts";
import { violatedConstraint } from "../constraint-violation.server.ts";
import { recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import type { RevealInput } from "./reveal-form.ts";
import { listSealedFields, type SealedField } from "./reveal-queries.server.ts";

const countyDigits = 6;

export type Revealed = Pick<SealedField, "kind" | "personName"> & { value: string };
export type RevealError = "not_found" | "erased" | "too_many";

/**
 * Opens one sealed field for somebody who works on the case (F8). First one line on the record says who, what and why, in the hash chain like
 * every step; only then is the value opened. PostgreSQL lets nobody have more than 20 an hour; the one too many raises an alarm.
 * Callers make sure of a fresh second factor.
 */
export async function revealField(
  { db, sealer }: { db: Db; sealer: Sealer },
  input: RevealInput & { householdId: string },
  actor: Actor,
  at: Date,
): Promise<Result<Revealed, RevealError>> {
  const fields = await listSealedFields(db, { householdId: input.householdId, actor });
  const found = fields?.find((one) => one.field === input.field);
  if (!found) return err("not_found");
  if (sealer.isErased(found.sealed)) return err("erased");
  const { kind, personName, subjectId } = found;
  const step = { noun: "field_reveal", subjectId, from: null, event: "reveal", to: kind, reason: input.reason };
  try {
    await db.transaction((tx) => recordTransition(tx, at, actor, step));
  } catch (error) {
    if (violatedConstraint(error) !== "field_reveals_limit") throw error;
    const regionCode = found.regionCode.slice(0, countyDigits);
    await raiseAlarm(db, { kind: "reveal_limit", subject: actorUserId(actor) ?? "", regionCode }, at);
    return err("too_many");
  }
  return ok({ kind, personName, value: sealer.open(found.sealed, found.place) });
}
