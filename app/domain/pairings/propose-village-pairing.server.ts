import { eq } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { villages } from "#db/schema/regions.server.ts";
import { type Actor, membershipOf } from "../actor.ts";
import { violatedConstraint } from "../constraint-violation.server.ts";
import { isRegionCode } from "../regions/region.ts";
import { err, ok, type Result } from "../result.ts";
import type { ProposeVillagePairingInput } from "./pairing-form.ts";
import { startPairing } from "./start-pairing.server.ts";

export type ProposeVillagePairingError = "not_found" | "not_verified" | "already_proposed";

/**
 * A verified organization offers to adopt a village of its own choice (S39, S40, S48). The same organization cannot offer the same
 * village twice at once (C3).
 */
export async function proposeVillagePairing(
  db: Db,
  input: Omit<ProposeVillagePairingInput, "acceptsRules" | "isUnrelated"> & { regionCode: string; statement: string },
  actor: Actor,
  at: Date,
): Promise<Result<{ pairingId: string }, ProposeVillagePairingError>> {
  const { organizationId, regionCode, promise, years, statement } = input;
  const membership = membershipOf(actor, organizationId);
  if (membership === undefined || !isRegionCode(regionCode)) return err("not_found");
  if (!membership.isVerified) return err("not_verified");
  try {
    return await db.transaction(async (tx) => {
      const [village] = await tx
        .select({ code: villages.regionCode })
        .from(villages)
        .where(eq(villages.regionCode, regionCode));
      if (!village) return err("not_found");
      const kind = membership.kind === "enterprise" ? "enterprise_village" : "organization_village";
      const pairingId = await startPairing(
        tx,
        { kind, organizationId, userId: null, regionCode, householdId: null, promise, years, statement },
        actor,
        at,
      );
      return ok({ pairingId });
    });
  } catch (error) {
    if (violatedConstraint(error) === "pairings_one_live_organization") return err("already_proposed");
    throw error;
  }
}
