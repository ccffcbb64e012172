import type { Tx } from "#db/client.server.ts";
import { pairings } from "#db/schema/pairings.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { dayInChina } from "../clock.ts";
import { newId, newPublicCode } from "../ids.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import type { PairingKind } from "./pairing-kinds.ts";

export type NewPairing = {
  kind: PairingKind;
  organizationId: string | null;
  userId: string | null;
  regionCode: string;
  householdId: string | null;
  groupId?: string | null;
  partnerOrganizationId?: string | null;
  predecessorId?: string | null;
  promise: string;
  years: string;
  /** The words the helper ticked about not being related (L11), kept as they were shown. */
  statement: string;
};

/** The same calendar day some years later; 29 February becomes 28 February. */
export function yearsLater(day: string, years: number): string {
  const year = Number(day.slice(0, 4)) + years;
  return `${year}${day.slice(4)}`.replace(/-02-29$/, "-02-28");
}

/** Writes a proposal with its history and event; whoever calls it has asked the policy. */
export async function startPairing(tx: Tx, input: NewPairing, actor: Actor, at: Date): Promise<string> {
  const { years, statement, ...facts } = input;
  const id = newId();
  const fromDay = dayInChina(at);
  await tx.insert(pairings).values({
    id,
    publicCode: newPublicCode(),
    ...facts,
    state: "proposed",
    fromDay,
    toDay: yearsLater(fromDay, Number(years)),
    proposedBy: actorUserId(actor),
    createdAt: at,
  });
  await recordTransition(tx, at, actor, {
    noun: "pairing",
    subjectId: id,
    from: null,
    event: "propose",
    to: "proposed",
    reason: statement,
  });
  await recordEvents(tx, at, { kind: "pairing.changed", pairingId: id });
  return id;
}
