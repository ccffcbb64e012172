import { sql } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { err, ok, type Result } from "../result.ts";
import { canDecideSpending } from "./fund-spending.ts";
import { getFundSpending } from "./fund-spending-queries.server.ts";

type Outcome =
  | "approved"
  | "not_found"
  | "conflict"
  | "same_person"
  | "other_purpose"
  | "no_project"
  | "project_closed"
  | "over_budget"
  | "not_enough_money"
  | "below_floor"
  | "money_frozen";

/** Another person agrees and the money leaves the fund: state, ledger and outbox in one SQL call, purpose, floor, project and budget asked anew (S97, S100). */
export async function approveFundSpending(
  db: Db,
  input: { spendingId: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, Exclude<Outcome, "approved">>> {
  const spending = await getFundSpending(db, input);
  if (spending === null) return err("not_found");
  if (!canDecideSpending(actor, spending, spending))
    return err(actorUserId(actor) === spending.proposedBy ? "same_person" : "not_found");
  const [row] = await db.execute<{ outcome: Outcome }>(
    sql`select approve_fund_spending(${spending.id}::uuid, ${actorUserId(actor)}::uuid, ${at.toISOString()}::timestamptz) as outcome`,
  );
  const outcome = row?.outcome ?? "not_found";
  return outcome === "approved" ? ok() : err(outcome);
}
