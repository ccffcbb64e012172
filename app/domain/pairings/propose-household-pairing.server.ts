import type { Db } from "#db/client.server.ts";
import type { Actor } from "../actor.ts";
import { err, type Result } from "../result.ts";
import type { ProposeHouseholdPairingInput } from "./pairing-form.ts";
import { proposePairing } from "./propose-pairing.server.ts";

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
  const { publicCode, ...rest } = input;
  const none = { organizationId: null, groupId: null, personEmail: null };
  const result = await proposePairing(
    db,
    { kind: "individual_household", target: publicCode, ...none, ...rest },
    actor,
    at,
  );
  if (result.ok) return result;
  return err(result.code === "household_paired" || result.code === "already_proposed" ? result.code : "not_found");
}
