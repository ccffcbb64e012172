import { and, eq } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { households } from "#db/schema/households.server.ts";
import { pairings } from "#db/schema/pairings.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { violatedConstraint } from "../constraint-violation.server.ts";
import { getPublicHousehold } from "../needs/public-household-queries.server.ts";
import { err, ok, type Result } from "../result.ts";
import type { ProposeHouseholdPairingInput } from "./pairing-form.ts";
import { startPairing } from "./start-pairing.server.ts";

export type ProposeHouseholdPairingError = "not_found" | "household_paired" | "already_proposed";

/**
 * A person offers to stand by a household, known only by its public code (S39, S40). `household_paired`: it has a partner already; the
 * last word on that is the database's when the pairing becomes active (C3).
 */
export async function proposeHouseholdPairing(
  db: Db,
  input: Omit<ProposeHouseholdPairingInput, "acceptsRules" | "isUnrelated"> & { publicCode: string; statement: string },
  actor: Actor,
  at: Date,
): Promise<Result<{ pairingId: string }, ProposeHouseholdPairingError>> {
  const userId = actorUserId(actor);
  const shown = await getPublicHousehold(db, input.publicCode);
  if (userId === null || shown === null) return err("not_found");
  const { promise, years, statement } = input;
  try {
    return await db.transaction(async (tx) => {
      const [household] = await tx
        .select({ id: households.id, regionCode: households.regionCode })
        .from(households)
        .where(eq(households.publicCode, input.publicCode));
      if (!household) return err("not_found");
      const [active] = await tx
        .select({ id: pairings.id })
        .from(pairings)
        .where(and(eq(pairings.householdId, household.id), eq(pairings.state, "active")));
      if (active) return err("household_paired");
      const pairingId = await startPairing(
        tx,
        {
          kind: "individual_household",
          organizationId: null,
          userId,
          regionCode: household.regionCode,
          householdId: household.id,
          promise,
          years,
          statement,
        },
        actor,
        at,
      );
      return ok({ pairingId });
    });
  } catch (error) {
    if (violatedConstraint(error) === "pairings_one_live_individual") return err("already_proposed");
    throw error;
  }
}
