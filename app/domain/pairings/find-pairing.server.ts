import { eq } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { pairings } from "#db/schema/pairings.server.ts";
import type { Actor } from "../actor.ts";
import { getHelperPairing, getPartnerPairing, getStaffPairing } from "./pairing-queries.server.ts";

/** The pairing for whoever may speak for its other side: staff of its place, or the partner organization; null for anyone else. */
export async function findTargetPairing(db: DbOrTx, params: { pairingId: string; actor: Actor }) {
  return (await getStaffPairing(db, params)) ?? (await getPartnerPairing(db, params));
}
export type TargetPairing = NonNullable<Awaited<ReturnType<typeof findTargetPairing>>>;

/** The pairing for anyone who has a part in it, and on which side. */
export async function findPairingSide(db: DbOrTx, params: { pairingId: string; actor: Actor }) {
  const helped = await getHelperPairing(db, params);
  if (helped !== null) return { side: "helper" as const, pairing: helped };
  const target = await findTargetPairing(db, params);
  return target === null ? null : { side: "village" as const, pairing: target };
}

/** Its row is held until the transaction ends, so that steps of one pairing come one after another. */
export async function lockPairing(tx: DbOrTx, pairingId: string): Promise<void> {
  await tx.select({ id: pairings.id }).from(pairings).where(eq(pairings.id, pairingId)).for("update");
}
