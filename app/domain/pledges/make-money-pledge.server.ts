import { and, eq, inArray } from "drizzle-orm";
import type { Db, Tx } from "#db/client.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { pledges } from "#db/schema/pledges.server.ts";
import { type Actor, actorUserId, membershipOf } from "../actor.ts";
import { isPublicCode, newId, newPublicCode } from "../ids.ts";
import { isPublicNeed } from "../needs/public-need-conditions.server.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { reservingPledgeStates } from "./pledge.ts";
import type { PledgeMoneyInput } from "./pledge-form.ts";

export type MakeMoneyPledgeInput = Omit<PledgeMoneyInput, "isBinding"> & { needCode: string; statement: string };
export type MakeMoneyPledgeError = "not_found" | "not_open" | "not_verified" | "already_pledged";

/**
 * Says that money will be given once a charity may take it for this need. No money moves and nothing is held back: the need's amounts
 * change only by gifts (S96). One open promise of money per helper and need; the need row's lock decides between two.
 */
export async function makeMoneyPledge(
  db: Db,
  input: MakeMoneyPledgeInput,
  actor: Actor,
  at: Date,
): Promise<Result<{ pledgeId: string }, MakeMoneyPledgeError>> {
  return db.transaction((tx) => makeMoneyPledgeIn(tx, input, actor, at));
}

/** The same inside a transaction that does more; nothing was written where it returns an error. */
export async function makeMoneyPledgeIn(
  tx: Tx,
  input: MakeMoneyPledgeInput,
  actor: Actor,
  at: Date,
): Promise<Result<{ pledgeId: string }, MakeMoneyPledgeError>> {
  const { needCode, organizationId, amount, promisedFor, note, statement } = input;
  const userId = actorUserId(actor);
  if (userId === null || !isPublicCode(needCode)) return err("not_found");
  if (organizationId !== null && membershipOf(actor, organizationId)?.isVerified !== true) return err("not_verified");
  const [need] = await tx
    .select({ id: needs.id, state: needs.state, goalFen: needs.goalFen })
    .from(needs)
    .where(and(eq(needs.publicCode, needCode), isPublicNeed()))
    .for("update");
  if (!need || need.goalFen === null) return err("not_found");
  if (need.state !== "published") return err("not_open");
  const [open] = await tx
    .select({ id: pledges.id })
    .from(pledges)
    .where(
      and(
        eq(pledges.needId, need.id),
        eq(pledges.kind, "money_later"),
        inArray(pledges.state, [...reservingPledgeStates]),
        organizationId === null ? eq(pledges.userId, userId) : eq(pledges.organizationId, organizationId),
      ),
    );
  if (open) return err("already_pledged");
  const id = newId();
  await tx.insert(pledges).values({
    id,
    publicCode: newPublicCode(),
    needId: need.id,
    organizationId,
    userId: organizationId === null ? userId : null,
    kind: "money_later",
    state: "pledged",
    amountFen: amount,
    promisedFor,
    note,
    createdAt: at,
    updatedAt: at,
  });
  await recordTransition(tx, at, actor, {
    noun: "pledge",
    subjectId: id,
    from: null,
    event: "pledge",
    to: "pledged",
    reason: statement,
  });
  await recordEvents(tx, at, { kind: "pledge.changed", pledgeId: id });
  return ok({ pledgeId: id });
}
