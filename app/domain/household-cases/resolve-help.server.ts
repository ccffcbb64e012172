import { and, eq, inArray, sql } from "drizzle-orm";
import type { Tx } from "#db/client.server.ts";
import { disbursements } from "#db/schema/disbursements.server.ts";
import { needItems, needs } from "#db/schema/needs.server.ts";
import { pairings } from "#db/schema/pairings.server.ts";
import type { Actor } from "../actor.ts";
import { needTransitions } from "../needs/need.ts";
import { suspendNeedsOfHousehold } from "../needs/suspend-needs-of-household.server.ts";
import { cancelNoticesOfNeed } from "../notices/cancel-notices-of-need.server.ts";
import { movePairing } from "../pairings/move-pairing.server.ts";
import { livePairingStates, pairingTransitions } from "../pairings/pairing.ts";
import { eventsFrom, statesBefore } from "../transitions.ts";
import { stepNeed } from "../verification/lock-need-case.server.ts";

/** Whether somebody has proposed or approved a payment to this household that has not arrived yet. */
export async function hasPaymentUnderWay(tx: Tx, householdId: string): Promise<boolean> {
  const rows = await tx
    .select({ id: disbursements.id })
    .from(disbursements)
    .innerJoin(needs, eq(needs.id, disbursements.needId))
    .where(and(eq(needs.householdId, householdId), inArray(disbursements.state, ["proposed", "approved", "paid_out"])))
    .limit(1);
  return rows.length > 0;
}

/**
 * What hangs on a household that is taken off the file (S14): needs nobody has helped with are withdrawn; those that hold money or promises
 * are suspended and keep them, so that the charity gives back or moves each gift by its own rules; pairings end. The file is locked.
 */
export async function resolveHelpOf(
  tx: Tx,
  { householdId, reason }: { householdId: string; reason: string },
  actor: Actor,
  at: Date,
): Promise<void> {
  const isUnsupported = sql`${needs.fundedFen} = 0 and not exists (
    select 1 from ${needItems} where ${needItems.needId} = ${needs.id} and ${needItems.pledgedQuantity} > 0)`;
  const open = await tx
    .select({ id: needs.id, state: needs.state, version: needs.version })
    .from(needs)
    .where(
      and(
        eq(needs.householdId, householdId),
        inArray(needs.state, statesBefore(needTransitions, "withdraw")),
        isUnsupported,
      ),
    )
    .for("update");
  for (const need of open) {
    await stepNeed(tx, need, { event: "withdraw", changes: {}, reason }, actor, at);
    await cancelNoticesOfNeed(tx, need.id, reason, actor, at);
  }
  await suspendNeedsOfHousehold(tx, { householdId, reason }, actor, at);
  await endPairingsOf(tx, { householdId, reason }, actor, at);
}

/** Each live pairing by the first step its table offers towards an end. */
async function endPairingsOf(
  tx: Tx,
  { householdId, reason }: { householdId: string; reason: string },
  actor: Actor,
  at: Date,
): Promise<void> {
  const live = await tx
    .select({ id: pairings.id, state: pairings.state })
    .from(pairings)
    .where(and(eq(pairings.householdId, householdId), inArray(pairings.state, [...livePairingStates])))
    .for("update");
  const endings = ["end", "decline", "withdraw"] as const;
  for (const pairing of live) {
    const event = endings.find((one) => eventsFrom(pairingTransitions, pairing.state).includes(one));
    if (event === undefined) throw new Error(`a pairing that is ${pairing.state} has no end`);
    await movePairing(tx, { pairing, event, reason, changes: event === "end" ? { endedAt: at } : {} }, actor, at);
  }
}
