import type { Db } from "#db/client.server.ts";
import { type Actor, type Membership, membershipOf } from "../actor.ts";
import { err, type Result } from "../result.ts";
import type { ProposeVillagePairingInput } from "./pairing-form.ts";
import type { PairingKind } from "./pairing-kinds.ts";
import { proposePairing } from "./propose-pairing.server.ts";

export type ProposeVillagePairingError = "not_found" | "not_verified" | "already_proposed";

/** The kind by which an organization adopts a village, by what it is; a school or hospital takes on the whole village or pairs with its like. */
export const adoptingKinds: Readonly<Record<Membership["kind"], PairingKind>> = {
  enterprise: "enterprise_village",
  public_unit: "unit_village",
  social_organization: "organization_village",
  charity: "organization_village",
  school: "whole_village",
  hospital: "whole_village",
};

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
  const { regionCode, ...rest } = input;
  const membership = membershipOf(actor, input.organizationId);
  if (membership === undefined) return err("not_found");
  const kind = adoptingKinds[membership.kind];
  const facts = { kind, target: regionCode, groupId: null, personEmail: null, ...rest };
  const result = await proposePairing(db, facts, actor, at);
  if (result.ok) return result;
  if (result.code === "not_verified" || result.code === "not_fit") return err("not_verified");
  return err(result.code === "not_found" || result.code === "unknown_person" ? "not_found" : "already_proposed");
}
