import { sql } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { err, ok, type Result } from "../result.ts";

type Decided = "approved" | "rejected";
export type DecideOwnMoneyError = "not_found" | "conflict" | "same_person";

/** The second person agrees with the record and it is posted, or says why not, in one SQL call (A12). */
export async function decideOwnMoney(
  db: Db,
  input: { ownMoneyId: string; reason: string | null },
  actor: Actor,
  at: Date,
): Promise<Result<Decided, DecideOwnMoneyError>> {
  const rows = await db.execute<{ outcome: Decided | DecideOwnMoneyError }>(sql`
    select decide_own_money(${input.ownMoneyId}::uuid, ${input.reason === null}::boolean, ${input.reason}::text, ${actorUserId(actor)}::uuid,
      ${at.toISOString()}::timestamptz) as outcome`);
  const outcome = rows[0]?.outcome ?? "not_found";
  return outcome === "approved" || outcome === "rejected" ? ok(outcome) : err(outcome);
}
