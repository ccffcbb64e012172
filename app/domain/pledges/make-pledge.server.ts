import { and, eq, inArray, sql } from "drizzle-orm";
import type { Db, Tx } from "#db/client.server.ts";
import { needItems, needs } from "#db/schema/needs.server.ts";
import { pairings } from "#db/schema/pairings.server.ts";
import { pledges } from "#db/schema/pledges.server.ts";
import { type Actor, actorUserId, membershipOf } from "../actor.ts";
import { isId, isPublicCode, newId, newPublicCode } from "../ids.ts";
import { isPublicNeed } from "../needs/public-need-conditions.server.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { reservingPledgeStates } from "./pledge.ts";
import type { PledgeItemInput } from "./pledge-form.ts";

export type MakePledgeInput = Omit<PledgeItemInput, "isBinding"> & {
  needCode: string;
  /** The words about being bound that were ticked, kept as they were shown (L12). */
  statement: string;
};
export type MakePledgeError =
  | "not_found"
  | "not_open"
  | "not_verified"
  | "already_pledged"
  | "sold_out"
  /** Fewer are left than promised; the number follows. */
  | `only_left:${number}`;

/**
 * Promises so many of one item of a published need. The quantity is held back in the same transaction, with the item locked: of two
 * promises for the last one, one wins and the other hears what is left (C4, S93). One open promise per helper and item.
 */
export async function makePledge(
  db: Db,
  input: MakePledgeInput,
  actor: Actor,
  at: Date,
): Promise<Result<{ pledgeId: string }, MakePledgeError>> {
  return db.transaction((tx) => makePledgeIn(tx, input, actor, at));
}

/** The same inside a transaction that does more; nothing was written where it returns an error. */
export async function makePledgeIn(
  tx: Tx,
  input: MakePledgeInput,
  actor: Actor,
  at: Date,
): Promise<Result<{ pledgeId: string }, MakePledgeError>> {
  const { needCode, needItemId, organizationId, quantity, promisedFor, note, statement } = input;
  const userId = actorUserId(actor);
  if (userId === null || !isPublicCode(needCode) || !isId(needItemId)) return err("not_found");
  if (organizationId !== null && membershipOf(actor, organizationId)?.isVerified !== true) return err("not_verified");
  const [need] = await tx
    .select({ id: needs.id, state: needs.state, type: needs.type, regionCode: needs.regionCode })
    .from(needs)
    .where(and(eq(needs.publicCode, needCode), isPublicNeed()))
    .for("share");
  if (!need) return err("not_found");
  if (need.state !== "published") return err("not_open");
  const [item] = await tx
    .select()
    .from(needItems)
    .where(and(eq(needItems.id, needItemId), eq(needItems.needId, need.id)))
    .for("update");
  if (!item) return err("not_found");
  const left = item.quantity - item.pledgedQuantity;
  if (await hasOpenPledge(tx, { needItemId, organizationId, userId })) return err("already_pledged");
  if (left === 0) return err("sold_out");
  if (quantity > left) return err(`only_left:${left}`);
  await tx
    .update(needItems)
    .set({ pledgedQuantity: sql`${needItems.pledgedQuantity} + ${quantity}` })
    .where(eq(needItems.id, needItemId));
  const id = newId();
  await tx.insert(pledges).values({
    id,
    publicCode: newPublicCode(),
    needId: need.id,
    needItemId,
    pairingId: await activePairingOf(tx, { organizationId, regionCode: need.regionCode }),
    organizationId,
    userId: organizationId === null ? userId : null,
    kind: need.type === "service" ? "hours" : "goods",
    state: "pledged",
    quantity,
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
  await recordEvents(tx, at, { kind: "pledge.changed", pledgeId: id }, { kind: "need.changed", needId: need.id });
  return ok({ pledgeId: id });
}

type Helper = { organizationId: string | null; userId: string };

async function hasOpenPledge(tx: Tx, { needItemId, organizationId, userId }: Helper & { needItemId: string }) {
  const [row] = await tx
    .select({ id: pledges.id })
    .from(pledges)
    .where(
      and(
        eq(pledges.needItemId, needItemId),
        inArray(pledges.state, [...reservingPledgeStates]),
        organizationId === null ? eq(pledges.userId, userId) : eq(pledges.organizationId, organizationId),
      ),
    )
    .limit(1);
  return row !== undefined;
}

/** The organization's tie with this village, so that what it delivers counts for the tie. */
async function activePairingOf(tx: Tx, params: { organizationId: string | null; regionCode: string }) {
  if (params.organizationId === null) return null;
  const [row] = await tx
    .select({ id: pairings.id })
    .from(pairings)
    .where(
      and(
        eq(pairings.organizationId, params.organizationId),
        eq(pairings.regionCode, params.regionCode),
        eq(pairings.state, "active"),
      ),
    );
  return row?.id ?? null;
}
