import { type PairingState, pairingTransitions, pairingWay } from "#app/domain/pairings/pairing.ts";
import { type PledgeState, pledgeTransitions, pledgeWay } from "#app/domain/pledges/pledge.ts";
import type { stateTransitions } from "#db/schema/transitions.server.ts";
import type { Random } from "./random.ts";

type Step = typeof stateTransitions.$inferInsert;

const dayMilliseconds = 86_400_000;

/** Who took a step, by its event; null where nobody of the demo did. */
type ActorOf = (event: string) => string | null;

type Subject = { id: string; createdAt: Date; actorOf: ActorOf };

/** The steps of a pairing up to its state, three days apart, as the commands would have recorded them. */
export function pairingHistory(random: Random, subject: Subject & { state: PairingState }): Step[] {
  return steps(random, "pairing", "propose", 3 * dayMilliseconds, subject, pairingWay, pairingTransitions);
}

/** The steps of a pledge up to its state, within a day or two. */
export function pledgeHistory(random: Random, subject: Subject & { state: PledgeState }): Step[] {
  return steps(random, "pledge", "pledge", dayMilliseconds / 4, subject, pledgeWay, pledgeTransitions);
}

type Moves = readonly { readonly from: string; readonly event: string; readonly to: string }[];

function steps(
  random: Random,
  noun: string,
  firstEvent: string,
  apart: number,
  { id, createdAt, state, actorOf }: Subject & { state: string },
  way: readonly string[],
  moves: Moves,
): Step[] {
  const passed = way.slice(0, way.indexOf(state) + 1);
  return passed.map((toState, index) => {
    const fromState = passed[index - 1] ?? null;
    const event = moves.find((move) => move.from === fromState && move.to === toState)?.event ?? firstEvent;
    return {
      id: random.id(),
      noun,
      subjectId: id,
      fromState,
      event,
      toState,
      actorUserId: actorOf(event),
      at: new Date(createdAt.getTime() + index * apart),
    };
  });
}
