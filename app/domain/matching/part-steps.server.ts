import { and, eq } from "drizzle-orm";
import type { Tx } from "#db/client.server.ts";
import { matchRoundParts, matchRounds } from "#db/schema/matching-rounds.server.ts";
import { type Actor, type SignedInActor, scopesOf } from "../actor.ts";
import { isId } from "../ids.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { inScope } from "../scope.server.ts";
import { stateAfter } from "../transitions.ts";
import { type PartEvent, type PartState, partTransitions, roundRoles } from "./round.ts";

/** A county's part within the actor's scope, locked, with who drew its round; null: not there for this person (S31). */
export async function lockPart(tx: Tx, partId: string, actor: SignedInActor) {
  if (!isId(partId)) return null;
  const mine = inScope(matchRoundParts.countyCode, scopesOf(actor, roundRoles));
  const [part] = await tx
    .select()
    .from(matchRoundParts)
    .where(and(eq(matchRoundParts.id, partId), mine))
    .for("update");
  if (!part) return null;
  const [round] = await tx
    .select({ drawnBy: matchRounds.requestedBy, asOfDay: matchRounds.asOfDay })
    .from(matchRounds)
    .where(eq(matchRounds.id, part.roundId));
  return round ? { ...part, ...round } : null;
}
export type LockedPart = NonNullable<Awaited<ReturnType<typeof lockPart>>>;

type People = Partial<Pick<LockedPart, "checkedBy" | "checkedAt" | "releasedBy" | "releasedAt">>;

/** Takes one step of a locked part, if its state has it; false: it does not. */
export async function takePartStep(
  tx: Tx,
  { part, event, reason, people = {} }: { part: LockedPart; event: PartEvent; reason?: string; people?: People },
  actor: Actor,
  at: Date,
): Promise<boolean> {
  const to: PartState | undefined = stateAfter(partTransitions, part.state, event);
  if (to === undefined) return false;
  await tx
    .update(matchRoundParts)
    .set({ ...people, state: to })
    .where(eq(matchRoundParts.id, part.id));
  const step = { noun: "match_round_part", subjectId: part.id, from: part.state, event, to, reason };
  await recordTransition(tx, at, actor, step);
  await recordEvents(tx, at, { kind: "matching.changed" });
  return true;
}
