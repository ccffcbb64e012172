import { and, eq } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { users } from "#db/schema/accounts.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { dayInChina } from "../clock.ts";
import { violatedConstraint } from "../constraint-violation.server.ts";
import { err, ok, type Result } from "../result.ts";
import { stateAfter } from "../transitions.ts";
import { movePairing } from "./move-pairing.server.ts";
import { pairingTransitions } from "./pairing.ts";
import { pairingKindRows } from "./pairing-kinds.ts";
import { canTakeStaffStep } from "./pairing-policy.ts";
import { getStaffPairing } from "./pairing-queries.server.ts";
import { startPairing } from "./start-pairing.server.ts";

export type HandOverError =
  | "not_found"
  | "not_allowed"
  | "unknown_person"
  | "same_person"
  | "not_fit"
  | "helper_full"
  | "conflict";

/**
 * Hands a tie in office over to another person, with a note (S26 recall, S42): the one ends and the next stands in the same transaction, so
 * that the household or village never has none and never two. Answers with the successor's id.
 */
export async function handOverPairing(
  db: Db,
  input: { pairingId: string; personEmail: string; note: string },
  actor: Actor,
  at: Date,
): Promise<Result<{ pairingId: string }, HandOverError>> {
  const { pairingId, personEmail, note } = input;
  try {
    return await db.transaction(async (tx) => {
      const pairing = await getStaffPairing(tx, { pairingId, actor });
      if (pairing === null || !pairingKindRows[pairing.kind].isOfficial) return err("not_found");
      if (stateAfter(pairingTransitions, pairing.state, "hand_over") === undefined) return err("conflict");
      if (!canTakeStaffStep(actor, pairing, "hand_over")) return err("not_allowed");
      const [person] = await tx
        .select({ id: users.id })
        .from(users)
        .where(and(eq(users.email, personEmail), eq(users.isDisabled, false)));
      if (!person || person.id === actorUserId(actor)) return err("unknown_person");
      if (person.id === pairing.userId) return err("same_person");
      const ended = { endedAt: at };
      if (!(await movePairing(tx, { pairing, event: "hand_over", reason: note, changes: ended }, actor, at))) {
        return err("conflict");
      }
      const { kind, regionCode, householdId, promise } = pairing;
      const facts = { kind, organizationId: null, userId: person.id, regionCode, householdId, promise };
      const successor = { ...facts, years: "1", statement: note, predecessorId: pairing.id };
      const id = await startPairing(tx, successor, actor, at);
      const stands = { activatedAt: at, fromDay: dayInChina(at), toDay: pairing.toDay, villageNote: note };
      await movePairing(tx, { pairing: { id, state: "proposed" }, event: "take_over", changes: stands }, actor, at);
      return ok({ pairingId: id });
    });
  } catch (error) {
    const constraint = violatedConstraint(error);
    if (constraint === "pairings_fitness") return err("not_fit");
    if (constraint === "pairings_helper_full" || constraint === "pairings_one_live") return err("helper_full");
    throw error;
  }
}
